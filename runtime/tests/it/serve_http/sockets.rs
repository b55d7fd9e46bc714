//! WebSockets: who may open them, how they end, and what is no frame.
use std::time::Duration;

use callwright::{ConnectOptions, Error, KeepAlive, ServeOptions, connect};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    http, in_time,
    raw::{self, ask, connect as plain, get},
    served, server,
};

const KEY: &str = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

fn opening(headers: &str) -> String {
    let asked = "connection: keep-alive, Upgrade\r\nupgrade: WebSocket\r\n";
    get(
        "/",
        &format!("{asked}sec-websocket-version: 13\r\n{KEY}{headers}"),
    )
}

#[tokio::test]
async fn the_handshake_is_answered_or_refused() {
    let (_server, url) = server().await;
    let opened = ask(&url, &opening("")).await;
    assert_eq!(opened.status, 101);
    // The example of RFC 6455, section 1.3.
    let accept = opened.header("sec-websocket-accept");
    assert_eq!(accept, Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    let old = opening("").replace(": 13", ": 8");
    let refused = ask(&url, &old).await;
    assert_eq!(
        (refused.status, refused.header("sec-websocket-version")),
        (426, Some("13"))
    );
    let keyless = opening("").replace(KEY, "");
    assert_eq!(ask(&url, &keyless).await.status, 426);
}

#[tokio::test]
async fn pages_of_other_hosts_open_no_websocket() {
    let (_server, url) = server().await;
    assert_eq!(
        ask(&url, &opening("origin: http://shop.test\r\n"))
            .await
            .status,
        101
    );
    let evil = opening("origin: http://evil.example\r\n");
    assert_eq!(ask(&url, &evil).await.status, 403);
    let (_server, url) = served(http(|http| http.with_origins(["http://evil.example"]))).await;
    assert_eq!(ask(&url, &evil).await.status, 101);
}

/// A frame as clients send them, with a mask of zeros.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = match u16::try_from(payload.len()).unwrap() {
        short @ 0..126 => vec![0x80 | short as u8],
        long => [&[0xfe][..], &long.to_be_bytes()].concat(),
    };
    [&[first], &length[..], &[0; 4], payload].concat()
}

/// The payload of the next frame, which is a text of one frame.
async fn text(stream: &mut TcpStream) -> String {
    assert_eq!(stream.read_u8().await.unwrap(), 0x81);
    let length = match stream.read_u8().await.unwrap() {
        126 => stream.read_u16().await.unwrap(),
        short => short.into(),
    };
    let mut payload = vec![0; length.into()];
    stream.read_exact(&mut payload).await.unwrap();
    String::from_utf8(payload).unwrap()
}

#[tokio::test]
async fn frames_go_without_a_mask_and_say_goodbye() {
    let (server, url) = server().await;
    let mut stream = plain(&url).await;
    stream.write_all(opening("").as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut stream)).await.status, 101);
    stream.write_all(&frame(0x89, b"ping")).await.unwrap();
    let mut pong = [0; 6];
    in_time(stream.read_exact(&mut pong)).await.unwrap();
    assert_eq!(&pong, b"\x8a\x04ping");
    let asked = br#"{"jsonrpc":"2.0","id":1,"method":"sum"}"#;
    stream.write_all(&frame(0x81, asked)).await.unwrap();
    let expected = br#"{"jsonrpc":"2.0","id":1,"result":0}"#;
    let mut answer = vec![0; 2 + expected.len()];
    in_time(stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(&answer[..2], [0x81, expected.len() as u8]);
    assert_eq!(&answer[2..], expected);
    in_time(server.close(Duration::from_secs(1))).await;
    let mut goodbye = Vec::new();
    in_time(stream.read_to_end(&mut goodbye)).await.unwrap();
    assert_eq!(goodbye, b"\x88\x02\x03\xe9", "1001: going away");
}

#[tokio::test]
async fn a_batch_has_its_limit() {
    let (_server, url) = server().await;
    let mut stream = plain(&url).await;
    stream.write_all(opening("").as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut stream)).await.status, 101);
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"told"}"#;
    let mut say = async |requests: usize| {
        let batch = format!("[{}]", vec![one; requests].join(","));
        in_time(stream.write_all(&frame(0x81, batch.as_bytes())))
            .await
            .unwrap();
        in_time(text(&mut stream)).await
    };
    assert_eq!(say(1000).await.matches("result").count(), 1000);
    let refused = say(1001).await;
    assert!(
        refused.contains("a batch has at most 1000 requests"),
        "{refused}"
    );
    assert_eq!(say(1).await.matches("result").count(), 1);
}

#[tokio::test]
async fn a_client_that_answers_no_ping_is_gone() {
    let often = KeepAlive {
        interval: Duration::from_millis(100),
        deadline: Duration::from_millis(100),
    };
    let connection = ConnectOptions::new().with_keep_alive(often);
    let (server, url) = served(ServeOptions::new().with_connection(connection)).await;
    let mut stream = plain(&url).await;
    stream.write_all(opening("").as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut stream)).await.status, 101);
    let mut rest = Vec::new();
    drop(in_time(stream.read_to_end(&mut rest)).await);
    assert!(rest.starts_with(b"\x89\x00"), "it was asked: {rest:?}");
    let gone = async {
        while !server.connections().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    in_time(gone).await;
}

#[tokio::test]
async fn a_closed_server_is_closed_to_all() {
    let (server, url) = server().await;
    let shop = in_time(connect(&url.replace("http:", "ws:")))
        .await
        .unwrap();
    in_time(server.close(Duration::ZERO)).await;
    let why = in_time(shop.ended()).await;
    assert!(matches!(why, Error::Closed(_)), "{why}");
    assert!(why.to_string().contains("1001"), "{why}");
    assert!(
        in_time(TcpStream::connect(url.trim_start_matches("http://")))
            .await
            .is_err()
    );
}
