//! What types are read from bytes, and where a fault lies in them.
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::*;
use crate::msgpack::encode::encode;

#[derive(Debug, PartialEq, Deserialize, serde::Serialize)]
struct Pet {
    id: u8,
    name: Option<String>,
    #[serde(default)]
    toys: Vec<Toy>,
}

#[derive(Debug, PartialEq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Toy {
    Ball,
    Rope(f64),
    Pair(u8, u8),
    Box { size: u16 },
}

fn place<T: for<'de> Deserialize<'de>>(message: &[u8]) -> (String, usize) {
    let error = decode::<T>(message).map(drop).unwrap_err();
    (error.to_string(), error.place().unwrap())
}

#[test]
fn types_come_back_as_they_went() {
    let pets = vec![
        Pet {
            id: 1,
            name: None,
            toys: vec![Toy::Ball, Toy::Rope(1.5)],
        },
        Pet {
            id: 255,
            name: Some("é".into()),
            toys: vec![Toy::Pair(1, 2), Toy::Box { size: 300 }],
        },
    ];
    let message = encode(&pets).unwrap();
    assert_eq!(decode::<Vec<Pet>>(&message).unwrap(), pets);
    let value = serde_json::to_value(&pets).unwrap();
    assert_eq!(decode::<Value>(&message).unwrap(), value);
    assert_eq!(rmp_serde::from_slice::<Vec<Pet>>(&message).unwrap(), pets);
    let theirs = rmp_serde::to_vec_named(&pets).unwrap();
    assert_eq!(theirs, message);
    // A struct as an array, as rmp-serde writes it otherwise.
    assert_eq!(
        decode::<Vec<Pet>>(&rmp_serde::to_vec(&pets).unwrap()).unwrap(),
        pets
    );
}

#[test]
fn numbers_are_read_by_their_value() {
    assert_eq!(decode::<u8>(b"\xcf\0\0\0\0\0\0\0\x07").unwrap(), 7);
    assert_eq!(decode::<i64>(b"\xcb\x40\x1c\0\0\0\0\0\0").unwrap(), 7);
    assert_eq!(decode::<i8>(b"\xca\xc0\xe0\0\0").unwrap(), -7);
    assert_eq!(decode::<f64>(b"\x07").unwrap(), 7.0);
    assert_eq!(
        decode::<u128>(b"\xb418446744073709551616").unwrap(),
        1 << 64
    );
    assert_eq!(decode::<i128>(b"\xff").unwrap(), -1);
    for (message, sentence) in [
        (
            &b"\xcb\x3f\xe0\0\0\0\0\0\0"[..],
            "floating point `0.5`, expected u8",
        ),
        (b"\xcd\x01\x2c", "integer `300`, expected u8"),
        (b"\xff", "integer `-1`, expected u8"),
        (b"\xa17", "string \"7\", expected u8"),
        (b"\xcb\x43\xf0\0\0\0\0\0\0", "`, expected u8"),
    ] {
        assert!(place::<u8>(message).0.ends_with(sentence), "{message:x?}");
    }
}

#[test]
fn text_may_come_as_binary_and_has_to_be_utf8() {
    assert_eq!(decode::<String>(b"\xc4\x01m").unwrap(), "m");
    assert_eq!(decode::<String>(b"\xda\0\x01m").unwrap(), "m");
    let (error, _) = place::<String>(b"\xa1\xff");
    assert!(error.contains("byte array, expected a string"), "{error}");
    assert_eq!(
        decode::<std::net::IpAddr>(b"\xa3::1").unwrap().to_string(),
        "::1"
    );
}

#[test]
fn keys_may_be_numbers_or_text() {
    let numbers = b"\x82\x01\xc3\xff\xc2";
    let named: BTreeMap<String, bool> = decode(numbers).unwrap();
    assert_eq!(named, [("-1".into(), false), ("1".into(), true)].into());
    let counted: HashMap<i64, bool> = decode(numbers).unwrap();
    assert_eq!(counted, [(1, true), (-1, false)].into());
    let counted: HashMap<i64, bool> = decode(b"\x81\xa2-1\xc2").unwrap();
    assert_eq!(counted, [(-1, false)].into());
    assert!(decode::<Vec<String>>(b"\x91\x01").is_err());
}

#[test]
fn what_nobody_reads_may_be_anything() {
    #[derive(Debug, Deserialize)]
    struct Only {
        id: u8,
    }
    let only: Only =
        decode(b"\x84\xa1x\xd4\x00\x01\x07\xc4\x01\xff\xa2id\x05\xd5\x00\xcc\x80\xa1\xff").unwrap();
    assert_eq!(only.id, 5);
    decode::<IgnoredAny>(&[vec![0x91; 100_000], vec![0xc0]].concat()).unwrap();
}

#[test]
fn errors_have_the_place_of_the_value() {
    // [{"id":1},{"id":"x"}]
    let (error, at) =
        place::<Vec<Pet>>(b"\x92\x82\xa2id\x01\xa4name\xc0\x82\xa2id\xa1x\xa4name\xc0");
    assert_eq!(error, "invalid type: string \"x\", expected u8");
    assert_eq!(at, 16);
    // A member is missing of the second.
    let (error, at) = place::<Vec<Pet>>(b"\x92\x81\xa2id\x01\x81\xa4name\xc0");
    assert_eq!((error.as_str(), at), ("missing field `id`", 6));
    let (error, at) = place::<u8>(b"\x01\x02");
    assert_eq!((error.as_str(), at), ("trailing bytes", 1));
    let (error, at) = place::<(u8, u8)>(b"\x93\x01\x02\x03");
    assert_eq!((error.as_str(), at), ("invalid length 3, expected 2", 0));
    let (error, _) = place::<Pet>(b"\x82\xa2id\x01\xa2id\x02");
    assert_eq!(error, "duplicate field `id`");
    for cut in [
        &b""[..],
        b"\x92\x01",
        b"\xa5abc",
        b"\xdd\xff\xff\xff\xff\x01",
        b"\xc6\xff\xff\xff\xff",
    ] {
        assert!(place::<Value>(cut).0.contains("ends early"), "{cut:x?}");
    }
    assert!(place::<Value>(b"\x91\xc1").0.contains("c1"));
}

#[test]
fn depth_is_that_of_json() {
    let nested = |levels: usize| [vec![0x91; levels - 1], vec![0x90]].concat();
    assert!(decode::<Value>(&nested(DEPTH)).is_ok());
    let (error, _) = place::<Value>(&nested(DEPTH + 1));
    assert_eq!(error, "recursion limit exceeded");
}

#[test]
fn a_fault_is_shown_as_json_has_it() {
    let message =
        encode(&json!({ "items": [{ "id": 1, "name": "a" }, { "id": -1, "name": "b" }] })).unwrap();
    let error = decode::<HashMap<String, Vec<Pet>>>(&message).unwrap_err();
    let fault = crate::DecodeFault::of_msgpack("$", &message, error);
    assert_eq!(fault.path(), "$.items[1].id");
    assert!(
        fault.snippet().contains(r#"{"id":-1,"name":"b"}"#),
        "{}",
        fault.snippet()
    );
    assert!(
        fault.to_string().contains("integer `-1`, expected u8"),
        "{fault}"
    );
    let root = crate::DecodeFault::of_msgpack("$", b"\xc1", decode::<u8>(b"\xc1").unwrap_err());
    assert_eq!(root.path(), "$");
}
