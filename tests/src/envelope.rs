//! The JSON-RPC envelope as text: its id can be read and exchanged without touching any other byte.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
}

/// Tells an id of null from no id, which a plain `Option` does not.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// The id of a message as it is written there; none in notifications, batches and what is no JSON-RPC.
pub fn id(message: &str) -> Option<&str> {
    // Serde would take the first item of an array for the id.
    if !message.trim_start().starts_with('{') {
        return None;
    }
    let envelope: Envelope<'_> = serde_json::from_str(message).ok()?;
    envelope.id.map(RawValue::get)
}

/// The message with its id written as `id`; every other byte stays. A message without id stays whole.
pub fn with_id(message: &str, id: &str) -> String {
    let Some(old) = self::id(message) else {
        return message.to_owned();
    };
    // `old` is a slice of `message`, so its place follows from the addresses.
    let start = old.as_ptr().addr() - message.as_ptr().addr();
    [&message[..start], id, &message[start + old.len()..]].concat()
}

/// What a request asks, whatever its id and the order of its members: two requests with equal meaning deserve the
/// same answer. That there is an id at all is part of it.
pub fn meaning(request: &str) -> Option<Value> {
    let mut meaning: Value = serde_json::from_str(request).ok()?;
    if let Some(id) = meaning.get_mut("id") {
        *id = Value::Null;
    }
    Some(meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanges_only_the_id() {
        let reply = r#"{ "result": {"id":1, "id2": 2.50}, "id" : "aB3" }"#;
        assert_eq!(id(reply), Some("\"aB3\""));
        assert_eq!(
            with_id(reply, "7"),
            r#"{ "result": {"id":1, "id2": 2.50}, "id" : 7 }"#
        );
    }

    #[test]
    fn tells_no_id_from_null() {
        assert_eq!(id(r#"{"id":null}"#), Some("null"));
        assert_eq!(id(r#"{"method":"log"}"#), None);
        assert_eq!(with_id("null", "7"), "null");
        assert_eq!(with_id("<html>", "7"), "<html>");
        assert_eq!(with_id(r#"[{"id":1}]"#, "7"), r#"[{"id":1}]"#);
    }

    #[test]
    fn meaning_ignores_id_and_order_only() {
        let by_name = meaning(r#"{"id":1,"method":"m","params":{"a":1,"b":2}}"#);
        assert_eq!(
            by_name,
            meaning(r#"{"params":{"b":2,"a":1},"id":"x","method":"m"}"#)
        );
        assert_ne!(by_name, meaning(r#"{"method":"m","params":{"a":1,"b":2}}"#));
        assert_ne!(
            by_name,
            meaning(r#"{"id":1,"method":"m","params":{"a":1,"b":null}}"#)
        );
    }
}
