//! Paths of members: read from rules, and walked through schemas.

use serde_json::Value;

use crate::files::{At, Files};
use crate::pointer::Pointer;
use crate::resolve;

/// Unions and merges within each other that a walk enters at the most.
const DEEPEST: usize = 16;

/// The member names of a path: joined by dots, or a JSON pointer where a name has a dot. Empty for the value itself.
pub(in crate::model) fn steps(path: &str) -> Vec<String> {
    match path {
        "" | "." => Vec::new(),
        pointer if pointer.starts_with('/') => Pointer::new(pointer).steps().collect(),
        dotted => dotted.split('.').map(str::to_owned).collect(),
    }
}

/// The place of the schema at a path inside what this schema describes.
pub(in crate::model) fn walk(files: &Files, schema: &At, path: &[String]) -> Option<At> {
    path.iter().try_fold(schema.clone(), |at, step| {
        find(files, &at, DEEPEST, &|schema, at| {
            schema.get("properties")?.get(step)?;
            Some(at.join("properties").join(step))
        })
    })
}

/// The place of the schema of an array's elements.
pub(super) fn element(files: &Files, schema: &At) -> Option<At> {
    find(files, schema, DEEPEST, &|schema, at| {
        schema.get("items").filter(|items| items.is_object())?;
        Some(at.join("items"))
    })
}

/// The place of the first schema that `wanted` takes: this one, or one that it is a union or a merge of.
pub(super) fn find(
    files: &Files,
    schema: &At,
    depth: usize,
    wanted: &dyn Fn(&Value, &At) -> Option<At>,
) -> Option<At> {
    let (at, schema) = resolve::follow(files, schema).ok()?;
    if let Some(found) = wanted(schema, &at) {
        return Some(found);
    }
    let depth = depth.checked_sub(1)?;
    ["oneOf", "anyOf", "allOf"].into_iter().find_map(|key| {
        let branches = schema.get(key)?.as_array()?.len();
        let mut branches = (0..branches).map(|i| at.join(key).join(i));
        branches.find_map(|branch| find(files, &branch, depth, wanted))
    })
}
