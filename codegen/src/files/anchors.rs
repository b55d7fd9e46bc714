//! Takes a tree and gives the places of its schemas that have a name of their own: what `#Pet` means, and an `$id`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::pointer::Pointer;

/// Members whose value is data, in which nothing names a schema.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Members whose value has schemas under names that users choose.
const SHELVES: [&str; 7] = [
    "$defs",
    "definitions",
    "dependentSchemas",
    "patternProperties",
    "properties",
    "schemas",
    "contentDescriptors",
];

/// Where each name stands, with `#` before it unless it is a whole `$id`. Of two that are the same the first counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors(HashMap<String, Pointer>);

impl Anchors {
    pub(super) fn of(tree: &Value) -> Self {
        let mut anchors = Self::default();
        anchors.walk(tree, &mut Vec::new(), false);
        anchors
    }

    pub(super) fn find(&self, name: &str) -> Option<&Pointer> {
        self.0.get(name)
    }

    /// Recursion goes no deeper than trees do, which is bounded when they are read.
    fn walk<'t>(&mut self, value: &'t Value, path: &mut Vec<Step<'t>>, is_shelf: bool) {
        match value {
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.step(Step::Index(index), value, path, false);
                }
            }
            Value::Object(members) => {
                if !is_shelf {
                    self.add(members, path);
                }
                for (key, value) in members {
                    let key = key.as_str();
                    if is_shelf || !DATA.contains(&key) {
                        let is_shelf = !is_shelf && SHELVES.contains(&key);
                        self.step(Step::Key(key), value, path, is_shelf);
                    }
                }
            }
            _ => {}
        }
    }

    fn step<'t>(
        &mut self,
        step: Step<'t>,
        value: &'t Value,
        path: &mut Vec<Step<'t>>,
        is_shelf: bool,
    ) {
        path.push(step);
        self.walk(value, path, is_shelf);
        path.pop();
    }

    fn add(&mut self, schema: &Map<String, Value>, path: &[Step<'_>]) {
        for name in names(schema) {
            self.0.entry(name).or_insert_with(|| {
                path.iter().fold(Pointer::root(), |at, step| match step {
                    Step::Key(key) => at.join(key),
                    Step::Index(index) => at.join(index),
                })
            });
        }
    }
}

/// One step of the way to a value; the pointer is written only where something is found.
enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

/// `$anchor` and `$dynamicAnchor` as newer drafts have them, and an `$id`: nothing but a fragment as drafts 6 and 7 may
/// have it, or an address.
fn names(schema: &Map<String, Value>) -> impl Iterator<Item = String> {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let anchors = [text("$anchor"), text("$dynamicAnchor")];
    let anchors = anchors.into_iter().flatten().map(|name| format!("#{name}"));
    let id = text("$id").map(|id| id.strip_suffix('#').unwrap_or(id).to_owned());
    // A name that looks like a pointer is one.
    let is_name = |name: &String| !matches!(name.as_str(), "" | "#") && !name.starts_with("#/");
    anchors.chain(id).filter(is_name)
}
