//! Results as a client of both wires reads them, and params as it writes them: ext types, bytes, strings, records.
use std::sync::{Arc, Mutex};

use callwright::{ByteStream, ConnectOptions, Framing, IntoConnection};

use super::{hex, line::Line};
use crate::{
    peer::{self, Transport},
    rude::table::escaped,
};

callwright::generate_client! {
    name: Values,
    spec: "tests/it/rude_msgpack/values.json",
    wire: ["json", "msgpack"],
}

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Row, what the peer does, the method, the bytes of the result, and what the client has of it.
const ROWS: [Row; 58] = [
    (
        "W14",
        "sends a handle of 0",
        "handle",
        "d40000",
        "`Handle(0)`",
    ),
    (
        "W14",
        "sends a handle of 1",
        "handle",
        "d40001",
        "`Handle(1)`",
    ),
    (
        "W14",
        "sends a handle of 127",
        "handle",
        "d4007f",
        "`Handle(127)`",
    ),
    (
        "W15",
        "sends a handle of 128",
        "handle",
        "d500cc80",
        "`Handle(128)`",
    ),
    (
        "W14",
        "sends a handle of 301",
        "handle",
        "c70300cd012d",
        "`Handle(301)`",
    ),
    (
        "W14",
        "sends a handle of 2^31",
        "handle",
        "c70500ce80000000",
        "`Handle(2147483648)`",
    ),
    (
        "W14",
        "sends a handle of -1",
        "handle",
        "d400ff",
        "`Handle(-1)`",
    ),
    (
        "W14",
        "sends a handle of 1 as ext8",
        "handle",
        "c7010001",
        "`Handle(1)`",
    ),
    (
        "W14",
        "sends a handle of 301 as ext16",
        "handle",
        "c8000300cd012d",
        "`Handle(301)`",
    ),
    (
        "W14",
        "sends a handle of 301 as ext32",
        "handle",
        "c90000000300cd012d",
        "`Handle(301)`",
    ),
    (
        "W14",
        "sends a plain number for a handle",
        "handle",
        "05",
        "`Handle(5)`",
    ),
    (
        "W14",
        "sends a handle under another code",
        "handle",
        "d40101",
        "fails: the result is not as documented at `$`: invalid value: extension 1, expected `Handle`, which is extension 0: {\"$ext\":[1,\"AQ==\"]}",
    ),
    (
        "W14",
        "sends a handle without a payload",
        "handle",
        "c70000",
        "fails: the result is not as documented at `$`: in the extension: the value ends early: {\"$ext\":[0,\"\"]}",
    ),
    (
        "W14",
        "sends a handle with bytes behind the number",
        "handle",
        "d5000102",
        "fails: the result is not as documented at `$`: in the extension: trailing bytes: {\"$ext\":[0,\"AQI=\"]}",
    ),
    (
        "W14",
        "sends a handle that is no number",
        "handle",
        "d400c0",
        "fails: the result is not as documented at `$`: in the extension: invalid type: null, expected i64: {\"$ext\":[0,\"wA==\"]}",
    ),
    (
        "W14",
        "sends a window",
        "window",
        "c70301cd03e8",
        "`Window(1000)`",
    ),
    (
        "W14",
        "sends a plain number for a window",
        "window",
        "05",
        "fails: the result is not as documented at `$`: invalid type: integer `5`, expected `Window`, which is extension 1: 5",
    ),
    (
        "W14",
        "sends 1 byte",
        "blob",
        "d40501",
        "`Blob(Bytes(\"\\x01\"))`",
    ),
    (
        "W14",
        "sends 2 bytes",
        "blob",
        "d5050102",
        "`Blob(Bytes(\"\\x01\\x02\"))`",
    ),
    (
        "W14",
        "sends 4 bytes",
        "blob",
        "d60501020304",
        "`Blob(Bytes(\"\\x01\\x02\\x03\\x04\"))`",
    ),
    (
        "W14",
        "sends 8 bytes",
        "blob",
        "d7050102030405060708",
        "`Blob(Bytes(\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"))`",
    ),
    (
        "W14",
        "sends 16 bytes",
        "blob",
        "d8050102030405060708090a0b0c0d0e0f10",
        "`Blob(Bytes(\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f\\x10\"))`",
    ),
    (
        "W14",
        "sends no bytes",
        "blob",
        "c70005",
        "`Blob(Bytes(\"\"))`",
    ),
    (
        "W14",
        "sends 3 bytes as ext16",
        "blob",
        "c8000305010203",
        "`Blob(Bytes(\"\\x01\\x02\\x03\"))`",
    ),
    (
        "W14",
        "sends 3 bytes as ext32",
        "blob",
        "c90000000305010203",
        "`Blob(Bytes(\"\\x01\\x02\\x03\"))`",
    ),
    (
        "W14",
        "sends a record in an ext",
        "point",
        "c7070682a17801a17902",
        "`Point(PointPayload { x: 1, y: 2, extra: {} })`",
    ),
    (
        "W14",
        "sends a record in an ext with bytes behind it",
        "point",
        "c7080682a17801a1790200",
        "fails: the result is not as documented at `$`: in the extension: trailing bytes: {\"$ext\":[6,\"gqF4AaF5AgA=\"]}",
    ),
    (
        "W14",
        "sends a record in an ext without a field",
        "point",
        "c7040681a17801",
        "fails: the result is not as documented at `$`: in the extension: missing field `y`: {\"$ext\":[6,\"gaF4AQ==\"]}",
    ),
    (
        "W14",
        "sends a time of 32 bits",
        "moment",
        "d6ff65920080",
        "`Moment(Timestamp { seconds: 1704067200, nanoseconds: 0 })`",
    ),
    (
        "W14",
        "sends a time of 64 bits",
        "moment",
        "d7ff0000000465920080",
        "`Moment(Timestamp { seconds: 1704067200, nanoseconds: 1 })`",
    ),
    (
        "W14",
        "sends a time of 96 bits",
        "moment",
        "c70cff000000010000000065920080",
        "`Moment(Timestamp { seconds: 1704067200, nanoseconds: 1 })`",
    ),
    (
        "W14",
        "sends a time before 1970",
        "moment",
        "c70cff1dcd6500ffffffffffffffff",
        "`Moment(Timestamp { seconds: -1, nanoseconds: 500000000 })`",
    ),
    (
        "W14",
        "sends a time of 3 bytes",
        "moment",
        "c703ff010203",
        "fails: the result is not as documented at `$`: no timestamp has 3 bytes: {\"$ext\":[-1,\"AQID\"]}",
    ),
    (
        "W14",
        "sends an ext of the lowest code",
        "any",
        "c7018000",
        "`Ext(-128, [0])`",
    ),
    (
        "W14",
        "sends an ext of the highest code",
        "any",
        "d47f00",
        "`Ext(127, [0])`",
    ),
    (
        "W10",
        "sends bytes",
        "data",
        "c40300ff10",
        "`Bytes(\"\\x00\\xff\\x10\")`",
    ),
    (
        "W10",
        "sends bytes as a text in base64",
        "data",
        "a441503851",
        "`Bytes(\"AP8Q\")`",
    ),
    (
        "W10",
        "sends a number for bytes",
        "data",
        "07",
        "fails: the result is not as documented at `$`: invalid type: integer `7`, expected binary data: 7",
    ),
    (
        "W10",
        "sends a text that is not UTF-8 where it need not be",
        "text",
        "a3 61ff62",
        "`\"a\\xffb\"`",
    ),
    (
        "W10",
        "sends a text that is not UTF-8 where it has to be",
        "plain",
        "a3 61ff62",
        "fails: the result is not as documented at `$`: invalid value: byte array, expected a string: \"a�b\"",
    ),
    (
        "W10",
        "sends bytes for a text",
        "plain",
        "c4026869",
        "`\"hi\"`",
    ),
    (
        "W2",
        "sends nil for a text",
        "plain",
        "c0",
        "fails: the result is not as documented at `$`: invalid type: null, expected a string: null",
    ),
    (
        "-",
        "sends a map whose keys are numbers",
        "any",
        "82 01 a161 c3 02",
        "`Map([(Int(1), Str(\"a\")), (Bool(true), Int(2))])`",
    ),
    (
        "-",
        "sends a map with what JSON has not",
        "any",
        "83 a161 c40100 a162 d40501 a163 a1ff",
        "`Map([(Str(\"a\"), Bin([0])), (Str(\"b\"), Ext(5, [1])), (Str(\"c\"), Str(\"\\xff\"))])`",
    ),
    (
        "-",
        "sends the largest and the smallest integer",
        "any",
        "92 cfffffffffffffffff d38000000000000000",
        "`Array([Int(18446744073709551615), Int(-9223372036854775808)])`",
    ),
    (
        "-",
        "sends a record",
        "pet",
        "82 a46e616d65 a162 a474616773 91a178",
        "`Pet { handle: None, name: \"b\", tags: Some([\"x\"]), extra: {} }`",
    ),
    (
        "-",
        "sends a record with a member that is not known, an ext",
        "pet",
        "82 a46e616d65 a162 a178 d50501ff",
        "`Pet { handle: None, name: \"b\", tags: None, extra: {\"x\": Ext(5, [1, 255])} }`",
    ),
    (
        "-",
        "sends a record with ext values deep in what is not known",
        "pet",
        "82 a178 92 81d4050180 c70005 a46e616d65 a162",
        "`Pet { handle: None, name: \"b\", tags: None, extra: {\"x\": Array([Map([(Ext(5, [1]), Map([]))]), Ext(5, [])])} }`",
    ),
    (
        "-",
        "sends a record with a handle",
        "pet",
        "82 a46e616d65 a162 a668616e646c65 d500cc80",
        "`Pet { handle: Some(Handle(128)), name: \"b\", tags: None, extra: {} }`",
    ),
    (
        "-",
        "sends a record without a member",
        "pet",
        "80",
        "fails: the result is not as documented at `$`: missing field `name`: {}",
    ),
    (
        "-",
        "sends a record with a member of another type",
        "pet",
        "81 a46e616d65 07",
        "fails: the result is not as documented at `$.name`: invalid type: integer `7`, expected a string: {\"name\":7}",
    ),
    (
        "-",
        "sends a record with a member twice",
        "pet",
        "82 a46e616d65 a162 a46e616d65 a163",
        "`Pet { handle: None, name: \"c\", tags: None, extra: {} }`",
    ),
    (
        "-",
        "sends a record as an array",
        "pet",
        "91 a162",
        "fails: the result is not as documented at `$`: invalid type: sequence, expected struct Pet: [\"b\"]",
    ),
    (
        "-",
        "sends a record whose second pet is wrong",
        "pets",
        "92 81a46e616d65a162 81a46e616d65c3",
        "fails: the result is not as documented at `$[1].name`: invalid type: boolean `true`, expected a string: [{\"name\":\"b\"},{\"name\":true}]",
    ),
    (
        "-",
        "sends one of two types",
        "either",
        "a26869",
        "`String(\"hi\")`",
    ),
    (
        "-",
        "sends the other of two types, with an ext in it",
        "either",
        "82 a46e616d65 a162 a668616e646c65 d40007",
        "`Pet(Pet { handle: Some(Handle(7)), name: \"b\", tags: None, extra: {} })`",
    ),
    (
        "-",
        "sends neither of two types",
        "either",
        "07",
        "fails: the result is not as documented at `$`: invalid type: integer, expected `EitherResult`: a string, an object: 7",
    ),
    (
        "-",
        "sends an ext for one of two types",
        "either",
        "d40507",
        "fails: the result is not as documented at `$`: invalid type: extension, expected `EitherResult`: a string, an object: {\"$ext\":[5,\"Bw==\"]}",
    ),
];

