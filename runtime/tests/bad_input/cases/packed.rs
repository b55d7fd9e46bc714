//! Bytes that are no requests of MessagePack-RPC.
use super::{
    Case,
    Then::{Hears, Leaves},
    packed,
};
use crate::served::NARROW;

/// A request of this method, whose name is short, with these params.
fn request(method: &[u8], params: &[u8]) -> Vec<u8> {
    [&[0x94, 0, 1, 0xa0 | method.len() as u8], method, params].concat()
}

pub(super) fn cases() -> Vec<Case> {
    let nested = |depth| [&b"\x91".repeat(depth)[..], b"\x07"].concat();
    let long = |length: usize| {
        let param = [
            &[0xdb][..],
            &(length as u32).to_be_bytes(),
            &vec![b'x'; length],
        ]
        .concat();
        [&b"\x91"[..], &param].concat()
    };
    vec![
        packed("a number", &b"\x07"[..]),
        packed("nil", &b"\xc0"[..]),
        packed("a map", &b"\x80"[..]),
        packed("an array without elements", &b"\x90"[..]),
        packed(
            "an array of five",
            &b"\x95\x00\x01\xa3add\x92\x01\x02\xc0"[..],
        ),
        packed(
            "a kind that there is not",
            &b"\x94\x09\x01\xa3add\x92\x01\x02"[..],
        ),
        packed(
            "a kind that is a string",
            &b"\x94\xa1x\x01\xa3add\x92\x01\x02"[..],
        ),
        packed(
            "an id that is a string",
            &b"\x94\x00\xa1x\xa3add\x92\x01\x02"[..],
        ),
        packed("an id below zero", &b"\x94\x00\xff\xa3add\x92\x01\x02"[..]),
        packed(
            "an id beyond 32 bits",
            &b"\x94\x00\xcf\x00\x00\x00\x01\x00\x00\x00\x01\xa3add\x92\x01\x02"[..],
        ),
        packed(
            "a method that is a number",
            &b"\x94\x00\x01\x07\x92\x01\x02"[..],
        ),
        packed("a method that is not UTF-8", request(b"\xff\xfe", b"\x90")),
        packed("a method that there is not", request(b"delete", b"\x90")),
        packed("params that are a number", request(b"add", b"\x07")),
        packed("params that are nil", request(b"add", b"\xc0")),
        packed("a param too few", request(b"add", b"\x91\x01")),
        packed("a param of another type", request(b"add", b"\x92\x01\xa1x")),
        packed(
            "a number beyond its type",
            request(b"add", b"\x92\x01\xcf\xff\xff\xff\xff\xff\xff\xff\xff"),
        ),
        packed(
            "a text that is not UTF-8",
            request(b"name", b"\x91\xa1\xff"),
        ),
        packed(
            "a map with keys of any kind",
            request(b"echo", b"\x91\x81\x90\xc0"),
        ),
        packed(
            "an extension of a reserved kind",
            request(b"echo", b"\x91\xd4\x80\x00"),
        ),
        packed(
            "a call at which the service panics",
            request(b"panic", b"\x90"),
        ),
        packed(
            "a notification that nobody knows",
            &b"\x93\x02\xa6delete\x90"[..],
        ),
        packed(
            "a notification with wrong params",
            &b"\x93\x02\xa4note\x91\x07"[..],
        ),
        packed("an answer to nobody", &b"\x94\x01\x07\xc0\x07"[..]),
        packed(
            "a call whose answer is a megabyte",
            request(b"long", b"\x91\xce\x00\x0f\x42\x40"),
        ),
        packed("params 120 deep", request(b"echo", &nested(120))),
        packed("params 30,000 deep", request(b"echo", &nested(30_000))).then(Hears),
        packed("a request over the limit", request(b"name", &long(NARROW))).then(Hears),
        packed(
            "an array of four thousand million",
            request(b"echo", b"\xdd\xff\xff\xff\xff"),
        )
        .then(Hears),
        packed(
            "a map of four thousand million",
            request(b"echo", b"\xdf\xff\xff\xff\xff"),
        )
        .then(Hears),
        packed(
            "a text of four GiB",
            request(b"name", b"\x91\xdb\xff\xff\xff\xff"),
        )
        .then(Hears),
        packed(
            "binary data of 60 KiB that do not come, and leaves",
            request(b"echo", b"\x91\xc5\xf0\x00x"),
        )
        .then(Leaves),
        packed("the byte that nothing begins with", &b"\xc1"[..]).then(Hears),
        packed("half a request, and leaves", &b"\x94\x00\x01\xa3ad"[..]).then(Leaves),
        packed("words", &b"GET / HTTP/1.1\r\n\r\n"[..]),
    ]
}
