//! What a peer asks of the client and tells it while a call waits: the client's answers byte for byte.
use crate::rude_msgpack::case::{Case, Way};

pub fn cases() -> Vec<Case> {
    let asks = |row, what, bytes, expected| Case::new(row, what, Way::Ask(bytes, 1), expected);
    let says = |row, what, bytes, expected| Case::new(row, what, Way::Ask(bytes, 0), expected);
    vec![
        asks(
            "S2",
            "calls back",
            "94 00 01 a3 73756d 92 01 02",
            "answered 7; sends `94 01 01 c0 03`",
        ),
        asks(
            "S2",
            "calls back under the id of the call",
            "94 00 ID a3 73756d 92 01 02",
            "answered 7; sends `94 01 ID c0 03`",
        ),
        asks(
            "W5",
            "asks under 7 as a u64",
            "94 00 cf0000000000000007 a3 73756d 92 01 02",
            "answered 7; sends `94 01 cf 00 00 00 00 00 00 00 07 c0 03`",
        ),
        asks(
            "W5",
            "asks under 2^32 - 1",
            "94 00 ceffffffff a3 73756d 92 01 02",
            "answered 7; sends `94 01 ce ff ff ff ff c0 03`",
        ),
        asks(
            "W6",
            "asks under 2^32 as a float",
            "94 00 cb41f0000000000000 a3 73756d 92 01 02",
            "answered 7; sends `94 01 cb 41 f0 00 00 00 00 00 00 c0 03`",
        ),
        asks(
            "W6",
            "asks under -1",
            "94 00 ff a3 73756d 92 01 02",
            "answered 7; sends `94 01 ff c0 03`",
        ),
        asks(
            "W6",
            "asks under a text",
            "94 00 a161 a3 73756d 92 01 02",
            "answered 7; sends `94 01 a1 61 c0 03`",
        ),
        asks(
            "W12",
            "asks with a map of params",
            "94 00 01 a3 73756d 82 a161 01 a162 02",
            "answered 7; sends `94 01 01 c0 03`",
        ),
        asks(
            "W4",
            "asks with nil for the params",
            "94 00 01 a4 6e6f6e65 c0",
            "answered 7; sends `94 01 01 c0 c0`",
        ),
        asks(
            "W4",
            "asks with params that are a number",
            "94 00 01 a3 73756d 05",
            "answered 7; sends `[1, 1, {\"code\": -32602, \"message\": \"invalid params at `$`: invalid type: integer `5`, expected struct Sum\", \"data\": {\"path\": \"$\"}}, nil]`",
        ),
        asks(
            "W13",
            "asks by a method in bin",
            "94 00 01 c403 73756d 92 01 02",
            "answered 7; sends `94 01 01 c0 03`",
        ),
        asks(
            "W13",
            "asks by a method that is not UTF-8",
            "94 00 01 a2 fffe 90",
            "answered 7; sends `[1, 1, {\"code\": -32600, \"message\": \"Invalid request: a message without the name of a method\"}, nil]`; stray: a message without the name of a method",
        ),
        asks(
            "W11",
            "asks in wide encodings",
            "dc0004 d000 d300000000000000ff da0003 73756d dd00000002 d10001 cc02",
            "answered 7; sends `94 01 d3 00 00 00 00 00 00 00 ff c0 03`",
        ),
        asks(
            "S3",
            "asks for what fails",
            "94 00 01 a4 6661696c 90",
            "answered 7; sends `94 01 01 82 a4 63 6f 64 65 05 a7 6d 65 73 73 61 67 65 a2 6e 6f c0`",
        ),
        asks(
            "S3",
            "asks for what panics",
            "94 00 01 a5 70616e6963 90",
            "answered 7; sends `94 01 01 82 a4 63 6f 64 65 d1 80 a5 a7 6d 65 73 73 61 67 65 ae 49 6e 74 65 72 6e 61 6c 20 65 72 72 6f 72 c0`",
        ),
        asks(
            "S4",
            "asks with wrong params",
            "94 00 01 a3 73756d 91 a161",
            "answered 7; sends `[1, 1, {\"code\": -32602, \"message\": \"invalid params at `$[0]`: invalid type: string \\\"a\\\", expected i64\", \"data\": {\"path\": \"$[0]\"}}, nil]`",
        ),
        asks(
            "S5",
            "asks for what nobody answers",
            "94 00 01 a1 78 90",
            "answered 7; sends `94 01 01 82 a4 63 6f 64 65 d1 80 a7 a7 6d 65 73 73 61 67 65 b0 4d 65 74 68 6f 64 20 6e 6f 74 20 66 6f 75 6e 64 c0`; stray: a request that nobody handles",
        ),
        Case::new(
            "S9",
            "asks twice at once",
            Way::Ask("94 00 01 a4 6c617465 90 94 00 02 a3 73756d 92 01 02", 2),
            "answered 7; sends `94 01 02 c0 03`; sends `94 01 01 c0 c0`",
        ),
        says(
            "S6",
            "notifies nobody",
            "93 02 a1 78 90",
            "answered 7; stray: a notification that nobody listens to",
        ),
        says(
            "S6",
            "notifies of what is asked for",
            "93 02 a3 73756d 92 01 02",
            "answered 7",
        ),
        says(
            "S6",
            "notifies without params",
            "92 02 a1 78",
            "answered 7; stray: a message of a wrong length",
        ),
        asks(
            "S15",
            "asks without params",
            "93 00 01 a1 78",
            "answered 7; sends `[1, 1, {\"code\": -32600, \"message\": \"Invalid request: a message of a wrong length\"}, nil]`; stray: a message of a wrong length",
        ),
        asks(
            "S15",
            "asks with five elements",
            "95 00 01 a3 73756d 92 01 02 c0",
            "answered 7; sends `[1, 1, {\"code\": -32600, \"message\": \"Invalid request: a message of a wrong length\"}, nil]`; stray: a message of a wrong length",
        ),
        says(
            "S15",
            "sends a message of type 9",
            "94 09 01 a1 78 90",
            "answered 7; stray: a message of an unknown type",
        ),
        says(
            "S15",
            "sends a message of a type that is no number",
            "94 a1 78 01 a1 78 90",
            "answered 7; stray: a message of an unknown type",
        ),
        says(
            "S15",
            "sends an array of a response's kind alone",
            "91 01",
            "answered 7; stray: a message of a wrong length",
        ),
        says(
            "S15",
            "sends an empty array",
            "90",
            "answered 7; stray: a message of a wrong length",
        ),
    ]
}
