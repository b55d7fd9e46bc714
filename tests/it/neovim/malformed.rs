//! What is malformed: Neovim answers it, and clients beside it do not notice.

use super::visit::version;
use callwright_tests::deadline::within;
use callwright_tests::neovim::Neovim as Nvim;
use callwright_tests::peer::Neovim;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What is sent, and what Neovim says of it before it closes the connection, if it says anything: versions from 0.8 on close
/// at once.
const SENT: [(&[u8], &str); 8] = [
    (b"\xc0", "Message is not an array"),
    (b"\x90", "Message is empty"),
    (b"\x94\x09\x01\xa1m\x90", "Unknown message type"),
    (b"\x93\x00\x01\xa1m", "Request array size must be 4"),
    (b"\x92\x02\xa1m", "Request array size must be 4"),
    (b"\x94\x00\xff\xa1m\x90", "ID must be a positive integer"),
    (b"\x94\x00\x01\xa1m\x80", "Parameters must be an array"),
    (b"\xc1", "Invalid msgpack payload"),
];

/// An answer to what was never asked, of which nothing is said.
const UNASKED: &[u8] = b"\x94\x01\x07\xc0\xc0";

#[tokio::test]
async fn a_session_does_not_notice_what_others_send() {
    let server = Neovim::start().expect("nvim starts");
    let visit = async {
        for url in [server.unix(), server.tcp()] {
            let nvim = Nvim::connect(&url).await.unwrap();
            let alive = async || assert_eq!(nvim.nvim_strwidth("alive").await.unwrap(), 5);
            for (sent, said) in SENT {
                let answer = raw(&server, sent, said).await;
                let is_told = answer.contains(said) || (answer.is_empty() && version() >= (0, 8));
                assert!(is_told, "{sent:02x?}: {answer:?}");
                alive().await;
            }
            assert_eq!(raw(&server, UNASKED, "nothing").await, "");
            alive().await;
        }
    };
    within("the visit", visit).await.unwrap();
}

/// What comes until `wanted` is in it, or until Neovim closes the connection.
async fn raw(server: &Neovim, bytes: &[u8], wanted: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let (mut came, mut part) = (Vec::new(), [0; 512]);
    loop {
        let shown = String::from_utf8_lossy(&came);
        if shown.contains(wanted) {
            return shown.into_owned();
        }
        match stream.read(&mut part).await {
            Ok(read) if read > 0 => came.extend_from_slice(&part[..read]),
            // Closed, or broken off since Neovim did not read what we sent to its end.
            _ => return shown.into_owned(),
        }
    }
}

#[tokio::test]
async fn a_neovim_that_dies_ends_its_sessions_with_one_reason() {
    let mut server = Neovim::start().expect("nvim starts");
    let visit = async {
        let nvim = Nvim::connect(&server.unix()).await.unwrap();
        let mut waiting = Vec::new();
        for _ in 0..10 {
            waiting.push(tokio::spawn({
                let nvim = nvim.clone();
                async move { nvim.nvim_eval("execute('sleep 60')").await.map(drop) }
            }));
        }
        nvim.nvim_get_mode().await.unwrap();
        server.process.kill();
        let ended = nvim.connection().ended().await.to_string();
        for call in waiting {
            let failed = call.await.unwrap().unwrap_err().to_string();
            assert!(failed.contains(&ended), "{failed} is not {ended}");
        }
        let late = nvim.nvim_strwidth("gone").await.unwrap_err();
        assert!(late.to_string().contains(&ended), "{late} is not {ended}");
    };
    within("the visit", visit).await.unwrap();
}
