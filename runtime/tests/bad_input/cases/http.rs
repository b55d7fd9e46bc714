//! What is no request of HTTP, or none of JSON-RPC.
use super::{
    Case,
    Then::{Hears, Leaves, Waits},
    bytes, call,
};
use crate::place::Place;

const HTTP: &[Place] = &[Place::Http];

/// A request with these headers.
fn request(line: &str, headers: &str, body: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: desk.test\r\n{headers}\r\n{body}")
}

/// A POST of JSON with more headers.
fn post(headers: &str, body: &str) -> String {
    request(
        "POST /",
        &format!("content-type: application/json\r\n{headers}"),
        body,
    )
}

fn http(row: &'static str, sent: impl Into<Vec<u8>>) -> Case {
    bytes(row, HTTP, sent)
}

pub(super) fn cases() -> Vec<Case> {
    let good = call("add", "[1,2]");
    let length = format!("content-length: {}\r\n", good.len());
    let upgrade = "connection: upgrade\r\nupgrade: websocket\r\n";
    vec![
        http("words", "hello\r\n\r\n").then(Hears),
        http(
            "a hello of TLS",
            &b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00\r\n\r\n"[..],
        )
        .then(Hears),
        http(
            "a version that there is not",
            "POST / HTTP/7.0\r\nhost: x\r\n\r\n",
        )
        .then(Hears),
        http(
            "the preface of HTTP/2 and words",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nhello, this is no frame",
        )
        .then(Hears),
        http(
            "a header with a control character",
            request("POST /", "x: \x01\r\n", ""),
        )
        .then(Hears),
        http(
            "a head over the limit",
            request("GET /", &format!("x: {}\r\n", "x".repeat(20_000)), ""),
        )
        .then(Hears),
        http(
            "five hundred headers",
            request("GET /", &"x: y\r\n".repeat(500), ""),
        )
        .then(Hears),
        http(
            "a path of 20 KB",
            request(&format!("GET /{}", "x".repeat(20_000)), "", ""),
        )
        .then(Hears),
        http(
            "another path",
            request(
                "POST /shop",
                &format!("content-type: application/json\r\n{length}"),
                &good,
            ),
        ),
        http("another method", request("DELETE /", "", "")),
        http("no content type", request("POST /", &length, &good)),
        http(
            "a form",
            request(
                "POST /",
                &format!("content-type: application/x-www-form-urlencoded\r\n{length}"),
                &good,
            ),
        ),
        http(
            "a packed body",
            post(&format!("content-encoding: gzip\r\n{length}"), &good),
        ),
        http("no body", post("content-length: 0\r\n", "")),
        http("a length below zero", post("content-length: -1\r\n", "")).then(Hears),
        http(
            "two lengths",
            post(&format!("{length}content-length: 7\r\n"), &good),
        )
        .then(Hears),
        http(
            "a length and chunks",
            post(
                &format!("{length}transfer-encoding: chunked\r\n"),
                "0\r\n\r\n",
            ),
        ),
        http(
            "a length over the limit, and nothing else",
            post("content-length: 99999999999\r\n", "{"),
        )
        .then(Hears),
        http(
            "a chunk without a length",
            post("transfer-encoding: chunked\r\n", "x\r\n{}\r\n0\r\n\r\n"),
        )
        .then(Hears),
        http(
            "a chunk longer than all memory",
            post("transfer-encoding: chunked\r\n", "fffffffffffffffe\r\n{"),
        )
        .then(Leaves),
        http(
            "chunks over the limit",
            post(
                "transfer-encoding: chunked\r\n",
                &format!(
                    "{}0\r\n\r\n",
                    format!("1000\r\n{}\r\n", "x".repeat(4096)).repeat(20)
                ),
            ),
        )
        .then(Hears),
        http(
            "a body that breaks off",
            post("content-length: 100\r\n", "{"),
        )
        .then(Leaves),
        http("a head that breaks off", "POST / HTTP/1.1\r\nhost").then(Leaves),
        http(
            "a WebSocket's handshake without a key",
            request("GET /", upgrade, ""),
        ),
        http(
            "a WebSocket's handshake of version 7",
            request(
                "GET /",
                &format!(
                    "{upgrade}sec-websocket-version: 7\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                ),
                "",
            ),
        ),
        http(
            "a WebSocket's handshake from a page elsewhere",
            request(
                "GET /",
                &format!("{upgrade}origin: https://evil.test\r\n"),
                "",
            ),
        ),
        http("half of HTTP/2's preface, and leaves", "PRI * HT").then(Leaves),
        http("nothing, and waits", "").then(Waits),
        http("half a head, and waits", "POST / HTTP/1.1\r\nhost: desk").then(Waits),
        http(
            "half a body, and waits",
            post("content-length: 100\r\n", "{"),
        )
        .then(Waits),
        http(
            "half a chunk, and waits",
            post("transfer-encoding: chunked\r\n", "10\r\n{"),
        )
        .then(Waits),
        http("half of HTTP/2's preface, and waits", "PRI * HT").then(Waits),
    ]
}
