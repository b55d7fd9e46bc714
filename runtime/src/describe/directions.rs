//! One schema for both directions: takes what types look like when they are read and when they are written.
use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Components, Extra, Method,
    components::{Flat, SCHEMAS, Sameness, absorb, closed, follow, referred},
    references::{each, each_of_method},
    schemas::{GIVEN, TAKEN},
};

/// Schemas that differ only in what must be there are one, which asks for what both ask for.
const WEAKEST: Sameness = Sameness {
    alike,
    join: weaken,
};

/// The schemas that methods refer to, in whatever direction. The methods refer to these in the end.
pub(super) fn joined(methods: &mut [Method], taken: Extra, given: Extra) -> Components {
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
    Components::of(schemas)
}

/// The schemas to which references from methods lead, which refer to each other as components do.
fn reached(methods: &mut [Method], place: &str, all: Extra) -> Flat {
    let schemas = all.into_iter();
    let schemas = schemas.map(|(name, mut schema)| {
        each(&mut schema, &mut |reference| {
            moved(reference, place);
        });
        (format!("{SCHEMAS}{name}"), schema)
    });
    let mut flat: Flat = schemas.collect();
    let mut roots = BTreeSet::new();
    for method in methods {
        each_of_method(method, &mut |reference| {
            let mut moving = reference.clone();
            if moved(&mut moving, place) {
                roots.extend(referred(&moving).map(|name| name.into_owned()));
            }
        });
    }
    let reached = closed(&flat, roots);
    flat.retain(|name, _| reached.contains(name));
    flat
}

/// Makes a reference into a place one into the components; whether it was one.
fn moved(reference: &mut String, place: &str) -> bool {
    let Some(name) = reference.strip_prefix(place) else {
        return false;
    };
    *reference = format!("#/components/{SCHEMAS}{name}");
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
