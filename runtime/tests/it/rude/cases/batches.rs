//! What comes in the place of the array of answers to three calls.
use serde_json::Value;

use crate::rude::case::{Ask, Case, Way, answer};

pub fn cases() -> Vec<Case> {
    let answers = |row, way| Case::new(row, Way::Answer(way)).asked(Ask::Batch);
    vec![
        answers("answers in another order", |batch| array(batch, &[2, 0, 1])),
        answers("leaves an answer out", |batch| array(batch, &[0, 2])),
        answers("answers a call twice", |batch| array(batch, &[0, 1, 1, 2])),
        answers("answers what was not asked", |batch| {
            let mut all = array(batch, &[0, 1, 2]);
            all.pop();
            [&all, &br#",{"jsonrpc":"2.0","id":4711,"result":7}]"#[..]].concat()
        }),
        answers("puts what is no response between the answers", |batch| {
            let mut all = array(batch, &[0, 1, 2]);
            all.pop();
            [&all, &b",5,\"x\"]"[..]].concat()
        }),
        answers("answers with one error", |_| {
            br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}"#
                .to_vec()
        }),
        answers("answers with an empty array", |_| b"[]".to_vec()),
        answers("breaks off within the array", |batch| {
            let mut all = array(batch, &[0, 1, 2]);
            all.truncate(all.len() - 15);
            all
        }),
    ]
}

/// Answers to these calls of a batch, in this order.
fn array(batch: &Value, order: &[usize]) -> Vec<u8> {
    let answers: Vec<_> = order
        .iter()
        .map(|place| answer(&batch[*place], r#""result":7"#))
        .collect();
    [b"[", &answers.join(&b","[..])[..], b"]"].concat()
}
