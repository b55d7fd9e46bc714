//! Results that are not as their schemas say, read by clients of each decode profile.
use std::sync::{Arc, Mutex};

use callwright::Framing;

use super::table::escaped;
use crate::peer::{Peer, Transport, serve};

callwright::generate_client! {
    name: Exact,
    spec: "tests/it/rude/values.json",
    decode: exact,
}
callwright::generate_client! {
    name: Tolerant,
    spec: "tests/it/rude/values.json",
    decode: tolerant,
}
callwright::generate_client! {
    name: Lenient,
    spec: "tests/it/rude/values.json",
    decode: lenient,
}
callwright::generate_client! {
    name: Nil,
    spec: "tests/it/rude/values.json",
    nil: "null",
}

/// What the server does, the method, and the result.
const ROWS: [(&str, &str, &str); 18] = [
    ("sends a number as a string", "count", r#""7""#),
    ("sends an integer with a point", "count", "7.0"),
    ("sends a fraction for an integer", "count", "7.5"),
    ("sends an integer below its bound", "count", "-7"),
    (
        "sends an integer beyond 64 bits",
        "count",
        "18446744073709551616",
    ),
    ("sends a boolean as a string", "flag", r#""true""#),
    ("sends a boolean as a number", "flag", "1"),
    ("sends null for a boolean", "flag", "null"),
    ("sends null for an empty list", "pets", "null"),
    ("sends an object for an empty list", "pets", "{}"),
    ("leaves a required list out", "pet", r#"{"name":"Bobik"}"#),
    (
        "sends null for a required list",
        "pet",
        r#"{"name":"Bobik","tags":null}"#,
    ),
    ("leaves a required text out", "pet", r#"{"tags":[]}"#),
    (
        "sends null for an optional member",
        "pet",
        r#"{"name":"Bobik","tags":[],"kind":null}"#,
    ),
    (
        "adds a member to a closed object",
        "pet",
        r#"{"name":"Bobik","tags":[],"age":3}"#,
    ),
    (
        "sends what an enum does not list",
        "pet",
        r#"{"name":"Bobik","tags":[],"kind":"cow"}"#,
    ),
    (
        "sends `[]`, which fits both branches of a `oneOf`",
        "either",
        "[]",
    ),
    ("sends what fits no branch of a `oneOf`", "either", "[7]"),
];

/// Calls a method of a client that is known by name.
macro_rules! told {
    ($client:expr, $method:expr) => {
        match $method {
            "count" => shown($client.count().await),
            "flag" => shown($client.flag().await),
            "pet" => shown($client.pet().await),
            "pets" => shown($client.pets().await),
            _ => shown($client.either().await),
        }
    };
}

/// The table of them.
pub async fn section() -> String {
    let result = Arc::new(Mutex::new(""));
    let sent = Arc::clone(&result);
    let address = serve(Transport::Tcp, Framing::Lines, move |mut peer: Peer| {
        let sent = Arc::clone(&sent);
        async move {
            while let Some(request) = peer.request().await {
                let result = format!(r#""result":{}"#, *sent.lock().unwrap());
                peer.answer(&request, &result).await;
            }
        }
    })
    .await;
    let stream = callwright::connect(&address.url).await.unwrap();
    let exact = Exact::with_connection(Arc::clone(&stream));
    let tolerant = Tolerant::with_connection(Arc::clone(&stream));
    let lenient = Lenient::with_connection(Arc::clone(&stream));
    let nil = Nil::with_connection(stream);
    let head = "| the server | result | `decode = \"exact\"` | `\"tolerant\"` | `\"lenient\"` | `nil = \"null\"` |";
    let mut page = format!(
        "\n## Values that are not as their schemas say\n\n{head}\n|{}\n",
        "---|".repeat(6)
    );
    for (row, method, json) in ROWS {
        *result.lock().unwrap() = json;
        let cells = [
            told!(exact, method),
            told!(tolerant, method),
            told!(lenient, method),
            told!(nil, method),
        ];
        let texts = cells.iter().enumerate().map(|(index, cell)| {
            match index > 0 && *cell == cells[index - 1] {
                true => "the same".to_owned(),
                false => escaped(cell),
            }
        });
        let texts = texts.collect::<Vec<_>>().join(" | ");
        page.push_str(&format!("| {row} | `{json}` | {texts} |\n"));
    }
    page
}

fn shown<T: std::fmt::Debug, E: std::fmt::Display>(outcome: Result<T, E>) -> String {
    match outcome {
        Ok(value) => format!("`{value:?}`"),
        Err(error) => {
            let text = error.to_string();
            // All of them name their method first.
            format!("fails: {}", text.split_once(": ").unwrap().1)
        }
    }
}
