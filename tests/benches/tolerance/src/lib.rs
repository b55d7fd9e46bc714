//! Takes a frame of a server, gives its id and where its result is: as callwright reads it, and as strictly as can be.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A response (JSON-RPC 2.0, section 5) with nothing else in it, as jsonrpsee reads it; but for the result, which it
/// copies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Response<'a> {
    jsonrpc: &'a str,
    id: u64,
    #[serde(borrow)]
    result: &'a RawValue,
}

/// One strict pass: the id and the length of the result.
pub fn strict(frame: &Bytes) -> Option<(u64, usize)> {
    let Response {
        jsonrpc,
        id,
        result,
    } = serde_json::from_slice(frame).ok()?;
    (jsonrpc == "2.0").then(|| (id, result.get().len()))
}

/// What a session does with a frame, and then the call that it answers.
pub fn tolerant(frame: &Bytes) -> Option<(u64, usize)> {
    let id = callwright::__private::measured::answered_id(frame)?;
    let reply = callwright::Reply::from_response(frame.clone(), None).ok()?;
    Some((id, reply.result.len()))
}

/// A frame with a name for the way in which it is written.
pub struct Dressed {
    /// How it is written.
    pub name: &'static str,
    /// What was written.
    pub frame: Bytes,
}

/// The same answer with so many items as servers write it: without spaces; as Python does; with the result before the
/// id; with the id between others.
pub fn frames(items: usize) -> Vec<Dressed> {
    let item = r#"{"id":1,"name":"Nails, bent, box 17","price":0.25,"tags":["iron","small \"and\" sharp"]}"#;
    let result = format!(r#"{{"entries":[{}]}}"#, vec![item; items].join(","));
    [
        (
            "usual",
            format!(r#"{{"jsonrpc":"2.0","id":17,"result":{result}}}"#),
        ),
        (
            "spaced",
            format!(r#"{{"jsonrpc": "2.0", "id": 17, "result": {result}}}"#),
        ),
        (
            "id last",
            format!(r#"{{"jsonrpc":"2.0","result":{result},"id":17}}"#),
        ),
        (
            "id between",
            format!(r#"{{"result": {result}, "id": 17, "jsonrpc": "2.0"}}"#),
        ),
    ]
    .map(|(name, text)| Dressed {
        name,
        frame: text.into(),
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_find_the_same() {
        for items in [1, 100] {
            for Dressed { name, frame } in frames(items) {
                let found = strict(&frame);
                assert!(found.is_some_and(|(id, length)| id == 17 && length > 80));
                assert_eq!(tolerant(&frame), found, "{name}");
            }
        }
    }
}
