//! Extension types with each kind of payload, on both wires.
use serde_json::json;

use crate::__private::v1::ext;
use crate::msgpack::decode::decode;
use crate::msgpack::encode::encode;
use crate::{Bytes, Timestamp, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Buffer(i64);
ext!(Buffer 0 integer plain);

#[derive(Clone, Debug, PartialEq)]
struct Window(i64);
ext!(Window 1 integer);

#[derive(Clone, Debug, PartialEq)]
struct Blob(Bytes);
ext!(Blob -128 bytes plain);

#[derive(Clone, Debug, PartialEq)]
struct Tree(Vec<Option<Buffer>>);
ext!(Tree 127 value);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Moment(Timestamp);
ext!(Moment -1 timestamp plain);

fn refused<T: serde::de::DeserializeOwned>(message: &[u8]) -> String {
    decode::<T>(message).map(drop).unwrap_err().to_string()
}

#[test]
fn handles_are_the_bytes_that_neovim_sends() {
    for (number, message) in [
        (0, &b"\xd4\x00\x00"[..]),
        (1, b"\xd4\x00\x01"),
        (127, b"\xd4\x00\x7f"),
        (128, b"\xd5\x00\xcc\x80"),
        (301, b"\xc7\x03\x00\xcd\x01\x2d"),
        (1 << 31, b"\xc7\x05\x00\xce\x80\0\0\0"),
        (-1, b"\xd4\x00\xff"),
    ] {
        assert_eq!(encode(&Buffer(number)).unwrap(), message);
        assert_eq!(decode::<Buffer>(message).unwrap(), Buffer(number));
        assert_eq!(
            serde_json::to_string(&Buffer(number)).unwrap(),
            number.to_string()
        );
        assert_eq!(
            serde_json::from_value::<Buffer>(json!(number)).unwrap(),
            Buffer(number)
        );
    }
    assert_eq!(encode(&Window(1000)).unwrap(), b"\xc7\x03\x01\xcd\x03\xe8");
}

#[test]
fn any_marker_will_do() {
    for message in [
        &b"\xc7\x01\x00\x01"[..],
        b"\xc8\x00\x01\x00\x01",
        b"\xc9\0\0\0\x01\x00\x01",
        b"\xd5\x00\xcc\x01",
        b"\xc7\x05\x00\xce\0\0\0\x01",
        b"\xc7\x09\x00\xcf\0\0\0\0\0\0\0\x01",
        b"\x01",
        b"\xcb\x3f\xf0\0\0\0\0\0\0",
    ] {
        assert_eq!(
            decode::<Buffer>(message).unwrap(),
            Buffer(1),
            "{message:x?}"
        );
    }
    for length in [0, 1, 2, 3, 4, 8, 15, 16, 255, 256, 65_535, 65_536] {
        let blob = Blob(vec![7; length].into());
        let message = encode(&blob).unwrap();
        let theirs = rmpv::Value::Ext(-128, vec![7; length]);
        assert_eq!(rmpv::decode::read_value(&mut &message[..]).unwrap(), theirs);
        assert_eq!(decode::<Blob>(&message).unwrap(), blob);
    }
}

#[test]
fn every_code_is_its_own() {
    for code in i8::MIN..=i8::MAX {
        let message = encode(&Value::Ext(code, vec![5])).unwrap();
        assert_eq!(
            decode::<Value>(&message).unwrap(),
            Value::Ext(code, vec![5])
        );
        assert_eq!(decode::<Buffer>(&message).is_ok(), code == 0);
        assert_eq!(decode::<Window>(&message).is_ok(), code == 1);
    }
}

#[test]
fn what_is_wrong_is_told() {
    assert_eq!(
        refused::<Buffer>(b"\xd4\x01\x05"),
        "invalid value: extension 1, expected `Buffer`, which is extension 0"
    );
    assert_eq!(
        refused::<Window>(b"\x05"),
        "invalid type: integer `5`, expected `Window`, which is extension 1"
    );
    for (payload, said) in [
        (&b"\xc7\x00\x00"[..], "ends early"),
        (b"\xd5\x00\x01\x02", "trailing bytes"),
        (b"\xd4\x00\xc1", "c1"),
        (b"\xd4\x00\xc0", "null"),
        (b"\xd5\x00\xa1x", "string \"x\", expected i64"),
    ] {
        let error = refused::<Buffer>(payload);
        assert!(
            error.starts_with("in the extension: ") && error.contains(said),
            "{error}"
        );
    }
}

#[test]
fn payloads_may_be_values_with_extensions_inside() {
    let tree = Tree(vec![Some(Buffer(1)), None]);
    let message = encode(&tree).unwrap();
    assert_eq!(message, b"\xc7\x05\x7f\x92\xd4\x00\x01\xc0");
    assert_eq!(decode::<Tree>(&message).unwrap(), tree);
    assert_eq!(serde_json::to_value(&tree).unwrap(), json!([1, null]));
    assert_eq!(
        serde_json::from_value::<Tree>(json!([1, null])).unwrap(),
        tree
    );
}

#[test]
fn moments_have_three_lengths_and_a_text() {
    for (seconds, nanoseconds, message, text) in [
        (0, 0, &b"\xd6\xff\0\0\0\0"[..], "1970-01-01T00:00:00Z"),
        (
            1_709_208_000,
            0,
            b"\xd6\xff\x65\xe0\x71\xc0",
            "2024-02-29T12:00:00Z",
        ),
        (
            1_709_208_000,
            500_000_000,
            b"\xd7\xff\x77\x35\x94\x00\x65\xe0\x71\xc0",
            "2024-02-29T12:00:00.5Z",
        ),
        (
            -1,
            1,
            b"\xc7\x0c\xff\0\0\0\x01\xff\xff\xff\xff\xff\xff\xff\xff",
            "1969-12-31T23:59:59.000000001Z",
        ),
        (
            1 << 34,
            0,
            b"\xc7\x0c\xff\0\0\0\0\0\0\0\x04\0\0\0\0",
            "2514-05-30T01:53:04Z",
        ),
    ] {
        let moment = Moment(Timestamp {
            seconds,
            nanoseconds,
        });
        assert_eq!(encode(&moment).unwrap(), message, "{text}");
        assert_eq!(decode::<Moment>(message).unwrap(), moment);
        assert_eq!(serde_json::to_value(moment).unwrap(), json!(text));
        assert_eq!(
            serde_json::from_value::<Moment>(json!(text)).unwrap(),
            moment
        );
        assert_eq!(decode::<Moment>(&encode(text).unwrap()).unwrap(), moment);
    }
    let offset: Timestamp = "2024-02-29T13:00:00+01:00".parse().unwrap();
    assert_eq!(offset.seconds, 1_709_208_000);
    assert!("yesterday".parse::<Timestamp>().is_err());
    for payload in [&[0_u8; 3][..], &[0xff; 8], &[0xff; 12], &[]] {
        let message = encode(&Value::Ext(-1, payload.to_vec())).unwrap();
        assert!(decode::<Moment>(&message).is_err());
    }
    let far = Moment(Timestamp {
        seconds: i64::MAX,
        nanoseconds: 0,
    });
    assert_eq!(decode::<Moment>(&encode(&far).unwrap()).unwrap(), far);
    assert!(serde_json::to_string(&far).is_err());
}

#[test]
fn json_may_have_the_extension_written_out() {
    for json in [
        json!({ "$ext": [0, "zIA="] }),
        json!({ "$ext": [0, "zIA"] }),
        json!(128),
    ] {
        assert_eq!(
            serde_json::from_value::<Buffer>(json.clone()).unwrap(),
            Buffer(128),
            "{json}"
        );
    }
    let error = serde_json::from_value::<Buffer>(json!({ "$ext": [1, "BQ=="] })).unwrap_err();
    assert!(
        error.to_string().contains("extension 1, expected `Buffer`"),
        "{error}"
    );
    // What only knows JSON sees that, and what it sends is understood.
    let message = encode(&vec![Buffer(300)]).unwrap();
    let json: serde_json::Value = decode(&message).unwrap();
    assert_eq!(json, json!([{ "$ext": [0, "zQEs"] }]));
    let text = json.to_string();
    assert_eq!(
        crate::msgpack::transcode::from_json(text.as_bytes()).unwrap(),
        message
    );
}

#[test]
fn extensions_stand_where_any_value_may() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Buffer(Buffer),
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Only {
        buffer: Option<Buffer>,
    }
    assert_eq!(
        decode::<Vec<Either>>(b"\x92\xa1x\xd4\x00\x02").unwrap(),
        [Either::Text("x".into()), Either::Buffer(Buffer(2))]
    );
    let only: Only = decode(b"\x82\xa1x\xd4\x05\x01\xa6buffer\xd4\x00\x02").unwrap();
    assert_eq!(only.buffer, Some(Buffer(2)));
}
