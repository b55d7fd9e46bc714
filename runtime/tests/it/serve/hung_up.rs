//! Clients that hang up the half by which they send: they hear what they asked before.
use std::{process::Stdio, time::Duration};

use callwright::{Context, Handlers, Server};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::sleep,
};

use super::{Place, alone, ask, in_time};

/// Longer than it takes a server to see that a client has hung up.
const WHILE: Duration = Duration::from_millis(200);

/// Three calls, of which the first is answered last.
const CALLS: &[u8] = br#"{"jsonrpc":"2.0","id":1,"method":"slow","params":["a"]}
{"jsonrpc":"2.0","id":2,"method":"callback"}
{"jsonrpc":"2.0","id":3,"method":"long"}"#;

#[cfg(feature = "msgpack")]
const PACKED: &[u8] =
    b"\x94\x00\x01\xa4slow\x91\xa1a\x94\x00\x02\xa8callback\x90\x94\x00\x03\xa4long\x90";

const LONG: usize = 1 << 20;

pub(super) fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("slow", async |(word,): (String,)| {
        sleep(WHILE).await;
        Ok(format!("{word} at last"))
    });
    // The client is asked before it is known that it answers no more.
    handlers.on_with_context("callback", async |(): (), context: Context| {
        let answer = ask::<(), String>(&context.peer(), "name", &[]).await;
        let error = answer.unwrap_err().to_string();
        Ok(error.ends_with("has closed the connection"))
    });
    handlers.on("long", async |(): ()| {
        sleep(WHILE).await;
        Ok("x".repeat(LONG))
    });
    handlers
}

trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// Everything that comes of a client that says this and hangs up one half.
async fn last_words(mut stream: impl Stream, words: &[u8]) -> Vec<u8> {
    stream.write_all(words).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut heard = Vec::new();
    in_time(stream.read_to_end(&mut heard)).await.unwrap();
    heard
}

#[track_caller]
fn is_answered(heard: &[u8]) {
    let heard = String::from_utf8_lossy(heard);
    let has = |answer: &str| assert!(heard.contains(answer), "{answer}: {heard:.2000}");
    has(r#""id":1,"result":"a at last"}"#);
    has(r#""id":2,"result":true}"#);
    has(r#""id":3,"result":"xx"#);
    assert!(heard.len() > LONG && heard.trim_end().ends_with('}'));
}

#[tokio::test]
async fn what_came_before_is_answered() {
    let place = Place::new();
    for url in ["tcp://127.0.0.1:0", &place.url()] {
        let server = Server::bind(url, handlers()).await.unwrap();
        let url = server.url().unwrap();
        let heard = match url.split_once("://") {
            Some((_, address)) => {
                last_words(TcpStream::connect(address).await.unwrap(), CALLS).await
            }
            None => {
                let path = url.strip_prefix("unix:").unwrap();
                last_words(UnixStream::connect(path).await.unwrap(), CALLS).await
            }
        };
        is_answered(&heard);
        // And nobody is there any more.
        in_time(server.close(Duration::from_secs(30))).await;
    }
}

#[cfg(feature = "msgpack")]
#[tokio::test]
async fn what_came_packed_is_answered() {
    let server = Server::bind("msgpack+tcp://127.0.0.1:0", handlers());
    let server = server.await.unwrap();
    let url = server.url().unwrap();
    let (_, address) = url.split_once("://").unwrap();
    let heard = last_words(TcpStream::connect(address).await.unwrap(), PACKED).await;
    let has = |answer: &[u8]| heard.windows(answer.len()).any(|part| part == answer);
    assert!(has(b"\x94\x01\x01\xc0\xa9a at last"), "{:?}", &heard[..99]);
    assert!(has(b"\x94\x01\x02\xc0\xc3"));
    assert!(has(b"\x94\x01\x03\xc0\xdb\x00\x10\x00\x00xxxx") && heard.len() > LONG);
}

#[tokio::test]
async fn what_stood_in_our_standard_input_is_answered() {
    let mut command = alone::child("", "stdio:?framing=lines");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.kill_on_drop(true);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(CALLS).await.unwrap();
    drop(stdin);
    let output = in_time(child.wait_with_output()).await.unwrap();
    // What the harness says around it is noise.
    let heard = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = heard.lines().filter(|line| line.starts_with('{')).collect();
    is_answered(lines.join("\n").as_bytes());
}

#[tokio::test]
async fn a_server_that_closes_waits_no_longer_than_it_was_told() {
    let handlers = Handlers::new();
    handlers.on("never", async |(): ()| {
        std::future::pending::<()>().await;
        Ok(())
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let url = server.url().unwrap();
    let (_, address) = url.split_once("://").unwrap();
    let mut client = TcpStream::connect(address).await.unwrap();
    let never = br#"{"jsonrpc":"2.0","id":1,"method":"never"}"#;
    client.write_all(never).await.unwrap();
    client.shutdown().await.unwrap();
    sleep(WHILE).await;
    assert_eq!(server.connections().len(), 1);
    let closing = server.close(Duration::from_millis(50));
    tokio::time::timeout(Duration::from_secs(8), closing)
        .await
        .expect("sooner than it is given up anyway");
}
