//! Takes a schema of several parts (`allOf`, alternatives, its own keywords) and gives one shape.

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Schema, Shape};

/// Keywords that say nothing about the type.
const REMARKS: [&str; 18] = [
    "title", "description", "$comment", "examples", "example", "deprecated", "readOnly",
    "writeOnly", "$schema", "$id", "id", "default", "name", "externalDocs", "summary", "nullable",
    "definitions", "$defs",
];

const COMBINING: [&str; 3] = ["allOf", "oneOf", "anyOf"];

impl<'f> Reader<'f> {
    /// Whether the schema consists of other schemas.
    pub(super) fn is_combined(&self, place: &Place<'f>) -> bool {
        COMBINING
            .iter()
            .any(|keyword| place.list(keyword).is_some_and(|parts| !parts.is_empty()))
    }

    /// Merges the parts here, because typify takes seconds to forever when several are unions.
    pub(super) fn combined(&mut self, place: &Place<'f>) -> Shape {
        let mut parts = Vec::new();
        if says_more(place.raw) {
            parts.push(self.plain(place).bare());
        }
        for (index, raw) in place.list("allOf").into_iter().flatten().enumerate() {
            let part = place.each("allOf", index, raw, "");
            parts.push(self.read(&part));
        }
        for keyword in ["oneOf", "anyOf"] {
            parts.extend(self.alternatives(place, keyword));
        }
        self.merged(parts, place)
    }

    fn merged(&mut self, parts: Vec<Schema>, place: &Place<'f>) -> Shape {
        let mut whole = Schema::any();
        for part in parts {
            let Some(more) = self.merge(whole, part, place) else {
                self.untyped(
                    &place.at,
                    "the parts of the schema contradict each other or have too many alternatives",
                );
                return Shape::Any;
            };
            whole = more;
        }
        whole.shape
    }
}

/// Whether a schema has keywords of its own beside those that combine others.
fn says_more(raw: &Value) -> bool {
    raw.as_object().is_some_and(|members| {
        members.keys().any(|key| {
            let key = key.as_str();
            !COMBINING.contains(&key) && !REMARKS.contains(&key) && !key.starts_with("x-")
        })
    })
}
