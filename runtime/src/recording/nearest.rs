//! What a recording has in place of a request: takes params and the recorded ones, says which are most like them.
use std::collections::BTreeSet;

use serde_json::{Value, value::RawValue};

use crate::error::Snippet;

/// A part of a sentence. `params` are those that were recorded of the method, `methods` all there are.
pub(super) fn nearest<'l>(
    asked: &Value,
    params: impl Iterator<Item = &'l RawValue>,
    methods: impl Iterator<Item = &'l str>,
) -> String {
    let recorded = params.map(|known| (likeness(asked, known), known));
    // Of equal ones the first.
    let best = recorded.reduce(|best, other| if other.0 > best.0 { other } else { best });
    match best {
        Some((_, known)) if value(known) == *asked => {
            "it was recorded, but not as often".to_owned()
        }
        Some((_, known)) => {
            let known = Snippet::head(known.get().as_bytes());
            let asked = asked.to_string();
            let asked = Snippet::head(asked.as_bytes());
            format!(
                "it asks with {}, and the nearest is {}",
                asked.as_str(),
                known.as_str()
            )
        }
        None => {
            let methods: BTreeSet<_> = methods.map(|method| format!("`{method}`")).collect();
            let methods: Vec<_> = methods.into_iter().collect();
            let methods = methods.join(", ");
            let methods = Snippet::head(methods.as_bytes());
            format!("nothing of its method, but of these: {}", methods.as_str())
        }
    }
}

/// How many members or elements are the same.
fn likeness(asked: &Value, known: &RawValue) -> usize {
    match (asked, value(known)) {
        (Value::Object(asked), Value::Object(known)) => {
            let same = asked
                .iter()
                .filter(|(name, value)| known.get(*name) == Some(value));
            same.count()
        }
        (Value::Array(asked), Value::Array(known)) => {
            let same = asked.iter().zip(&known).filter(|(one, other)| one == other);
            same.count()
        }
        (asked, known) => usize::from(*asked == known),
    }
}

fn value(json: &RawValue) -> Value {
    serde_json::from_str(json.get()).unwrap_or_default()
}
