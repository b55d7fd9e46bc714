//! Streams of bytes in which messages do not lie as they should.
use super::{Case, Then::Leaves, bytes, call};
use crate::place::Place;

const LINES: &[Place] = &[Place::Lines];
const VALUES: &[Place] = &[Place::Values];
const COUNTED: &[Place] = &[Place::ContentLength];

pub(super) fn cases() -> Vec<Case> {
    let good = call("add", "[1,2]");
    let length = good.len();
    vec![
        bytes("lines of nothing", LINES, "\n\r\n \n"),
        bytes(
            "a line that does not end, and leaves",
            LINES,
            r#"{"jsonrpc""#,
        )
        .then(Leaves),
        bytes(
            "a line over the limit that does not end, and leaves",
            LINES,
            "x".repeat(200_000),
        )
        .then(Leaves),
        bytes(
            "bytes of zero between lines",
            LINES,
            format!("\0\0\n{good}\n"),
        ),
        bytes(
            "words between values",
            VALUES,
            format!("hello {good} and {good}"),
        ),
        bytes("brackets that close nothing", VALUES, format!("]]}}{good}")),
        bytes("half a value, and leaves", VALUES, r#"{"jsonrpc""#).then(Leaves),
        bytes(
            "a string that does not end, and leaves",
            VALUES,
            r#"{"jsonrpc":"2.0"#,
        )
        .then(Leaves),
        bytes(
            "a value over the limit",
            VALUES,
            format!("[\"{}\"]", "x".repeat(200_000)),
        ),
        bytes(
            "a length that is no number",
            COUNTED,
            format!("Content-Length: x\r\n\r\n{good}"),
        ),
        bytes(
            "a length below zero",
            COUNTED,
            format!("Content-Length: -7\r\n\r\n{good}"),
        ),
        bytes(
            "two lengths",
            COUNTED,
            format!("Content-Length: 7\r\nContent-Length: {length}\r\n\r\n{good}"),
        ),
        bytes(
            "no length",
            COUNTED,
            format!("Content-Type: x\r\n\r\n{good}"),
        ),
        bytes(
            "a length beyond all memory, and leaves",
            COUNTED,
            "Content-Length: 99999999999999999999\r\n\r\n{",
        )
        .then(Leaves),
        bytes(
            "a length over the limit, and leaves",
            COUNTED,
            "Content-Length: 2000000000\r\n\r\n{",
        )
        .then(Leaves),
        bytes(
            "a length that is too short",
            COUNTED,
            format!("Content-Length: 7\r\n\r\n{good}"),
        ),
        bytes(
            "a message that breaks off, and leaves",
            COUNTED,
            "Content-Length: 100\r\n\r\n{",
        )
        .then(Leaves),
    ]
}
