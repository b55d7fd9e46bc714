//! What only a WebSocket can do.
use crate::{
    rude::case::{Case, Way, right},
    rude_ws::{BINARY, CLOSE, FIN, PING, PONG, TEXT},
};

/// The first reserved bit, which says that a message is compressed.
const COMPRESSED: u8 = 0x40;

pub fn cases() -> Vec<Case> {
    let sends = |row, way| Case::new(row, Way::Frames(way));
    vec![
        sends("answers in a binary frame", |request| {
            vec![(FIN | BINARY, right(request))]
        }),
        sends("answers in parts with pings between them", |request| {
            let whole = right(request);
            let (first, rest) = whole.split_at(5);
            vec![
                (TEXT, first.to_vec()),
                (FIN | PING, b"still there?".to_vec()),
                (0, Vec::new()),
                (FIN | PONG, Vec::new()),
                (FIN, rest.to_vec()),
            ]
        }),
        sends(
            "sends text that is not UTF-8 before the answer",
            |request| {
                vec![
                    (FIN | TEXT, b"\xff\xfe".to_vec()),
                    (FIN | TEXT, right(request)),
                ]
            },
        ),
        sends("never ends a message, and begins another", |request| {
            vec![
                (TEXT, b"{\"jsonrpc\":".to_vec()),
                (FIN | TEXT, right(request)),
            ]
        }),
        sends("ends a message that it has not begun", |request| {
            vec![(FIN, b"}".to_vec()), (FIN | TEXT, right(request))]
        }),
        sends("closes with a reason", |_| {
            let mut reason = 1008_u16.to_be_bytes().to_vec();
            reason.extend(b"too many calls");
            vec![(FIN | CLOSE, reason)]
        })
        .fatal(),
        sends("compresses what nobody asked to be compressed", |request| {
            vec![(FIN | COMPRESSED | TEXT, right(request))]
        })
        .fatal(),
    ]
}
