//! What a document says of a method that subscribes, as the generator reads it.
use serde_json::{Map, Value};

use super::{Extra, Method, Schemas, service::result};
use crate::Streaming;

/// The [`Detail`](super::Detail) that a method subscribes to items that `describe` tells of, as it
/// would of a method that answers one. What it answers itself is the id.
pub fn subscription(
    schemas: &mut Schemas,
    method: &mut Method,
    describe: fn(&mut Schemas, &mut Method),
) {
    result::<u64>(schemas, method);
    let mut item = Method::new("item");
    describe(schemas, &mut item);
    if let Some(schema) = item.result.and_then(|result| result.schema) {
        let name = "x-notification-schema".to_owned();
        method.extra.insert(name, schema);
    }
    // A stream may fail with errors that the method does not have.
    for error in item.errors {
        if method.errors.iter().all(|known| known.code != error.code) {
            method.errors.push(error);
        }
    }
    if let Some(Value::Object(data)) = item.extra.remove("x-error-data") {
        let all = method.extra.entry("x-error-data");
        if let Value::Object(all) = all.or_insert_with(|| Value::Object(Map::new())) {
            for (code, schema) in data {
                all.entry(code).or_insert(schema);
            }
        }
    }
}

/// The rule of a method of this name, without what goes without saying.
pub(super) fn rule(name: &str, streaming: &Streaming) -> Value {
    let mut rule = Extra::new();
    if streaming.methods != [name] {
        rule.insert("notification".to_owned(), streaming.methods.into());
    }
    if let Some((method, _)) = streaming.unsubscribe {
        rule.insert("unsubscribe".to_owned(), method.into());
    }
    for (what, path, usual) in [
        ("id", streaming.id, "subscription"),
        ("payload", streaming.item, "result"),
        ("answer", streaming.answer, ""),
    ] {
        let path = path.join(".");
        if path != usual {
            rule.insert(what.to_owned(), path.into());
        }
    }
    match rule.is_empty() {
        true => Value::Bool(true),
        false => Value::Object(rule),
    }
}
