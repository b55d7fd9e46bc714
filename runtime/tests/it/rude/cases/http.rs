//! What only HTTP can do.
use serde_json::Value;

use crate::rude::case::{Ask, Case, Way, answer, right};

pub fn cases() -> Vec<Case> {
    let sends = |row, way| Case::new(row, Way::Http(way));
    let ends = |row, way| Case::new(row, Way::HttpEnd(way));
    vec![
        sends("sends an error under 400", |request| {
            response("400 Bad Request", &error(request))
        }),
        sends("sends an error under 500", |request| {
            response("500 Internal Server Error", &error(request))
        }),
        sends("sends a result under 500", |request| {
            response("500 Internal Server Error", &right(request))
        }),
        sends(
            "sends an error without a response around it under 401",
            |_| {
                response(
                    "401 Unauthorized",
                    br#"{"code":-32001,"message":"who are you"}"#,
                )
            },
        ),
        sends("sends HTML under 502", |_| {
            response("502 Bad Gateway", b"<html>Bad gateway</html>")
        }),
        sends("sends nothing under 503", |_| {
            response("503 Service Unavailable", b"")
        }),
        sends("sends nothing under 204", |_| {
            b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()
        }),
        sends("redirects", |_| {
            b"HTTP/1.1 302 Found\r\nlocation: /elsewhere?key=secret\r\ncontent-length: 0\r\n\r\n"
                .to_vec()
        }),
        sends("gives no reason phrase", |request| {
            response("200", &right(request))
        }),
        sends("calls it application/json-rpc", |request| {
            named("application/json-rpc", request)
        }),
        sends("calls it text/plain", |request| {
            named("text/plain", request)
        }),
        sends("calls it by what is no content type", |request| {
            named(";;json,", request)
        }),
        sends("does not say what it is", |request| {
            let body = right(request);
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            [head.as_bytes(), &body].concat()
        }),
        sends("says that it goes on, and then answers", |request| {
            let answer = named("application/json", request);
            [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], &answer].concat()
        }),
        sends("sends the answer in chunks", |request| {
            let body = right(request);
            let (first, rest) = body.split_at(9);
            chunked(&[first, rest], b"")
        }),
        ends("sends rubbish behind the last chunk", |request| {
            chunked(&[&right(request)], b"rubbish")
        }),
        ends("announces less than it sends", |request| {
            let mut bytes = named("application/json", request);
            bytes.extend_from_slice(b"and more");
            bytes
        }),
        ends("announces more than it sends, and hangs up", |request| {
            let body = right(request);
            let head = head("200 OK", "application/json", body.len() + 100);
            [head.as_bytes(), &body].concat()
        }),
        ends("does not announce a length, and hangs up", |request| {
            [
                &b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"[..],
                &right(request),
            ]
            .concat()
        }),
        ends("speaks HTTP/1.0", |request| {
            [
                &b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n"[..],
                &right(request),
            ]
            .concat()
        }),
        ends("hangs up behind the answer without saying so", |request| {
            named("application/json", request)
        }),
        ends("hangs up instead of an answer", |_| Vec::new()),
        ends("speaks no HTTP", |_| b"-ERR unknown command\r\n".to_vec()),
        sends("answers a notification with HTML", |_| {
            response("200 OK", b"<html>fine</html>")
        })
        .asked(Ask::Notify),
        sends("takes a notification with 204", |_| {
            b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()
        })
        .asked(Ask::Notify),
    ]
}

fn error(request: &Value) -> Vec<u8> {
    answer(request, r#""error":{"code":-32000,"message":"no"}"#)
}

fn head(status: &str, kind: &str, length: usize) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n")
}

fn response(status: &str, body: &[u8]) -> Vec<u8> {
    [
        head(status, "application/json", body.len()).as_bytes(),
        body,
    ]
    .concat()
}

/// The right answer under this content type.
fn named(kind: &str, request: &Value) -> Vec<u8> {
    let body = right(request);
    [head("200 OK", kind, body.len()).as_bytes(), &body].concat()
}

fn chunked(parts: &[&[u8]], behind: &[u8]) -> Vec<u8> {
    let mut bytes =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_vec();
    for part in parts {
        bytes.extend(format!("{:x}\r\n", part.len()).bytes());
        bytes.extend_from_slice(part);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    bytes.extend_from_slice(behind);
    bytes
}
