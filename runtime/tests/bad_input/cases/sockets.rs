//! Frames of a WebSocket that RFC 6455 does not know, or that no client should send.
use super::{
    Case,
    Then::{Hears, Leaves, Waits},
    bytes, call,
};
use crate::{line::frame, place::Place};

const WEBSOCKET: &[Place] = &[Place::WebSocket];

fn frames(row: &'static str, frames: &[(u8, &[u8])]) -> Case {
    let all = frames
        .iter()
        .flat_map(|(first, payload)| frame(*first, payload));
    bytes(row, WEBSOCKET, all.collect::<Vec<u8>>())
}

fn raw(row: &'static str, sent: impl Into<Vec<u8>>) -> Case {
    bytes(row, WEBSOCKET, sent)
}

pub(super) fn cases() -> Vec<Case> {
    let good = call("add", "[1,2]");
    let good = good.as_bytes();
    let (first, second) = good.split_at(20);
    let bare = [&[0x81, good.len() as u8], good].concat();
    let pings: Vec<_> = (0..1000).map(|_| (0x89, &b"x"[..])).collect();
    let empty: Vec<_> = (0..10_000).map(|_| (0x00, &b""[..])).collect();
    vec![
        frames("a request in a binary frame", &[(0x82, good)]),
        frames("a request in two frames", &[(0x01, first), (0x80, second)]),
        frames(
            "a request in ten thousand frames and two",
            &[&[(0x01, first)], &empty[..], &[(0x80, second)]].concat(),
        ),
        frames(
            "half a request, and another one",
            &[(0x01, first), (0x81, good)],
        ),
        frames(
            "the end of a message without its beginning",
            &[(0x80, second)],
        ),
        raw("a frame that is not masked", bare),
        frames("a frame with a reserved bit", &[(0xc1, good)]).then(Hears),
        frames("a frame of a kind that there is not", &[(0x83, good)]).then(Hears),
        frames("a ping of 200 bytes", &[(0x89, &[b'x'; 200])]).then(Hears),
        frames("a ping in two frames", &[(0x09, b"x")]).then(Hears),
        frames("a thousand pings", &pings),
        frames("a pong that nobody asked for", &[(0x8a, b"x")]),
        frames("an empty message", &[(0x81, b"")]),
        frames(
            "a message over the limit, in small frames",
            &[
                &[(0x01, &b"{"[..])],
                &vec![(0x00, &[b'x'; 4096][..]); 20][..],
                &[(0x80, b"}")],
            ]
            .concat(),
        ),
        raw(
            "a length beyond all memory",
            &b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04{"[..],
        )
        .then(Leaves),
        raw(
            "a length over the limit, and little of it",
            &b"\x81\xff\x00\x00\x00\x00\x7f\xff\xff\xff\x01\x02\x03\x04{"[..],
        )
        .then(Leaves),
        frames("a goodbye", &[(0x88, &1000_u16.to_be_bytes())]).then(Hears),
        frames("a goodbye with a code of one byte", &[(0x88, b"x")]).then(Hears),
        frames(
            "a goodbye with a code that there is not",
            &[(0x88, &77_u16.to_be_bytes())],
        )
        .then(Hears),
        raw("half a frame, and leaves", &b"\x81\xfe\x01"[..]).then(Leaves),
        raw("nothing, and waits", "").then(Waits),
        raw("half a frame, and waits", &b"\x81\xfe\x01"[..]).then(Waits),
    ]
}
