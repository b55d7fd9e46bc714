//! Takes a document and changes it in one place, in a way that the input chooses.

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use serde_json::{Value, json};

use crate::{oddity, place};

/// Values that a document may grow to: products of mutations must not be mistaken for a slow generator.
const LARGEST: usize = 20_000;

/// Changes one place.
pub fn apply(document: &mut Value, u: &mut Unstructured<'_>) -> Result<()> {
    let at = place::choose(document, u)?;
    match u.int_in_range(0..=9)? {
        0 => remove(document, &at),
        1 => rename(document, &at, oddity::key(u)?),
        2 => {
            let value = oddity::value(u)?;
            put(document, &at, value);
        }
        3 => {
            let (key, value) = (oddity::key(u)?, part(document, u)?);
            add(document, &at, key, value);
        }
        4 => {
            let value = part(document, u)?;
            put(document, &at, value);
        }
        5 => {
            let other = place::choose(document, u)?;
            swap(document, &at, &other);
        }
        6 => {
            let value = oddity::reference(document, u)?;
            put(document, &at, value);
        }
        7 => nest(document, &at, u)?,
        8 => multiply(document, &at, u)?,
        _ => {
            let (key, value) = (oddity::key(u)?, oddity::reference(document, u)?);
            add(document, &at, key, value);
        }
    }
    Ok(())
}

/// A copy of a part of the document, or something odd.
fn part(document: &Value, u: &mut Unstructured<'_>) -> Result<Value> {
    if u.ratio(1, 3)? {
        return oddity::value(u);
    }
    let from = place::choose(document, u)?;
    Ok(document.pointer(&from).cloned().unwrap_or_default())
}

fn put(document: &mut Value, at: &str, value: Value) {
    if size(document) + size(&value) > LARGEST {
        return;
    }
    if let Some(slot) = document.pointer_mut(at) {
        *slot = value;
    }
}

/// Adds a member to an object or an element to a list.
fn add(document: &mut Value, at: &str, key: String, value: Value) {
    if size(document) + size(&value) > LARGEST {
        return;
    }
    match document.pointer_mut(at) {
        Some(Value::Object(members)) => _ = members.insert(key, value),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

/// Splits a pointer into that of the parent and the last step.
fn parent(at: &str) -> Option<(&str, String)> {
    let (parent, step) = at.rsplit_once('/')?;
    Some((parent, step.replace("~1", "/").replace("~0", "~")))
}

fn remove(document: &mut Value, at: &str) {
    let Some((parent, step)) = parent(at) else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => _ = members.shift_remove(&step),
        Some(Value::Array(items)) => {
            if let Ok(index) = step.parse() {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn rename(document: &mut Value, at: &str, name: String) {
    let Some((parent, step)) = parent(at) else {
        return;
    };
    if let Some(Value::Object(members)) = document.pointer_mut(parent)
        && let Some(value) = members.shift_remove(&step)
    {
        members.insert(name, value);
    }
}

fn swap(document: &mut Value, a: &str, b: &str) {
    let (Some(first), Some(second)) = (document.pointer(a).cloned(), document.pointer(b).cloned())
    else {
        return;
    };
    put(document, a, second);
    put(document, b, first);
}

/// Puts schemas around a value.
fn nest(document: &mut Value, at: &str, u: &mut Unstructured<'_>) -> Result<()> {
    let Some(mut value) = document.pointer(at).cloned() else {
        return Ok(());
    };
    let kind = u.int_in_range(0..=7)?;
    for _ in 0..u.int_in_range(1..=150)? {
        value = match kind {
            0 => json!({ "items": value }),
            1 => json!({ "type": "object", "properties": { "a": value }, "required": ["a"] }),
            2 => json!({ "additionalProperties": value }),
            3 => json!({ "allOf": [value, { "properties": { "b": {} } }] }),
            4 => json!({ "oneOf": [value, { "type": "integer" }] }),
            5 => json!({ "anyOf": [value, { "type": "null" }] }),
            6 => json!([value]),
            _ => json!({ "schema": value, "name": "a" }),
        };
    }
    put(document, at, value);
    Ok(())
}

/// Writes a value several times side by side, as parts that must be merged or told apart.
fn multiply(document: &mut Value, at: &str, u: &mut Unstructured<'_>) -> Result<()> {
    let Some(value) = document.pointer(at).cloned() else {
        return Ok(());
    };
    let other = part(document, u)?;
    let count = u.int_in_range(1..=40)?;
    let copies: Vec<_> = (0..count)
        .flat_map(|_| [value.clone(), other.clone()])
        .collect();
    let keyword = *u.choose(&[
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "prefixItems",
        "params",
        "",
    ])?;
    let whole = match keyword {
        "" => Value::Array(copies),
        keyword => json!({ keyword: copies }),
    };
    put(document, at, whole);
    Ok(())
}

/// How many values a tree has.
fn size(tree: &Value) -> usize {
    match tree {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
