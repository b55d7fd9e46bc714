//! Frames that arrive in pieces of any length, whole messages and broken ones.
use super::*;

const LIMIT: usize = 1000;

/// A frame: the first byte of its header, whether it is masked, its payload.
fn frame(first: u8, is_masked: bool, payload: &[u8]) -> Vec<u8> {
    let mut header = Header::new(OpCode::try_from(first & 0x0f).unwrap());
    header
        .set_fin(first & 0x80 != 0)
        .set_masked(is_masked)
        .set_mask(0x0a0b_0c0d)
        .set_payload_len(payload.len());
    let mut bytes = Codec::new().encode_header(&header).to_vec();
    let start = bytes.len();
    bytes.extend_from_slice(payload);
    mask::apply(&header, 0, &mut bytes[start..]);
    bytes
}

fn shown(event: &Event) -> String {
    let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
    match event {
        Event::Text(bytes) => format!("text {}", text(bytes)),
        Event::Binary(bytes) => format!("binary {}", text(bytes)),
        Event::TooLong(ends) => format!(
            "{} bytes, {}..{}",
            ends.length,
            text(&ends.head.slice(..4)),
            text(&ends.tail.slice(ends.tail.len() - 4..))
        ),
        Event::Ping(bytes) => format!("ping {}", text(bytes)),
        Event::Pong => "pong".to_owned(),
        Event::Close(bytes) => format!("close {}", bytes.len()),
    }
}

/// What comes of bytes that arrive in pieces of this length, and how much was held at most.
fn events(bytes: &[u8], piece: usize) -> (Vec<String>, usize) {
    let mut frames = Frames::new(BytesMut::new(), LIMIT, false, Role::Client);
    let (mut events, mut held) = (Vec::new(), 0);
    for piece in bytes.chunks(piece) {
        frames.buffer().extend_from_slice(piece);
        while let Some(event) = frames.next().unwrap() {
            events.push(shown(&event));
        }
        let message = frames.message.as_ref().map_or(0, Message::held);
        held = held.max(frames.buffer.len() + message);
    }
    assert!(!frames.is_inside());
    (events, held)
}

#[test]
fn messages_are_put_together_however_they_arrive() {
    let long = "x".repeat(700);
    let bytes = [
        frame(0x81, false, b"one"),
        frame(0x01, false, b"t"),
        frame(0x89, false, b"hi"),
        frame(0x00, true, b"wo, in "),
        frame(0x8a, false, b""),
        frame(0x00, false, b""),
        frame(0x80, false, b"parts"),
        frame(0x82, true, b"bin"),
        frame(0x81, false, b""),
        frame(0x81, true, long.as_bytes()),
        frame(0x88, false, b"\x03\xe8bye"),
    ]
    .concat();
    let expected = [
        "text one",
        "ping hi",
        "pong",
        "text two, in parts",
        "binary bin",
        "text ",
        &format!("text {long}"),
        "close 5",
    ];
    for piece in [1, 2, 3, 7, 100, bytes.len()] {
        assert_eq!(events(&bytes, piece).0, expected, "{piece}");
    }
}

#[test]
fn a_long_message_is_dropped_as_it_comes() {
    let half = [b"head", &[b'x'; 2 * LIMIT][..], b"half"].concat();
    let rest = [&[b'y'; 3 * LIMIT][..], b"tail"].concat();
    let bytes = [
        frame(0x81, true, &[&half[..], &rest].concat()),
        frame(0x81, false, b"next"),
        frame(0x01, false, &half),
        frame(0x89, false, b""),
        frame(0x80, true, &rest),
        frame(0x01, false, &[b'z'; LIMIT]),
        frame(0x80, false, b"tail"),
        frame(0x81, false, b"next"),
    ]
    .concat();
    let expected = [
        "5012 bytes, head..tail",
        "text next",
        "ping ",
        "5012 bytes, head..tail",
        "1004 bytes, zzzz..tail",
        "text next",
    ];
    for piece in [1, 2, 3, 5, 255, 256, 257, 1500] {
        let (events, held) = events(&bytes, piece);
        assert_eq!(events, expected, "{piece}");
        assert!(held <= LIMIT + 2 * TooLong::KEPT, "{held} in {piece}");
    }
}

#[test]
fn a_message_without_an_end_costs_no_other() {
    let bytes = [
        frame(0x01, false, b"lost"),
        frame(0x81, false, b"next"),
        frame(0x80, false, b"from nowhere"),
        frame(0x81, false, b"last"),
    ]
    .concat();
    let expected = ["text lost", "text next", "text from nowhere", "text last"];
    for piece in [1, 100] {
        assert_eq!(events(&bytes, piece).0, expected);
    }
}

#[test]
fn what_is_no_frame_is_told() {
    for bytes in [
        &b"HTTP/1.1 "[..],
        &[0x83, 0x00],
        &[0xc1, 0x00],
        &[0x09, 0x00],
        &[0x89, 126, 0, 200],
    ] {
        let mut frames = Frames::new(BytesMut::from(bytes), LIMIT, false, Role::Client);
        assert!(frames.next().is_err(), "{bytes:?}");
    }
    let mut endless = Frames::new(
        BytesMut::from(&[0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255, b'x'][..]),
        LIMIT,
        false,
        Role::Client,
    );
    assert!(endless.next().unwrap().is_none() && endless.is_inside());
}

#[test]
fn a_strict_connection_takes_no_broken_messages() {
    for (bytes, tolerance) in [
        (frame(0x81, true, b"x"), Tolerance::MaskedFrame),
        (frame(0x80, false, b"x"), Tolerance::BrokenFragments),
        (
            [frame(0x01, false, b"x"), frame(0x81, false, b"y")].concat(),
            Tolerance::BrokenFragments,
        ),
    ] {
        let mut frames = Frames::new(BytesMut::from(&bytes[..]), LIMIT, true, Role::Client);
        let broken = frames.next().unwrap_err();
        assert!(matches!(broken, Broken::Strict(told) if told == tolerance));
    }
    let whole = [
        frame(0x01, false, b"x"),
        frame(0x89, false, b""),
        frame(0x80, false, b"y"),
    ];
    let mut frames = Frames::new(
        BytesMut::from(&whole.concat()[..]),
        LIMIT,
        true,
        Role::Client,
    );
    assert_eq!(shown(&frames.next().unwrap().unwrap()), "ping ");
    assert_eq!(shown(&frames.next().unwrap().unwrap()), "text xy");
}
