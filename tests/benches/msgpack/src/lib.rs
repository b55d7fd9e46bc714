//! What is measured: a list of structs, the ways to write and to read it, and long messages that come in small reads.

use std::collections::BTreeMap;

use callwright::__private::measured::msgpack;
use serde::{Deserialize, Serialize};

/// A struct as documents have it: texts, numbers, a list, a map, an optional member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pet {
    id: u64,
    name: String,
    weight: f64,
    tags: Vec<String>,
    owner: Option<Owner>,
    counts: BTreeMap<String, i32>,
}

/// A struct inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owner {
    name: String,
    since: u16,
}

/// So many of them, no two alike.
pub fn pets(count: usize) -> Vec<Pet> {
    let pet = |id: u64| Pet {
        id,
        name: format!("pet {id}"),
        weight: 0.25 + id as f64,
        tags: vec!["small".to_owned(), format!("tag {}", id % 7)],
        owner: (!id.is_multiple_of(3)).then(|| Owner {
            name: format!("owner {}", id % 100),
            since: 2000,
        }),
        counts: BTreeMap::from([("walks".to_owned(), -1), ("meals".to_owned(), 300)]),
    };
    (0..count as u64).map(pet).collect()
}

/// A way to write and to read.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Its name in the table.
    pub name: &'static str,
    /// Writes.
    pub encode: fn(&Vec<Pet>) -> Option<Vec<u8>>,
    /// Reads what it wrote.
    pub decode: fn(&[u8]) -> Option<Vec<Pet>>,
}

/// All of them; the first is the one that counts.
pub const WAYS: [Way; 5] = [
    Way {
        name: "callwright",
        encode: |pets| msgpack::encode(pets).ok(),
        decode: |message| msgpack::decode(message).ok(),
    },
    Way {
        name: "rmp-serde",
        encode: |pets| rmp_serde::to_vec_named(pets).ok(),
        decode: |message| rmp_serde::from_slice(message).ok(),
    },
    Way {
        name: "through rmpv::Value",
        encode: |pets| {
            let mut message = Vec::new();
            let value = rmpv::ext::to_value(pets).ok()?;
            rmpv::encode::write_value(&mut message, &value).ok()?;
            Some(message)
        },
        decode: |mut message| {
            let value = rmpv::decode::read_value(&mut message).ok()?;
            rmpv::ext::from_value(value).ok()
        },
    },
    Way {
        name: "through JSON",
        encode: |pets| msgpack::from_json(&serde_json::to_vec(pets).ok()?).ok(),
        decode: |message| serde_json::from_slice(&msgpack::to_json(message).ok()?).ok(),
    },
    Way {
        name: "serde_json, for JSON",
        encode: |pets| serde_json::to_vec(pets).ok(),
        decode: |text| serde_json::from_slice(text).ok(),
    },
];

/// A message of at least so many bytes, which is made of short values.
pub fn long_message(bytes: usize) -> Vec<u8> {
    // A response whose result is a list of texts and numbers: nine bytes for two values.
    let values = u32::try_from(bytes / 9 * 2).unwrap_or(u32::MAX);
    let mut message = vec![0x94, 0x01, 0x05, 0xc0, 0xdd];
    message.extend_from_slice(&values.to_be_bytes());
    for _ in 0..values / 2 {
        message.extend_from_slice(b"\xa3abc\xce\0\x01\x02\x03");
    }
    message
}

/// Looks for the end of a message that comes in reads of so many bytes.
pub fn scanned(message: &[u8], read: usize) -> Option<usize> {
    msgpack::scanned(message, read)
}

/// The same as clients do that try to read the whole value after each read.
pub fn tried_again(message: &[u8], read: usize) -> Option<usize> {
    (1..=message.len().div_ceil(read)).find_map(|reads| {
        let mut come = &message[..message.len().min(reads * read)];
        let before = come.len();
        rmpv::decode::read_value_ref(&mut come).ok()?;
        Some(before - come.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_agree() {
        let pets = pets(20);
        for way in WAYS {
            let message = (way.encode)(&pets).unwrap_or_default();
            assert_eq!((way.decode)(&message).as_ref(), Some(&pets), "{}", way.name);
        }
    }

    #[test]
    fn the_end_of_a_long_message_is_found() {
        let message = long_message(100_000);
        for read in [1000, 16 << 10] {
            assert_eq!(scanned(&message, read), Some(message.len()));
            assert_eq!(tried_again(&message, read), Some(message.len()));
        }
    }
}
