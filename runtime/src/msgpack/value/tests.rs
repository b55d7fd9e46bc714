//! Values of every kind, read and written on both wires.
use serde_json::json;

use super::*;
use crate::msgpack::own::Own;
use crate::msgpack::{decode, encode};

/// One of each kind, which JSON has no room for, and bytes that rmpv wrote.
fn all() -> (Value, Vec<u8>) {
    let value = Value::Array(vec![
        Value::Nil,
        true.into(),
        u64::MAX.into(),
        i64::MIN.into(),
        (-0.5).into(),
        "é".into(),
        RpcStr::from(&b"\xff"[..]).into(),
        Value::Bin(vec![0, 255]),
        Value::Map(vec![
            (1.into(), Value::Nil),
            ("a".into(), Value::Array(Vec::new())),
        ]),
        Value::Ext(-128, vec![1, 2, 3]),
    ]);
    let theirs = rmpv::Value::Array(vec![
        rmpv::Value::Nil,
        true.into(),
        u64::MAX.into(),
        i64::MIN.into(),
        (-0.5).into(),
        "é".into(),
        "?".into(),
        rmpv::Value::Binary(vec![0, 255]),
        rmpv::Value::Map(vec![
            (1.into(), rmpv::Value::Nil),
            ("a".into(), rmpv::Value::Array(Vec::new())),
        ]),
        rmpv::Value::Ext(-128, vec![1, 2, 3]),
    ]);
    let mut message = Vec::new();
    rmpv::encode::write_value(&mut message, &theirs).unwrap();
    // rmpv would write it as binary data.
    let odd = message.iter().position(|byte| *byte == b'?').unwrap();
    message[odd] = 0xff;
    (value, message)
}

#[test]
fn all_that_messagepack_has_is_kept() {
    let (value, message) = all();
    assert_eq!(encode::encode(&value).unwrap(), message);
    assert_eq!(decode::decode::<Value>(&message).unwrap(), value);
    let nested: Vec<Option<Value>> = decode::decode(&message).unwrap();
    assert_eq!(
        (nested.len(), nested[0].is_none(), nested[9].clone()),
        (10, true, Some(Value::Ext(-128, vec![1, 2, 3])))
    );
}

#[test]
fn json_has_what_is_closest() {
    let (value, message) = all();
    let expected = json!([
        null, true, u64::MAX, i64::MIN, -0.5, "é", "\u{fffd}", "AP8=",
        { "1": null, "a": [] }, { "$ext": [-128, "AQID"] }
    ]);
    assert_eq!(serde_json::Value::from(&value), expected);
    assert_eq!(value.to_string(), expected.to_string());
    let transcoded = crate::msgpack::transcode::to_json(&message).unwrap();
    assert_eq!(transcoded, value.to_string().into_bytes());
    let back = Value::from(expected);
    assert_eq!(back.as_array().unwrap()[9], Value::Ext(-128, vec![1, 2, 3]));
    assert_eq!(back.as_array().unwrap()[8].get("1"), Some(&Value::Nil));
}

#[test]
fn json_is_read_as_it_is() {
    let text = r#"{"a":[1,-2,1.5,"x",null,true,18446744073709551615],"b":{},"$ext":[1,"AA=="]}"#;
    let value: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    assert_eq!(
        value.get("a").unwrap().as_array().unwrap()[1].as_i64(),
        Some(-2)
    );
    assert!(value.get("b").unwrap().as_map().unwrap().is_empty());
}

#[test]
fn long_integers_are_text_in_messagepack_and_numbers_in_json() {
    let long = Value::Int(i128::from(u64::MAX) + 1);
    assert_eq!(
        serde_json::to_string(&long).unwrap(),
        "18446744073709551616"
    );
    let read: Value = decode::decode(&encode::encode(&long).unwrap()).unwrap();
    assert_eq!(read.as_str(), Some("18446744073709551616"));
}

#[test]
fn values_become_types_and_types_values() {
    let value = Value::of(&(1, "a", [Some(2.5), None])).unwrap();
    let expected = Value::Array(vec![
        1.into(),
        "a".into(),
        Value::Array(vec![2.5.into(), None::<f64>.into()]),
    ]);
    assert_eq!(value, expected);
    assert_eq!(
        value.decode::<(u8, String, Vec<Option<f64>>)>().unwrap(),
        (1, "a".into(), vec![Some(2.5), None])
    );
    let error = value.decode::<(u8, u8, Value)>().unwrap_err().to_string();
    assert!(
        error.contains("`$[1]`: invalid type: string \"a\", expected u8"),
        "{error}"
    );
}

#[test]
fn deep_values_are_refused() {
    let nested = |levels: usize| [vec![0x91; levels - 1], vec![0x90]].concat();
    assert!(decode::decode::<Value>(&nested(128)).is_ok());
    let error = decode::decode::<Value>(&nested(129))
        .unwrap_err()
        .to_string();
    assert!(error.contains("more than 128"), "{error}");
    assert!(<Value as Own>::read(b"\x01\x02").is_err());
    assert!(<Value as Own>::read(b"").is_err());
}
