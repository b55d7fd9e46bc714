//! Takes a tree and gives the references in it, and those that lead to other files.

use std::collections::HashMap;

use serde_json::Value;

use crate::pointer::Pointer;

/// The part before `#` of every `$ref` that leads out of the file, with all its places, in the order of the tree.
pub(super) fn outside(tree: &Value) -> Vec<(String, Vec<Pointer>)> {
    let mut found: Vec<(String, Vec<Pointer>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    all(tree, |reference, at| {
        let file = reference
            .split_once('#')
            .map_or(reference, |(file, _)| file);
        if file.is_empty() {
            return;
        }
        let index = *known.entry(file.to_owned()).or_insert_with(|| {
            found.push((file.to_owned(), Vec::new()));
            found.len() - 1
        });
        found[index].1.push(at());
    });
    found
}

/// Tells of every `$ref` and its place, in the order of the tree.
pub(super) fn all(tree: &Value, mut found: impl FnMut(&str, &dyn Fn() -> Pointer)) {
    walk(tree, &mut Vec::new(), &mut |reference, path| {
        found(reference, &|| {
            path.iter().fold(Pointer::root(), |at, step| at.join(step))
        });
    });
}

/// One step of the way to a value; the pointer is written only where something is found.
enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

impl std::fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

/// Recursion goes no deeper than trees do, which is bounded when they are read.
fn walk<'t>(value: &'t Value, path: &mut Vec<Step<'t>>, found: &mut impl FnMut(&str, &[Step<'t>])) {
    let mut member = |step, value, path: &mut Vec<Step<'t>>| {
        path.push(step);
        walk(value, path, found);
        path.pop();
    };
    match value {
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                member(Step::Index(index), value, path);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                member(Step::Key(key), value, path);
            }
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                path.push(Step::Key("$ref"));
                found(reference, path);
                path.pop();
            }
        }
        _ => {}
    }
}
