//! What generated code is made of: each type takes the same values on both wires, refuses the same, and writes the same.
use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::__private::v1::{bounded, choice, record, text};
use crate::msgpack::{decode, encode, transcode};
use crate::{Bytes, DecodeFault, Integer, RpcStr, Value};

/// Reads the same value from JSON and from MessagePack, and writes it to both.
fn same<T: DeserializeOwned + Serialize + Debug>(json: &str) -> Result<T, String> {
    let message = transcode::from_json(json.as_bytes()).unwrap();
    let of_json = crate::integral::decode::<T>(json.as_bytes());
    let of_message = decode::decode::<T>(&message);
    match (of_json, of_message) {
        (Ok(one), Ok(other)) => {
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "{json}");
            let written = encode::encode(&one).unwrap();
            let text = serde_json::to_vec(&one).unwrap();
            let transcoded = transcode::from_json(&text).unwrap();
            assert_eq!(
                written,
                transcoded,
                "{json}: {}",
                String::from_utf8_lossy(&text)
            );
            Ok(other)
        }
        (Err(one), Err(other)) => {
            let words = other.to_string();
            assert!(one.to_string().starts_with(&words), "{one} | {words}");
            let one = DecodeFault::new("$", json.as_bytes(), one);
            let other = DecodeFault::of_msgpack("$", &message, other);
            // The reader of JSON may say the value around, or the first one inside.
            let (long, short) = (one.path().max(other.path()), one.path().min(other.path()));
            assert!(long.starts_with(short), "{one} | {other}");
            Err(format!("{} {words}", other.path()))
        }
        (one, other) => panic!("{json}: {one:?} but {other:?}"),
    }
}

#[derive(Debug, Serialize)]
struct Pet {
    id: i64,
    #[serde(rename = "Kind", skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    parts: Vec<Port>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Option<Hash>>,
    #[serde(flatten)]
    extra: BTreeMap<String, Value>,
}
record!(Pet {
    0 id "id" required plain,
    1 kind "Kind" optional plain,
    2 parts "parts" required null_as_default,
    3 owner "owner" optional present
} extra);

#[derive(Debug, Serialize)]
struct Closed {
    id: u8,
}
record!(closed Closed { 0 id "id" required plain });

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Cat,
    Unknown(String),
}
choice!(Kind { Cat "cat" } Unknown);

#[derive(Debug)]
enum Only {
    Cat,
}
choice!(Only { Cat "cat" });

#[derive(Clone, Copy, Debug)]
struct Port(u16);
bounded!(Port u16, 1, 1024);

#[derive(Debug)]
struct Hash(String);
text!(Hash exact [] Rule::any().hex("0x", 4, 4));

#[test]
fn records_take_their_members() {
    let pet: Pet =
        same(r#"{"x":[1,{"y":null}],"id":1,"Kind":"cat","parts":null,"owner":null}"#).unwrap();
    assert_eq!(
        (pet.kind, pet.parts.len(), pet.extra.len()),
        (Some(Kind::Cat), 0, 1)
    );
    assert!(matches!(pet.owner, Some(None)));
    same::<Pet>(r#"{"id":2.0,"parts":[1,1024.0],"Kind":"new","owner":"0xabcd"}"#).unwrap();
    for (json, said) in [
        (r#"{"parts":[]}"#, "$ missing field `id`"),
        (
            r#"{"id":1,"parts":[5,0]}"#,
            "$.parts[1] `Port` is from 1 to 1024, which 0 is not",
        ),
        (
            r#"{"id":1,"parts":[70000]}"#,
            "$.parts[0] invalid value: integer `70000`, expected u16",
        ),
        (
            r#"{"id":1,"parts":{}}"#,
            "$.parts invalid type: map, expected a sequence",
        ),
        (
            r#"{"id":1.5,"parts":[]}"#,
            "$.id invalid type: floating point `1.5`, expected i64",
        ),
        (
            r#"{"id":1,"parts":[],"owner":"0xabc"}"#,
            "$.owner `Hash` is text like ``, and `0xabc` is not",
        ),
        (
            r#"{"id":1,"parts":[],"Kind":7}"#,
            "$.Kind invalid type: integer `7`, expected a string",
        ),
    ] {
        assert_eq!(same::<Pet>(json).unwrap_err(), said);
    }
    same::<Closed>(r#"{"id":1}"#).unwrap();
    let said = same::<Closed>(r#"{"id":1,"x":2}"#).unwrap_err();
    assert_eq!(said, "$.x unknown field `x`, expected `id`");
    assert!(
        same::<Pet>("[1,2]")
            .unwrap_err()
            .contains("expected struct Pet")
    );
}

#[test]
fn choices_are_their_values() {
    same::<BTreeMap<String, Kind>>(r#"{"a":"cat","b":"dog"}"#).unwrap();
    same::<Vec<Only>>(r#"["cat"]"#).unwrap();
    let said = same::<Vec<Only>>(r#"["cat","dog"]"#).unwrap_err();
    assert_eq!(said, "$[1] unknown variant `dog`, expected `cat`");
}

#[test]
fn integers_keep_their_digits() {
    let few: Vec<Integer> = same("[0,-1,18446744073709551615,20.0,-2e1]").unwrap();
    assert_eq!(few[4], -20_i64);
    assert!(same::<Integer>("1.5").is_err());
    // Where MessagePack has no number for it.
    let long = "-123456789012345678901234567890"
        .parse::<Integer>()
        .unwrap();
    let message = encode::encode(&long).unwrap();
    assert_eq!(decode::decode::<Integer>(&message).unwrap(), long);
    assert_eq!(
        decode::decode::<String>(&message).unwrap(),
        long.to_string()
    );
    let message = transcode::from_json(long.to_string().as_bytes()).unwrap();
    assert_eq!(decode::decode::<Integer>(&message).unwrap(), long);
    assert!(decode::decode::<Integer>(b"\xa1x").is_err());
}

#[test]
fn types_of_both_wires_are_read_from_both() {
    same::<Vec<Value>>(r#"[{"a":[1,"x",null,-0.5,true]},{}]"#).unwrap();
    same::<Vec<RpcStr>>(r#"["a","é"]"#).unwrap();
    let raw: Box<RawValue> = serde_json::from_str(r#"{"a":[1]}"#).unwrap();
    assert_eq!(
        encode::encode(&raw).unwrap(),
        transcode::from_json(raw.get().as_bytes()).unwrap()
    );
    let bytes: Bytes = serde_json::from_str("\"AQID\"").unwrap();
    assert_eq!(encode::encode(&bytes).unwrap(), b"\xc4\x03\x01\x02\x03");
}
