//! Requests that nobody would send on purpose: takes chance, gives bytes, and what has to be heard of them.
use std::collections::HashMap;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// Numbers that come in the same order each time (xorshift).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    pub(crate) fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// What is changed.
const REQUESTS: [&str; 14] = [
    r#"{"jsonrpc":"2.0","id":ID,"method":"add","params":[1,2]}"#,
    r#"{"jsonrpc":"2.0","id":"ID","method":"add","params":{"a":1,"b":2}}"#,
    r#"{"method":"echo","params":[{"a":[1,2.5e3,"x\u0041",null]}],"jsonrpc":"2.0","id":ID}"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"name","params":["Bobik \"the\" dog"]}"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"long","params":[3000]}"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"panic"}"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"delete","params":[]}"#,
    r#"{"jsonrpc":"2.0","method":"note","params":["x"]}"#,
    r#"{"jsonrpc":"2.0","method":"note","params":{"line":7}}"#,
    r#"{"jsonrpc":"2.0","id":ID,"result":7}"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"unsubscribe_ticks","params":[ID]}"#,
    r#"[{"jsonrpc":"2.0","id":ID,"method":"add","params":[1,2]},7]"#,
    r#"{"jsonrpc":"2.0","id":ID,"method":"add","params":[1,99999999999999999999]}"#,
    r#"{"jsonrpc":"2.0","id":-ID,"method":"sleep","params":[1]}"#,
];

const PACKED: [&[u8]; 8] = [
    b"\x94\x00\x01\xa3add\x92\x01\x02",
    b"\x94\x00\xcd\x01\x00\xa4name\x91\xa5Bobik",
    b"\x94\x00\x02\xa4echo\x91\x82\xa1a\x93\x01\xcb\x40\x59\x06\x66\x66\x66\x66\x66\xc0\x07\xc3",
    b"\x93\x02\xa4note\x91\xa1x",
    b"\x94\x00\x03\xa5panic\x90",
    b"\x94\x01\x04\xc0\x07",
    b"\x94\x00\x05\xa4long\x91\xcd\x0b\xb8",
    b"\x94\x00\x06\xa4echo\x91\xc4\x03\x01\x02\x03",
];

/// What is put between.
const WORDS: [&str; 16] = [
    "[",
    "{",
    "]",
    "}",
    "\"",
    "\\",
    ",",
    ":",
    "null",
    "-1e999",
    "\"id\":",
    "\"method\":",
    "\\ud800",
    "0x1",
    "\"jsonrpc\":\"1.0\",",
    "\u{feff}",
];

/// A message in JSON, on one line.
pub(crate) fn json(chance: &mut Chance, limit: usize) -> Vec<u8> {
    let id = chance.below(1_000_000).to_string();
    let mut message = chance.pick(&REQUESTS).replace("ID", &id).into_bytes();
    match chance.below(400) {
        0 => message = pad(&message, limit),
        1..=6 => {
            let depth = 1 + chance.below(20_000);
            let nested = [b"[".repeat(depth), b"]".repeat(chance.below(depth + 2))].concat();
            insert(chance, &mut message, &nested);
        }
        7..=9 => {
            let many = 1 + chance.below(1500);
            message = [b"[", &vec![&message[..]; many].join(&b',')[..], b"]"].concat();
        }
        _ => {}
    }
    for _ in 0..chance.below(4) {
        change(chance, &mut message);
    }
    for byte in &mut message {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    message
}

/// A message in MessagePack.
pub(crate) fn packed(chance: &mut Chance) -> Vec<u8> {
    let mut message = chance.pick(&PACKED).to_vec();
    for _ in 0..chance.below(3) {
        change(chance, &mut message);
    }
    message
}

/// A request of HTTP whose head is changed.
pub(crate) fn head(chance: &mut Chance) -> Vec<u8> {
    let body = REQUESTS[0].replace("ID", "1");
    let length = body.len();
    let host = "host: desk.test\r\ncontent-type: application/json\r\n";
    let mut request = match chance.one_in(2) {
        true => format!("POST / HTTP/1.1\r\n{host}content-length: {length}\r\n\r\n{body}"),
        false => {
            let chunked = "transfer-encoding: chunked\r\n\r\n";
            format!("POST / HTTP/1.1\r\n{host}{chunked}{length:x}\r\n{body}\r\n0\r\n\r\n")
        }
    }
    .into_bytes();
    for _ in 0..1 + chance.below(4) {
        change(chance, &mut request);
    }
    request
}

fn change(chance: &mut Chance, message: &mut Vec<u8>) {
    let (one, other) = (
        chance.below(message.len() + 1),
        chance.below(message.len() + 1),
    );
    let (from, to) = (one.min(other), one.max(other).min(one.min(other) + 40));
    match chance.below(6) {
        0 if from < message.len() => message[from] = chance.below(256) as u8,
        1 => message.truncate(one),
        2 => drop(message.drain(from..to)),
        3 => {
            let again = message[from..to].to_vec();
            insert(chance, message, &again);
        }
        _ => {
            let word = chance.pick(&WORDS);
            insert(chance, message, word.as_bytes());
        }
    }
}

fn insert(chance: &mut Chance, message: &mut Vec<u8>, bytes: &[u8]) {
    let at = chance.below(message.len() + 1);
    message.splice(at..at, bytes.iter().copied());
}

/// The message, too long, its blanks behind it.
fn pad(message: &[u8], limit: usize) -> Vec<u8> {
    let (last, rest) = message.split_last().unwrap();
    [rest, &vec![b' '; limit][..], &[*last]].concat()
}

/// What has to be heard of a message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// An error under null with this code.
    Error(i64),
    /// One answer under this id.
    Answer(String),
    /// One answer, or none.
    Either,
}

impl Expected {
    /// As another reader of JSON sees it. What is put up with here and there is left open.
    pub(crate) fn of(message: &[u8], limit: usize) -> Self {
        // An array that is too long is not read to its end, where it may be broken.
        let is_long_array =
            message.starts_with(b"[") && message.split(|byte| *byte == b',').count() > 1000;
        let is_odd = message.starts_with(b"\xef\xbb\xbf") || message.trim_ascii().is_empty();
        if message.len() > limit || is_odd || is_long_array {
            return Self::Either;
        }
        let Ok(text) = std::str::from_utf8(message) else {
            return Self::Error(-32700);
        };
        if serde_json::from_str::<IgnoredAny>(text).is_err() {
            return Self::Error(-32700);
        }
        let Ok(members) = serde_json::from_str::<HashMap<String, &RawValue>>(text) else {
            return match text.trim_start().starts_with(['[', '{']) {
                true => Self::Either,
                false => Self::Error(-32600),
            };
        };
        let member = |name| members.get(name).map_or("null", |value| value.get());
        let is_request = member("jsonrpc") == r#""2.0""#
            && serde_json::from_str::<String>(member("method")).is_ok()
            && (member("params") == "null" || member("params").starts_with(['[', '{']))
            && !(members.contains_key("result") || members.contains_key("error"));
        let id = member("id");
        match is_request
            && id.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit())
        {
            true => Self::Answer(id.to_owned()),
            false => Self::Either,
        }
    }
}
