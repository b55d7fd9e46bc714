//! Values as the bytes that other implementations write.
use std::collections::BTreeMap;

use serde::ser::SerializeSeq;
use serde_json::json;
use serde_json::value::RawValue;

use super::*;

#[derive(serde::Serialize)]
struct Pet {
    id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    tags: (u8, bool, ()),
}

#[derive(serde::Serialize)]
enum Shape {
    Point,
    Circle(f64),
    Line(u8, u8),
    Square { side: u16 },
}

/// Says nothing of its length, or the wrong one.
struct Odd(Option<usize>);

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(self.0)?;
        for index in 0..20 {
            seq.serialize_element(&index)?;
        }
        seq.end()
    }
}

fn bytes<T: Serialize>(value: T) -> Vec<u8> {
    encode(&value).unwrap()
}

#[test]
fn structs_are_maps_and_leave_nothing_shifted() {
    let id = 1;
    let tags = (2, true, ());
    let full = Pet {
        id,
        name: Some("Bo"),
        tags,
    };
    assert_eq!(
        bytes(&full),
        b"\x83\xa2id\x01\xa4name\xa2Bo\xa4tags\x93\x02\xc3\xc0"
    );
    let short = Pet { name: None, ..full };
    assert_eq!(bytes(&short), b"\x82\xa2id\x01\xa4tags\x93\x02\xc3\xc0");
}

#[test]
fn enums_are_their_names() {
    assert_eq!(bytes(Shape::Point), b"\xa5Point");
    assert_eq!(
        bytes(Shape::Circle(1.0)),
        b"\x81\xa6Circle\xcb\x3f\xf0\0\0\0\0\0\0"
    );
    assert_eq!(bytes(Shape::Line(1, 2)), b"\x81\xa4Line\x92\x01\x02");
    assert_eq!(
        bytes(Shape::Square { side: 300 }),
        b"\x81\xa6Square\x81\xa4side\xcd\x01\x2c"
    );
}

#[test]
fn numbers_take_their_shortest_form() {
    for (number, expected) in [
        (0, &b"\x00"[..]),
        (127, b"\x7f"),
        (128, b"\xcc\x80"),
        (65_536, b"\xce\0\x01\0\0"),
        (-32, b"\xe0"),
        (-33, b"\xd0\xdf"),
        (i64::MIN, b"\xd3\x80\0\0\0\0\0\0\0"),
    ] {
        assert_eq!(bytes(number), expected);
        assert_eq!(bytes(i128::from(number)), expected);
    }
    assert_eq!(bytes(u64::MAX), b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff");
    assert_eq!(bytes(u128::from(u64::MAX) + 1), b"\xb418446744073709551616");
    assert_eq!(bytes(0.5_f32), b"\xca\x3f\0\0\0");
}

#[test]
fn lengths_are_those_of_what_was_written() {
    let right = bytes(Odd(Some(20)));
    assert_eq!(right[..3], *b"\xdc\0\x14");
    for odd in [Odd(None), Odd(Some(3)), Odd(Some(70_000))] {
        assert_eq!(bytes(odd), right);
    }
    let map = BTreeMap::from([(1, [()]), (2, [()])]);
    assert_eq!(bytes(map), b"\x82\x01\x91\xc0\x02\x91\xc0");
}

#[test]
fn formatted_types_are_text_as_in_json() {
    let address: std::net::IpAddr = "127.0.0.1".parse().unwrap();
    assert_eq!(bytes(address), b"\xa9127.0.0.1");
    assert_eq!(bytes('é'), b"\xa2\xc3\xa9");
}

#[test]
fn what_is_json_already_becomes_messagepack() {
    let raw = RawValue::from_string(r#"{"a":[1.5,"x"]}"#.to_owned()).unwrap();
    let value = json!({ "a": [1.5, "x"] });
    assert_eq!(bytes((&raw, 7)), bytes((&value, 7)));
    assert_eq!(bytes(&value), b"\x81\xa1a\x92\xcb\x3f\xf8\0\0\0\0\0\0\xa1x");
}
