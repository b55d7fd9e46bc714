//! Values taken from one format to the other and back.
use super::*;

fn json(message: &[u8]) -> String {
    String::from_utf8(to_json(message).unwrap()).unwrap()
}

#[test]
fn json_comes_back_as_it_went() {
    for text in [
        "null",
        "[]",
        "{}",
        r#"[true,false,null,0,-1,18446744073709551615,-9223372036854775808,1.5,-0.0,1e+300]"#,
        r#"{"a":[{"b":[[],{}]},"é\n\"\\"],"":{"x":1}}"#,
        r#"{"$ext":[0,"zQEt"]}"#,
        r#"[{"$ext":[-128,""]},2]"#,
        r#"{"$ext":1,"b":2}"#,
        r#"[{"$ext":[300,"zQEt"]},{"$ext":[1,"?"]},{"$ext":[1]}]"#,
    ] {
        let message = from_json(text.as_bytes()).unwrap();
        assert_eq!(json(&message), text);
        assert!(
            rmpv::decode::read_value(&mut &message[..]).is_ok(),
            "{text}"
        );
    }
    let spaced = from_json(b" { \"a\" : [ 1 , 2 ] ,\n\"b\" : [ ] , \"c\" : { } } ").unwrap();
    assert_eq!(json(&spaced), r#"{"a":[1,2],"b":[],"c":{}}"#);
    let escaped = from_json(br#"{"\u0024ext":[0,"AQ=="]}"#).unwrap();
    assert_eq!(json(&escaped), r#"{"$ext":[0,"AQ=="]}"#);
}

#[test]
fn what_json_has_no_room_for_is_as_close_as_can_be() {
    for (message, text) in [
        (&b"\xc4\x03\x01\x02\x03"[..], r#""AQID""#),
        (b"\xa2\xff!", "\"\u{fffd}!\""),
        (b"\xcb\x7f\xf8\0\0\0\0\0\0", "null"),
        (b"\xca\x3f\0\0\0", "0.5"),
        (b"\xd4\x00\x01", r#"{"$ext":[0,"AQ=="]}"#),
        (b"\xc7\x00\xff", r#"{"$ext":[-1,""]}"#),
        (
            b"\x84\x01\x02\xc0\xc3\xc4\x01\xff\x03\x91\x01\x04",
            r#"{"1":2,"null":true,"/w==":3,"kQE=":4}"#,
        ),
        (b"\x82\xc4\x01k\xff\xc2\x80", r#"{"k":-1,"false":{}}"#),
    ] {
        assert_eq!(json(message), text);
    }
    // Numbers of more digits than MessagePack has keep them as text.
    let long = from_json(b"[18446744073709551616,-9223372036854775809,1e400]").unwrap();
    assert_eq!(
        json(&long),
        r#"["18446744073709551616","-9223372036854775809","1e400"]"#
    );
}

#[test]
fn what_is_broken_is_refused() {
    for message in [
        &b""[..],
        b"\xc1",
        b"\x92\x01",
        b"\x01\x02",
        b"\xa5ab",
        b"\x81\x01",
        b"\x81\xc1\x01",
    ] {
        assert!(to_json(message).is_err(), "{message:x?}");
    }
    for text in ["", "[1,", "{\"a\"}", "nul", "1 2", "\"\u{1}\""] {
        assert!(from_json(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn depth_costs_neither_stack_nor_time() {
    let levels = 200_000;
    let text = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let message = from_json(text.as_bytes()).unwrap();
    assert_eq!(json(&message), text);
    let keys = [vec![0x81; levels], vec![0xc0; levels + 1]].concat();
    assert!(to_json(&keys).unwrap().len() < 2 * keys.len());
}

#[test]
fn an_excerpt_ends_behind_its_place() {
    let numbers: Vec<u32> = (0..10_000).collect();
    let message = crate::msgpack::encode::encode(&numbers).unwrap();
    let (text, place) = excerpt(&message, 519);
    assert!(text.len() < 4_000);
    assert!(
        text[place..].starts_with(b",300,"),
        "{}",
        String::from_utf8_lossy(&text[place..])
    );
    for place in [0, 1, message.len(), usize::MAX] {
        excerpt(&message, place);
    }
    assert_eq!(excerpt(b"\x92\x01\xc1", 2).0, b" [1,");
}
