//! How subscriptions end by a method that no function answers: takes its params, whatever the document says of them.
use serde_json::Value;

use super::{Id, Ids, Registry};
use crate::{Incoming, ServerError, Wires, service::Answer};

/// The answer to who unsubscribes, whether there was something to end, or null. The id is the first param; of subscriptions
/// without ids, those end that began with the same params.
pub fn leave<'a, W: Wires>(asked: &Incoming<'a>, answer: Ids) -> Answer<'a> {
    let answer = left(asked).and_then(|was_there| match answer {
        Ids::Null => asked.answer_as::<W, _>(&()),
        Ids::Number | Ids::Text | Ids::True => asked.answer_as::<W, _>(&was_there),
    });
    Box::pin(std::future::ready(answer))
}

fn left(asked: &Incoming<'_>) -> Result<bool, ServerError> {
    let registry = Registry::of(asked.context());
    if registry.end_all(&key(asked.method(), asked)) {
        return Ok(true);
    }
    let id = match asked.params::<Value>()? {
        Value::Array(params) => params.into_iter().next(),
        Value::Object(params) => params.into_iter().next().map(|(_, id)| id),
        _ => None,
    };
    let id = id.and_then(|id| serde_json::from_value::<Id>(id).ok());
    Ok(id.is_some_and(|id| registry.end(id.0)))
}

/// What tells subscriptions apart that have no ids: how they are left, and the params.
pub(super) fn key(leaving: &str, asked: &Incoming<'_>) -> String {
    let params = asked.params::<Value>().unwrap_or_default();
    format!("{leaving} {params}")
}
