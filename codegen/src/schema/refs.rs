//! Takes references and gives the definitions that they mean: component, deep pointer, other file.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::{At, Files};
use crate::pointer::Pointer;
use crate::resolve;

use super::names;
use super::place::Place;
use super::reading::Reader;
use super::shape::{DefinitionId, Shape};

/// Steps of pointers that only say where schemas are kept.
const SHELVES: [&str; 12] = [
    "components",
    "schemas",
    "contentDescriptors",
    "definitions",
    "$defs",
    "properties",
    "schema",
    "methods",
    "params",
    "oneOf",
    "anyOf",
    "allOf",
];

impl<'f> Reader<'f> {
    /// The definition that a reference means; any value where it leads nowhere.
    pub(super) fn reference(&mut self, place: &Place<'f>, text: &str) -> Shape {
        if ["properties", "oneOf", "anyOf", "allOf", "items"]
            .iter()
            .any(|k| place.get(k).is_some())
        {
            self.relaxed(
                &place.at,
                "what stands beside `$ref` is ignored, as JSON Schema draft 7 says",
            );
        }
        let Some(target) = resolve::target(self.files, &place.at, text) else {
            self.dangling(&place.at, text);
            return Shape::Any;
        };
        match self.end(&place.at, target, text) {
            Some(end) => Shape::Ref(self.definition_at(&end)),
            None => Shape::Any,
        }
    }

    /// The definition for a place, new or known.
    pub(super) fn definition_at(&mut self, at: &At) -> DefinitionId {
        if let Some(id) = self.defined.get(at) {
            return *id;
        }
        let name = name_of_place(self.files, at);
        let id = self.catalogue.add_place(at, &name, &mut self.found);
        self.defined.insert(at.clone(), id);
        self.waiting.push_back(id);
        id
    }

    /// Where a chain of references ends; each chain is walked once.
    fn end(&mut self, from: &At, first: At, text: &str) -> Option<At> {
        let mut walked = Vec::new();
        let mut seen = HashSet::new();
        let mut here = first;
        let end = loop {
            if let Some(known) = self.ends.get(&here) {
                break known.clone();
            }
            let Some(raw) = self.files.value(&here) else {
                self.dangling(from, text);
                break None;
            };
            let next = only_reference(raw).filter(|_| !self.own_types.is_replaced(&here));
            let Some(next) = next else {
                break Some(here);
            };
            if !seen.insert(here.clone()) {
                self.found.push(Diagnostic::at(
                    Code::ReferenceCycle,
                    from,
                    format!("the reference `{text}` leads back to itself"),
                ));
                break None;
            }
            walked.push(here.clone());
            let Some(target) = resolve::target(self.files, &here, next) else {
                self.dangling(&here, next);
                break None;
            };
            here = target;
        };
        for place in walked {
            self.ends.insert(place, end.clone());
        }
        end
    }

    fn dangling(&mut self, at: &At, text: &str) {
        if resolve::is_unread(self.files, at, text) {
            return;
        }
        let message = format!("the reference `{text}` leads nowhere");
        let meant = match resolve::nearest(self.files, at, text) {
            Some(near) => format!("did you mean `{near}`? "),
            None => String::new(),
        };
        self.found.push(
            Diagnostic::at(Code::DanglingReference, at, message)
                .hint(format!("{meant}the type is `serde_json::Value` instead")),
        );
    }
}

/// The reference of a schema that is nothing but a reference to another.
fn only_reference(raw: &Value) -> Option<&str> {
    let nullable = raw.get("nullable").and_then(Value::as_bool) == Some(true);
    raw.get("$ref")?.as_str().filter(|_| !nullable)
}

/// What a place is called after: the last two steps that say something, or the file.
fn name_of_place(files: &Files, at: &At) -> String {
    let mut here = At {
        pointer: Pointer::root(),
        ..at.clone()
    };
    let mut steps = Vec::new();
    for step in at.pointer.steps() {
        here = here.join(&step);
        if !SHELVES.contains(&step.as_str()) {
            steps.push(called(files, &here).unwrap_or(step));
        }
    }
    if steps.is_empty() {
        let origin = files.origin(at.file);
        let file = origin.rsplit('/').next().unwrap_or(origin);
        steps.push(file.split('.').next().unwrap_or(file).to_owned());
    }
    // What a schema defines for itself has a name that it chose.
    let shelf = at.pointer.parted().0.last();
    let most = match shelf.as_deref() {
        Some("$defs" | "definitions") => 1,
        _ => 2,
    };
    let last = steps.split_off(steps.len().saturating_sub(most));
    names::type_name(&last.join(" ")).unwrap_or_else(|| "Unnamed".to_owned())
}

