//! One schema for both directions: takes what types look like when they are read and when they are written.
use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Extra, Method,
    components::{Sameness, absorb, follow, leads_to, referred},
    references::{SCHEMAS, each, each_of_method},
    schemas::{GIVEN, TAKEN},
};

/// Schemas that differ only in what must be there are one, which asks for what both ask for.
const WEAKEST: Sameness = Sameness {
    alike,
    join: weaken,
};

/// The schemas that methods refer to, in whatever direction. The methods refer to these in the end.
pub(super) fn joined(methods: &mut [Method], taken: Extra, given: Extra) -> Extra {
    let taken = reached(methods, TAKEN, taken);
    let mut schemas = reached(methods, GIVEN, given);
    let renamed = absorb(&mut schemas, taken, &WEAKEST, |name| format!("{name}Input"));
    for method in methods {
        each_of_method(method, &mut |reference| {
            if moved(reference, TAKEN) {
                follow(reference, &renamed);
            } else {
                moved(reference, GIVEN);
            }
        });
    }
    schemas
}

/// The schemas to which references from methods lead, which refer to each other as components do.
fn reached(methods: &mut [Method], place: &str, mut all: Extra) -> Extra {
    for schema in all.values_mut() {
        each(schema, &mut |reference| {
            moved(reference, place);
        });
    }
    let mut waiting = BTreeSet::new();
    for method in methods {
        each_of_method(method, &mut |reference| {
            let mut moving = reference.clone();
            if moved(&mut moving, place) {
                waiting.extend(referred(&moving).map(|name| name.into_owned()));
            }
        });
    }
    let mut reached = Extra::new();
    while let Some(name) = waiting.pop_first() {
        if let Some(schema) = all.remove(&name) {
            waiting.extend(leads_to(&schema));
            reached.insert(name, schema);
        }
    }
    reached
}

/// Makes a reference into a place one into the components; whether it was one.
fn moved(reference: &mut String, place: &str) -> bool {
    let Some(name) = reference.strip_prefix(place) else {
        return false;
    };
    *reference = format!("{SCHEMAS}{name}");
    true
}

/// Whether they differ at most in what must be there.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let counted =
                |name: &&String, value: &Value| !(*name == "required" && value.is_array());
            let size = |all: &Extra| {
                all.iter()
                    .filter(|(name, value)| counted(name, value))
                    .count()
            };
            size(one) == size(other)
                && one
                    .iter()
                    .filter(|(name, value)| counted(name, value))
                    .all(|(name, value)| other.get(name).is_some_and(|other| alike(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        _ => one == other,
    }
}

/// Asks for no more than `other` does, which is alike.
fn weaken(schema: &mut Value, other: &Value) {
    match (schema, other) {
        (Value::Object(schema), Value::Object(other)) => {
            if let Some(Value::Array(required)) = schema.get_mut("required") {
                let others = other.get("required").and_then(Value::as_array);
                required.retain(|name| others.is_some_and(|others| others.contains(name)));
                if required.is_empty() {
                    schema.remove("required");
                }
            }
            for (name, value) in schema.iter_mut() {
                if let Some(other) = other.get(name) {
                    weaken(value, other);
                }
            }
        }
        (Value::Array(values), Value::Array(others)) => {
            for (value, other) in values.iter_mut().zip(others) {
                weaken(value, other);
            }
        }
        _ => {}
    }
}
