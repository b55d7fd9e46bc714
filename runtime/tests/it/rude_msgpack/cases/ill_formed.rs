//! Bytes that are no message, and messages that no peer means well with.
use crate::rude_msgpack::case::{Case, Way};

pub fn cases() -> Vec<Case> {
    let ends =
        |row, what, bytes, expected| Case::new(row, what, Way::Answer(bytes), expected).fatal();
    vec![
        ends(
            "S15",
            "sends the byte that means nothing",
            "c1",
            "ends: <peer> sent what is no message: the byte c1 at 0 is no MessagePack: �",
        ),
        ends(
            "S15",
            "sends it within a message",
            "94 01 ID c1 03",
            "ends: <peer> sent what is no message: the byte c1 at 3 is no MessagePack: 94 01 ID c1 03",
        ),
        ends(
            "S15",
            "sends nil",
            "c0",
            "ends: <peer> sent what is no message: the message is no array: �",
        ),
        ends(
            "S15",
            "sends a text",
            "a5 68656c6c6f",
            "ends: <peer> sent what is no message: the message is no array: a5 68 65 6c 6c 6f",
        ),
        ends(
            "S15",
            "sends a map",
            "81 a161 01",
            "ends: <peer> sent what is no message: the message is no array: 81 a1 61 01",
        ),
        ends(
            "S15",
            "speaks HTTP",
            "485454502f312e3120343030",
            "ends: <peer> sent what is no message: the message is no array: HTTP/1.1 400",
        ),
        ends(
            "S15",
            "speaks JSON-RPC",
            "7b226a736f6e727063223a22322e30227d",
            "ends: <peer> sent what is no message: the message is no array: {\"jsonrpc\":\"2.0\"}",
        ),
        ends(
            "S15",
            "declares a text of 4 GiB",
            "94 01 ID c0 db ffffffff 61",
            "ends: <peer> sent what is no message: a message of at least 4294967304 bytes; 262144 are allowed: 94 01 ID c0 db ff ff ff ff 61",
        ),
        ends(
            "S15",
            "declares bytes of 4 GiB",
            "94 01 ID c0 c6 ffffffff 61",
            "ends: <peer> sent what is no message: a message of at least 4294967304 bytes; 262144 are allowed: 94 01 ID c0 c6 ff ff ff ff 61",
        ),
        ends(
            "S15",
            "declares an ext of 4 GiB",
            "94 01 ID c0 c9 ffffffff 01 61",
            "ends: <peer> sent what is no message: a message of at least 4294967305 bytes; 262144 are allowed: 94 01 ID c0 c9 ff ff ff ff 01 61",
        ),
        ends(
            "S15",
            "declares an array of 4 Gi elements",
            "94 01 ID c0 dd ffffffff 61",
            "ends: <peer> sent what is no message: a message of at least 4294967304 bytes; 262144 are allowed: 94 01 ID c0 dd ff ff ff ff 61",
        ),
        ends(
            "S15",
            "declares a map of 4 Gi pairs",
            "94 01 ID c0 df ffffffff 61",
            "ends: <peer> sent what is no message: a message of at least 8589934599 bytes; 262144 are allowed: 94 01 ID c0 df ff ff ff ff 61",
        ),
        ends(
            "S15",
            "declares a message of 4 Gi elements",
            "dd ffffffff 01",
            "ends: <peer> sent what is no message: a message of at least 4294967300 bytes; 262144 are allowed: ����� ",
        ),
        Case::new(
            "S15",
            "answers arrays within arrays, 120 deep",
            Way::Answer("94 01 ID c0 91*120 90"),
            "answered [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        ),
        ends(
            "S15",
            "answers arrays within arrays, 130 deep",
            "94 01 ID c0 91*130 90",
            "ends: <peer> sent what is no message: more than 128 arrays and maps inside each other: 94 01 ID c0 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 …",
        ),
        ends(
            "S15",
            "answers arrays within arrays, 100,000 deep",
            "94 01 ID c0 91*100000 90",
            "ends: <peer> sent what is no message: more than 128 arrays and maps inside each other: 94 01 ID c0 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 91 …",
        ),
        ends(
            "S15",
            "answers maps within maps, 100,000 deep",
            "94 01 ID c0 8101*100000 90",
            "ends: <peer> sent what is no message: more than 128 arrays and maps inside each other: 94 01 ID c0 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 81 01 …",
        ),
    ]
}