/// The name of a method or a param, whose place is a number that changes when others come before it.
fn called(files: &Files, at: &At) -> Option<String> {
    let (holder, _) = at.pointer.parted();
    let shelf = holder.last()?;
    let is_listed = shelf == "methods" || shelf == "params";
    let name = files.value(at)?.get("name")?.as_str()?;
    is_listed.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::Code;
    use crate::schema::trial::Trial;

    #[test]
    fn deep_pointers_are_definitions() {
        let trial = Trial::new(json!({
            "A": { "properties": { "B": { "enum": ["x"] } } },
            "B": { "type": "object", "properties": { "n": { "$ref": "#/components/schemas/A/properties/B" } } },
        }));
        let member = &trial.definition("B")["properties"]["n"];
        assert_eq!(member, &json!({ "$ref": "#/definitions/Ab2" }));
    }

    #[test]
    fn a_missing_target_is_any_value() {
        let trial = Trial::one(json!({ "$ref": "#/components/schemas/Nope" }));
        assert_eq!(
            (trial.only(), trial.codes()),
            (json!(true), vec![Code::DanglingReference])
        );
        let trial = Trial::one(json!({ "$ref": "https://example.org/x.json" }));
        assert_eq!(
            (trial.only(), trial.codes()),
            (json!(true), vec![Code::DanglingReference])
        );
    }

    #[test]
    fn names_of_schemas_are_references() {
        let trial = Trial::new(json!({
            "Pet": { "$anchor": "pet", "type": "object", "properties": { "kin": { "$ref": "#pet" } } },
            "Old": { "$id": "#old", "type": "string" },
            "T": { "properties": {
                "pet": { "$ref": "#pet" },
                "old": { "$ref": "#old" },
                // A member of this name, and values: they name nothing.
                "$anchor": { "const": { "$anchor": "none" }, "type": "object" },
                "none": { "$ref": "#none" },
            } },
        }));
        let members = &trial.definition("T")["properties"];
        assert_eq!(members["pet"], json!({ "$ref": "#/definitions/Pet" }));
        assert_eq!(members["old"], json!({ "$ref": "#/definitions/Old" }));
        assert_eq!(members["none"], json!(true));
        let dangling = |code: &&Code| **code == Code::DanglingReference;
        assert_eq!(trial.codes().iter().filter(dangling).count(), 1);
    }

    #[test]
    fn a_slip_in_a_reference_is_told() {
        for slip in ["#/components/schemas/Pte", "#/definitions/Pet", "#/Pet"] {
            let trial = Trial::new(json!({ "Pet": { "type": "object" }, "T": { "$ref": slip } }));
            let hint = trial.found.iter().find_map(|fault| fault.hint.clone());
            let expected = "did you mean `#/components/schemas/Pet`?";
            assert!(
                hint.clone().unwrap_or_default().starts_with(expected),
                "{slip}: {hint:?}"
            );
        }
    }

    #[test]
    fn circles_of_references_end() {
        let trial = Trial::new(json!({
            "T": { "$ref": "#/components/schemas/U" }, "U": { "$ref": "#/components/schemas/T" },
            "V": { "$ref": "#/components/schemas/V" },
        }));
        assert!(trial.codes().contains(&Code::ReferenceCycle));
        assert!(trial.names().is_empty());
    }

    #[test]
    fn long_chains_are_walked_once() {
        let mut chain: serde_json::Map<String, serde_json::Value> = (0..10_000)
            .map(|i| {
                (
                    format!("N{i}"),
                    json!({ "$ref": format!("#/components/schemas/N{}", i + 1) }),
                )
            })
            .collect();
        chain.insert("N10000".to_owned(), json!({ "type": "string" }));
        assert_eq!(Trial::new(chain.into()).names(), ["N10000"]);
    }

    #[test]
    fn what_stands_beside_is_ignored_but_null_and_words() {
        let trial = Trial::new(json!({
            "Id": { "type": "string" },
            "T": { "properties": { "id": { "$ref": "#/components/schemas/Id", "nullable": true, "description": "Its id." } } },
        }));
        let id = &trial.definition("T")["properties"]["id"];
        assert_eq!(
            id["oneOf"],
            json!([{ "$ref": "#/definitions/Id" }, { "type": "null" }])
        );
        assert_eq!(id["description"], "Its id.");
    }
}
