//! What a server sends of its own accord, where it may speak at any time.
use callwright::Streaming;

use crate::rude::case::{Ask, Case, Way, answer, right};

/// Starknet's way: the id under a name of its own, a method for each stream.
const BY_NAME: Streaming = Streaming::by(&["sub_heads", "sub_reorg"]).id(&["subscription_id"]);

/// Ethereum's way.
const BY_ID: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"]);

pub fn cases() -> Vec<Case> {
    let sends = |row, way| Case::new(row, Way::Messages(way));
    vec![
        sends("answers a call twice", |request| vec![right(request), right(request)]),
        sends("sends what is not JSON before the answer", |request| {
            vec![b"hello".to_vec(), right(request)]
        }),
        sends("sends JSON that is not JSON-RPC before the answer", |request| {
            vec![b"{\"ok\":true}".to_vec(), b"[7]".to_vec(), right(request)]
        }),
        sends("answers a call that was not made before the answer", |request| {
            vec![br#"{"jsonrpc":"2.0","id":4711,"result":8}"#.to_vec(), right(request)]
        }),
        sends("sends a message over the limit that is for no call", |request| {
            let long = "x".repeat(3 * crate::rude::visit::LIMIT);
            let tick = format!(r#"{{"jsonrpc":"2.0","method":"tick","params":["{long}"]}}"#);
            vec![tick.into_bytes(), right(request)]
        }),
        Case::new("prints a log between the messages", Way::Noise(b"listening on port 80\n")),
        sends("notifies nobody who listens", |request| {
            vec![br#"{"jsonrpc":"2.0","method":"tick","params":[1]}"#.to_vec(), right(request)]
        }),
        sends("asks the client under the id of the call", |request| {
            let ask = format!(r#"{{"jsonrpc":"2.0","id":{},"method":"ask"}}"#, request["id"]);
            vec![ask.into_bytes(), right(request)]
        }),
        sends("notifies under `subscription_id`, with a method for each stream", |request| {
            vec![
                answer(request, r#""result":"1""#),
                br#"{"jsonrpc":"2.0","method":"sub_heads","params":{"subscription_id":"1","result":1}}"#.to_vec(),
                br#"{"jsonrpc":"2.0","method":"sub_reorg","params":{"subscription_id":"1","result":2}}"#.to_vec(),
            ]
        })
        .asked(Ask::Subscribe(BY_NAME)),
        sends("has ids of subscriptions above 2^63", |request| {
            vec![
                answer(request, r#""result":"18446744073709551617""#),
                tick(r#""18446744073709551617""#),
            ]
        })
        .asked(Ask::Subscribe(BY_ID)),
        sends("writes the id of a subscription now as a string, now as a number", |request| {
            vec![answer(request, r#""result":"77""#), tick("77")]
        })
        .asked(Ask::Subscribe(BY_ID)),
        sends("notifies before it has answered the subscription", |request| {
            vec![tick("88"), answer(request, r#""result":88"#)]
        })
        .asked(Ask::Subscribe(BY_ID)),
        sends("answers the calls of a batch one by one", |batch| {
            (0..3).rev().map(|place| right(&batch[place])).collect()
        })
        .asked(Ask::Batch),
    ]
}

fn tick(id: &str) -> Vec<u8> {
    let params = format!(r#"{{"subscription":{id},"result":1}}"#);
    format!(r#"{{"jsonrpc":"2.0","method":"tick","params":{params}}}"#).into_bytes()
}
