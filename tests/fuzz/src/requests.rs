//! A server that hears some bytes, and what must hold of what it says.

use std::convert::Infallible;
use std::pin::pin;
use std::time::Duration;

use callwright::{ConnectOptions, Framing, HttpOptions, ServeOptions, Server, Wire};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde::de::IgnoredAny;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::runtime::{Builder, Runtime};
use tower_service::Service;

use crate::desk::Desk;

/// How long the server has to answer and to end.
const DEADLINE: Duration = Duration::from_secs(10);

/// What opens a WebSocket.
const HANDSHAKE: &[u8] =
    b"GET / HTTP/1.1\r\nhost: desk\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
    sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime is made");
}

/// Whether everything is answered as it should be, and nothing is left when the client has gone. A panic is a finding.
pub fn hold(way: u8, cut: u8, said: &[u8]) {
    if std::env::var_os("CALLWRIGHT_FUZZ_SHOW").is_some() {
        println!("{way} {cut} {:?}", String::from_utf8_lossy(said));
    }
    RUNTIME.with(|runtime| {
        let visit = async { tokio::time::timeout(DEADLINE, visit(way, cut, said)).await };
        runtime.block_on(visit).expect("it ends in time");
    });
}

async fn visit(way: u8, cut: u8, said: &[u8]) {
    let stream = |framing| Some(ConnectOptions::new().with_framing(framing));
    let connection = match way % 8 {
        0 => return post(said).await,
        1..=3 => None,
        4 => stream(Framing::Lines),
        5 => stream(Framing::Values),
        6 => stream(Framing::ContentLength),
        _ => Some(ConnectOptions::new().with_wire(Wire::MessagePack)),
    };
    let server = server(connection.clone().unwrap_or_default());
    let (ours, theirs) = duplex(1 + usize::from(cut) * 4);
    let heard = if connection.is_some() {
        let context = server.serve(ours).expect("it takes clients");
        let heard = talk(theirs, said).await;
        let ended = async {
            while server
                .connections()
                .iter()
                .any(|other| other.connection_id() == context.connection_id())
            {
                tokio::task::yield_now().await;
            }
        };
        ended.await;
        heard
    } else {
        let service = TowerToHyperService::new(server.http_service());
        let http = http1::Builder::new().serve_connection(TokioIo::new(ours), service);
        let serving = http.with_upgrades();
        let socket = [HANDSHAKE, said].concat();
        let framed = [HANDSHAKE, &frames(cut, said)[..]].concat();
        let said = match way % 8 {
            1 => said,
            2 => &socket,
            _ => &framed,
        };
        let (heard, _) = tokio::join!(talk(theirs, said), serving);
        heard
    };
    match way % 8 {
        4 | 5 => values(&heard),
        7 => packed(&heard),
        _ => {}
    }
    server.close(Duration::ZERO).await;
    assert!(server.connections().is_empty());
}

fn server(connection: ConnectOptions) -> Server {
    let connection = connection
        .with_max_reply_bytes(1 << 16)
        .with_max_incoming_batch(20);
    let short = Duration::from_secs(1);
    let http = HttpOptions::new()
        .with_body_timeout(short)
        .with_write_timeout(short);
    Server::with_options(
        Desk,
        ServeOptions::new()
            .with_connection(connection)
            .with_http(http),
    )
}

/// The body of a call: it has one answer, of JSON-RPC.
async fn post(said: &[u8]) {
    let server = server(ConnectOptions::new());
    let body = Full::new(Bytes::copy_from_slice(said));
    let request = Request::post("/").header("content-type", "application/json");
    let request = request.body(body).expect("it is one");
    let answered: Result<_, Infallible> = server.http_service().call(request).await;
    let (head, body) = answered.unwrap_or_else(|never| match never {}).into_parts();
    let body = pin!(body)
        .collect()
        .await
        .unwrap_or_else(|never| match never {});
    let body = body.to_bytes();
    match head.status {
        StatusCode::NO_CONTENT => assert!(body.is_empty()),
        StatusCode::OK | StatusCode::PAYLOAD_TOO_LARGE => {
            let is_json = std::str::from_utf8(said).is_ok_and(|text| {
                serde_json::from_str::<IgnoredAny>(text.trim_start_matches('\u{feff}')).is_ok()
            });
            let answer: Value = serde_json::from_slice(&body).expect("it is JSON");
            let is_parse_error = answer["error"]["code"] == -32700;
            assert!(
                said.len() > 1 << 16
                    || is_parse_error != is_json
                    || said.starts_with(b"\xef\xbb\xbf")
            );
            responses(&answer);
        }
        status => panic!("{status}"),
    }
}

fn responses(answer: &Value) {
    match answer {
        Value::Array(answers) => {
            assert!(!answers.is_empty() && answers.len() <= 20);
            answers.iter().for_each(response);
        }
        answer => response(answer),
    }
}

/// A response, or a notification of a subscription.
fn response(answer: &Value) {
    let members = answer.as_object().expect("it is an object");
    assert_eq!(members["jsonrpc"], "2.0");
    if members.contains_key("method") {
        assert_eq!(members["method"], "ticks");
        return;
    }
    assert_eq!(members.len(), 3);
    let id = &members["id"];
    assert!(id.is_number() || id.is_string() || id.is_null());
    match members.get("error") {
        None => assert!(members.contains_key("result")),
        Some(error) => assert!(error["code"].is_i64() && error["message"].is_string()),
    }
}

fn values(heard: &[u8]) {
    // What stops in the middle was cut when the client had gone.
    let values = serde_json::Deserializer::from_slice(heard).into_iter::<Value>();
    values
        .map_while(Result::ok)
        .for_each(|value| responses(&value));
}

fn packed(mut heard: &[u8]) {
    while let Ok(message) = rmpv::decode::read_value(&mut heard) {
        let length = message.as_array().expect("it is an array").len();
        assert!(length == 4 && message[0] == 1.into() || length == 3 && message[0] == 2.into());
    }
}

/// The bytes as masked frames of a WebSocket, several to a message.
fn frames(cut: u8, said: &[u8]) -> Vec<u8> {
    let mut framed = Vec::new();
    for line in said.split(|byte| *byte == b'\n') {
        let mut first = 1;
        let mut parts = line.chunks(1 + usize::from(cut % 125)).peekable();
        while let Some(part) = parts.next() {
            let fin = if parts.peek().is_none() { 0x80 } else { 0 };
            framed.extend([fin | first, 0x80 | part.len() as u8, 0, 0, 0, 0]);
            framed.extend(part);
            first = 0;
        }
    }
    framed
}

/// Says it, hangs up the half by which it does, and hears what comes.
async fn talk(theirs: DuplexStream, said: &[u8]) -> Vec<u8> {
    let (mut reader, mut writer) = tokio::io::split(theirs);
    let mut heard = Vec::new();
    let saying = async {
        // It may have ended by then.
        let _ = writer.write_all(said).await;
        let _ = writer.shutdown().await;
    };
    let (_, _) = tokio::join!(reader.read_to_end(&mut heard), saying);
    heard
}
