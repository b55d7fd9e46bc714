//! Random values of another library, and the types of generated code, are the same on both wires.
// The macros are for other crates.
#[allow(dead_code, unreachable_pub)]
mod types;

use std::ops::Range;

use super::decode::decode;
use super::encode::encode;
use super::outline::Outline;
use super::scan::{self, Scanner};
use super::{Value, transcode};

/// A small generator of its own: what fails once, fails each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, range: Range<u64>) -> u64 {
        range.start + self.next() % (range.end - range.start)
    }

    fn bytes(&mut self) -> Vec<u8> {
        let longest = [3, 40, 300, 70_000][usize::try_from(self.below(0..40) / 13).unwrap()];
        (0..self.below(0..longest))
            .map(|_| self.next().to_be_bytes()[0])
            .collect()
    }

    fn text(&mut self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    fn value(&mut self, depth: u64) -> rmpv::Value {
        match self.below(0..12 - depth.min(2)) {
            0 => rmpv::Value::Nil,
            1 => self.next().is_multiple_of(2).into(),
            2 => (self.next() >> self.below(0..64)).into(),
            3 => (self.next().cast_signed() >> self.below(0..64)).into(),
            4 => f64::from_bits(self.next()).into(),
            5 => 0.25_f32.into(),
            6 => self.text().into(),
            7 => rmpv::Value::Binary(self.bytes()),
            8 => rmpv::Value::Ext(self.next().to_be_bytes()[0].cast_signed(), self.bytes()),
            9 | 10 if depth < 2 => {
                let items = (0..self.below(0..20)).map(|_| self.value(depth + 1));
                rmpv::Value::Array(items.collect())
            }
            _ => {
                let mut entry = || (self.value(9), self.value(depth + 1));
                let count = if depth < 4 { 5 } else { 0 };
                rmpv::Value::Map((0..count).map(|_| entry()).collect())
            }
        }
    }
}

#[test]
fn values_of_another_library_are_found_read_and_written() {
    for seed in 1..1500_u64 {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let theirs = chance.value(0);
        let mut message = Vec::new();
        rmpv::encode::write_value(&mut message, &theirs).unwrap();

        let mut scanner = Scanner::new(message.len(), 128);
        let mut come = 0;
        let whole = loop {
            come = message
                .len()
                .min(come + usize::try_from(chance.below(1..999)).unwrap());
            if let Some(whole) = scanner.scan(&message[..come]).unwrap() {
                break whole;
            }
            assert!(come < message.len());
        };
        assert_eq!(
            (whole.length, come),
            (message.len(), message.len()),
            "{theirs}"
        );
        assert_eq!(scan::end(&message, 0), Some(message.len()));

        let ours: Value = decode(&message).unwrap();
        let short = !message.contains(&0xca);
        assert!(!short || encode(&ours).unwrap() == message, "{theirs}");
        let json = transcode::to_json(&message).unwrap();
        assert_eq!(ours.to_string().as_bytes(), json);
        let again = transcode::from_json(&json).unwrap();
        assert_eq!(transcode::to_json(&again).unwrap(), json);
    }
}

#[test]
fn bytes_without_a_sense_do_no_harm() {
    let mut chance = Chance(7);
    for _ in 0..20_000 {
        let mut bytes = chance.bytes();
        bytes.truncate(200);
        let scanned = Scanner::new(1000, 20).scan(&bytes);
        let read = decode::<Value>(&bytes);
        let json = transcode::to_json(&bytes);
        if let Ok(Some(whole)) = scanned {
            let value = decode::<Value>(&bytes[..whole.length]);
            assert!(value.is_ok(), "{bytes:x?}: {value:?}");
        }
        assert!(read.is_err() || json.is_ok(), "{bytes:x?}");
        Outline::read(&bytes);
        transcode::excerpt(&bytes, bytes.len() / 2);
    }
}
