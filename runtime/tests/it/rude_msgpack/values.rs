//! Results as a client of both wires reads them: ext types, bytes, strings, records, unions.
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

/// Row, what the peer does, the method, the bytes of the result, and what the client has of it.
const ROWS: &str = include_str!("values.txt");

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
    for line in ROWS.lines() {
        let cells: Vec<_> = line.splitn(5, " | ").collect();
        let [row, what, method, bytes, expected] = cells[..] else {
            panic!("no row: {line}");
        };
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
