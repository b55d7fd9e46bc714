//! Where MessagePack-RPC is spoken: each place by its URL.
use std::{path::Path, process::Stdio, time::Duration};

use callwright::{Call, ConnectOptions, Connection, Error, Params, Request, connect_with};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, UdpSocket, UnixListener},
    process::Command,
};

use crate::peer::socket_file;

/// Answers each request with its params.
async fn echo(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let mut came = Vec::new();
    while stream
        .read_buf(&mut came)
        .await
        .is_ok_and(|length| length > 0)
    {
        while came.first() == Some(&0x94) {
            let mut rest = &came[..];
            let Ok(message) = rmpv::decode::read_value(&mut rest) else {
                break;
            };
            let length = came.len() - rest.len();
            came.drain(..length);
            stream
                .write_all(&answer(&super::json(message)))
                .await
                .unwrap();
        }
    }
}

fn answer(request: &Value) -> Vec<u8> {
    super::message(&json!([1, request[1], null, request[3]]))
}

async fn check(url: &str) {
    check_with(url, ConnectOptions::new()).await;
}

async fn check_with(url: &str, options: ConnectOptions) {
    let connection = connect_with(url, options).await.unwrap();
    for number in 0..3 {
        let params = Params::by_position().with("", &number).unwrap();
        let call = Call::<Vec<u64>>::dynamic(connection.clone(), Request::new("echo", params));
        assert_eq!(call.await.unwrap(), [number], "{url}");
    }
    connection.close(super::DEADLINE).await;
}

#[tokio::test]
async fn by_tcp_and_by_unix_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { echo(listener.accept().await.unwrap().0).await });
    check(&format!("msgpack+tcp://127.0.0.1:{port}")).await;
    let file = socket_file();
    let listener = UnixListener::bind(&file).unwrap();
    tokio::spawn(async move { echo(listener.accept().await.unwrap().0).await });
    check(&format!("msgpack+unix:{}", file.display())).await;
    std::fs::remove_file(file).unwrap();
}

#[tokio::test]
async fn by_the_standard_streams_of_a_child() {
    if !Path::new("/usr/bin/python3").exists() {
        eprintln!("skipped: there is no Python");
        return;
    }
    // It answers by the bytes: an id below 128, one param below 128.
    let program = "import sys\nwhile m := sys.stdin.buffer.read(10):\n sys.stdout.buffer.write(b'\\x94\\x01' + m[2:3] + b'\\xc0' + m[8:]); sys.stdout.flush()";
    let program = percent_encoding(program);
    check(&format!("msgpack+stdio:python3?arg=-c&arg={program}")).await;
}

fn percent_encoding(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// Names the test to the child.
const CHILD: &str = "CALLWRIGHT_TEST_MSGPACK_CHILD";

#[tokio::test]
async fn by_our_own_standard_streams() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "msgpack::places::as_a_child", "--nocapture"])
        .env(CHILD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let (input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    // The harness says something first.
    while output.read_u8().await.unwrap() != 0x94 {}
    let begun = std::io::Cursor::new([0x94]).chain(output);
    let answering = tokio::spawn(echo(tokio::io::join(begun, input)));
    assert!(child.wait().await.unwrap().success());
    answering.await.unwrap();
}

#[tokio::test]
async fn as_a_child() {
    if std::env::var_os(CHILD).is_some() {
        check("msgpack+stdio:").await;
    }
}

#[cfg(all(feature = "http", feature = "tls", feature = "ws"))]
#[tokio::test]
async fn by_tls() {
    use crate::tls::{authority::Authority, servers};
    use callwright::Tls;

    let authority = Authority::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { echo(listener.accept().await.unwrap().0).await });
    let port = servers::front(&authority.sign("localhost"), port).await;
    let options = ConnectOptions::new().with_tls(Tls::new().with_roots(authority.pem()));
    check_with(&format!("msgpack+tls://localhost:{port}"), options).await;
}

#[tokio::test]
async fn by_datagrams() {
    // S20.
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let url = format!("msgpack+udp://{}", socket.local_addr().unwrap());
    tokio::spawn(async move {
        let mut datagram = vec![0; 1 << 16];
        loop {
            let (length, from) = socket.recv_from(&mut datagram).await.unwrap();
            let request = rmp_serde::from_slice(&datagram[..length]).unwrap();
            // What is no message costs nobody anything.
            for odd in [&b"\xc1"[..], b"", b"\x94\x01", b"\x94\x01\x00\xc0\x03\x00"] {
                socket.send_to(odd, from).await.unwrap();
            }
            socket.send_to(&answer(&request), from).await.unwrap();
        }
    });
    check(&url).await;
    let connection = connect_with(&url, ConnectOptions::new()).await.unwrap();
    let echo = |length| {
        let params = Params::by_position().with("", &"x".repeat(length)).unwrap();
        Call::<Vec<String>>::dynamic(connection.clone(), Request::new("echo", params))
    };
    // The rest of the request.
    let longest = 65_507 - 12;
    assert_eq!(echo(longest).await.unwrap()[0].len(), longest);
    let refused = echo(longest + 1).await.unwrap_err();
    assert!(matches!(refused, Error::Encode(_)), "{refused}");
    assert_eq!(echo(1).await.unwrap(), ["x"]);
}

#[tokio::test]
async fn a_datagram_without_an_answer_is_late() {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let url = format!("msgpack+udp://{}", socket.local_addr().unwrap());
    let options = ConnectOptions::new().with_timeout(Duration::from_millis(50));
    let connection = connect_with(&url, options).await.unwrap();
    let request = Request::new("echo", Params::by_position());
    let late = Call::<Value>::dynamic(connection, request)
        .await
        .unwrap_err();
    assert!(
        matches!(late, Error::Timeout(_)) && late.may_have_been_received(),
        "{late}"
    );
}

#[tokio::test]
async fn other_urls_are_told() {
    for (url, message) in [
        ("msgpack+tcp://127.0.0.1", "tcp://host:port"),
        ("msgpack+http://127.0.0.1:1", "no stream"),
        ("msgpack+tcp://127.0.0.1:1?framing=lines", "framing"),
        ("udp://127.0.0.1:1", "starts with none"),
    ] {
        let error = connect_with(url, ConnectOptions::new()).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{url}");
        assert!(error.to_string().contains(message), "{url}: {error}");
    }
}
