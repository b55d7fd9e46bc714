//! Takes a schema of several parts (`allOf`, alternatives, its own keywords) and gives one shape.

use serde_json::Value;

use super::place::Place;
use super::reading::Reader;
use super::shape::{Schema, Shape};

/// Keywords that say nothing about the type.
const REMARKS: [&str; 18] = [
    "title",
    "description",
    "$comment",
    "examples",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$schema",
    "$id",
    "id",
    "default",
    "name",
    "externalDocs",
    "summary",
    "nullable",
    "definitions",
    "$defs",
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
        let own = says_more(place.raw).then(|| self.plain(place).bare());
        let mut parts = Vec::new();
        for (index, raw) in place.list("allOf").into_iter().flatten().enumerate() {
            let part = place.each("allOf", index, raw, "");
            parts.push(self.read(&part));
        }
        // Branches that are merged with something get their names afterwards.
        let alone = own.is_none()
            && parts.is_empty()
            && (place.get("oneOf").is_none() || place.get("anyOf").is_none());
        for keyword in ["oneOf", "anyOf"] {
            parts.extend(self.alternatives(place, keyword, alone));
        }
        let parts = self.merged(parts, place);
        let whole = match (own, parts) {
            (own, Some(parts)) => self.with_own(own.unwrap_or_else(Schema::any), parts, place),
            (_, None) => None,
        };
        match whole {
            Some(shape) => self.with_named_branches(shape, place),
            None => {
                self.untyped(
                    &place.at,
                    "the parts of the schema contradict each other or have too many alternatives",
                );
                Shape::Any
            }
        }
    }

    /// What the schema says itself, and its parts. Keywords for objects say nothing about a string, so
    /// that of two that do not fit together the one with a `type` holds.
    fn with_own(&mut self, own: Schema, parts: Schema, place: &Place<'f>) -> Option<Shape> {
        if let Some(whole) = self.merge(own.clone(), parts.clone(), place) {
            return Some(whole.shape);
        }
        let (kept, message) = match place.get("type") {
            Some(_) if !matches!(own.shape, Shape::Object(_) | Shape::Map(_)) => (
                own,
                "no value of the schema's `type` fits its `allOf`, `oneOf` or `anyOf`; the `type` holds",
            ),
            None => (
                parts,
                "what the schema says beside its `allOf`, `oneOf` or `anyOf` fits no value of these; it is ignored",
            ),
            Some(_) => return None,
        };
        self.relaxed(&place.at, message);
        Some(kept.shape)
    }

    /// All parts in one; none where they contradict each other or explode.
    fn merged(&mut self, parts: Vec<Schema>, place: &Place<'f>) -> Option<Schema> {
        let mut whole = Schema::any();
        for part in parts {
            whole = self.merge(whole, part, place)?;
        }
        Some(whole)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn parts_become_one_object() {
        let trial = Trial::new(json!({
            "Animal": { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" }, "kind": { "type": "string" } } },
            "Dog": { "allOf": [
                { "$ref": "#/components/schemas/Animal" },
                { "properties": { "kind": { "enum": ["dog"] }, "tricks": { "type": "integer" } } },
                { "required": ["tricks"] },
            ] },
        }));
        let dog = trial.definition("Dog");
        assert_eq!(dog["required"], json!(["id", "tricks"]));
        assert_eq!(
            dog["properties"]["kind"],
            json!({ "$ref": "#/definitions/DogKind" })
        );
    }

    #[test]
    fn a_part_that_adds_nothing_leaves_the_other_its_name() {
        let trial = Trial::new(json!({
            "Pet": { "type": "object", "properties": { "id": { "type": "integer" } } },
            "Owner": { "type": "object", "properties": { "pet": {
                "description": "Theirs.", "allOf": [{ "$ref": "#/components/schemas/Pet" }]
            } } },
        }));
        let pet = &trial.definition("Owner")["properties"]["pet"];
        assert_eq!(
            pet,
            &json!({ "$ref": "#/definitions/Pet", "description": "Theirs." })
        );
    }

    #[test]
    fn contradicting_parts_are_any_value() {
        let trial = Trial::one(json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }));
        assert_eq!(trial.only(), json!(true));
        assert_eq!(trial.codes(), [Code::Untyped]);
    }

    #[test]
    fn keywords_of_another_type_do_not_undo_the_type() {
        let trial =
            Trial::one(json!({ "type": "string", "allOf": [{ "properties": { "a": {} } }] }));
        assert_eq!(trial.only(), json!({ "type": "string" }));
    }

    #[test]
    fn a_union_is_distributed() {
        let trial = Trial::one(json!({
            "properties": { "id": { "type": "integer" } },
            "oneOf": [{ "properties": { "a": {} }, "required": ["a"] }, { "properties": { "b": {} }, "required": ["b"] }],
        }));
        assert_eq!(trial.names(), ["T", "Ta", "Tb"]);
        assert_eq!(
            trial.definition("Ta")["properties"]
                .as_object()
                .map(|p| p.len()),
            Some(2)
        );
    }

    #[test]
    fn many_unions_do_not_explode() {
        let union = |n: usize| json!({ "oneOf": (0..8).map(|i| json!({ "properties": { format!("p{n}x{i}"): {} } })).collect::<Vec<_>>() });
        let trial = Trial::one(json!({ "allOf": (0..20).map(union).collect::<Vec<_>>() }));
        assert_eq!(trial.only(), json!(true));
    }
}