pub async fn section() -> String {
    let result: Arc<Mutex<&'static str>> = Arc::default();
    let sends = Arc::clone(&result);
    let address = peer::serve(Transport::Tcp, Framing::Values, move |peer| {
        let sends = Arc::clone(&sends);
        let mut line = Line::new(peer);
        async move {
            while let Some(call) = line.message().await {
                let answer = format!("94 01 ID c0 {}", *sends.lock().unwrap());
                let answer = hex::bytes(&answer, &call.id.unwrap_or_default());
                line.peer.send(&answer).await;
            }
        }
    })
    .await;
    let url = format!("msgpack+{}", address.url);
    let stream = ByteStream::connect(&url, ConnectOptions::new())
        .await
        .unwrap();
    let client = Values::with_connection(stream.clone().into_connection());
    let head = "| row | the peer | the result | the client |\n|---|---|---|---|";
    let mut page = format!("\n## Results that have types\n\n{head}\n");
    let mut wrong = String::new();
    for (row, what, method, bytes, expected) in ROWS {
        *result.lock().unwrap() = bytes;
        let seen = read(&client, method).await;
        if seen != expected {
            wrong.push_str(&format!("{what}: {seen}\n"));
        }
        page.push_str(&format!(
            "| {row} | {what} | `{bytes}` | {} |\n",
            escaped(&seen)
        ));
    }
    assert!(wrong.is_empty(), "{wrong}");
    // What cannot be read costs its call.
    assert!(!stream.is_closed());
    assert_eq!((stream.in_flight(), stream.stray_frames()), (0, 0));
    page
}

/// The value or the fault.
async fn read(client: &Values, method: &str) -> String {
    /// Of the method of this name.
    macro_rules! of {
        ($($name:ident)*) => {
            match method {
                $(stringify!($name) => match client.$name().await {
                    Ok(value) => format!("`{value:?}`"),
                    Err(error) => {
                        let text = error.to_string();
                        // All of them name their method first.
                        format!("fails: {}", text.split_once(": ").unwrap().1)
                    }
                },)*
                _ => panic!("no method {method}"),
            }
        };
    }
    of!(handle window blob point moment data text plain any pet pets either)
}
