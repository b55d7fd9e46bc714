//! Takes references and gives the definitions that they mean: component, deep pointer, other file.

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::At;
use crate::resolve;

use super::names;
use super::place::Place;
use super::reading::Reader;
use super::shape::{DefinitionId, Shape};

/// Steps of pointers that only say where schemas are kept.
const SHELVES: [&str; 12] = [
    "components", "schemas", "contentDescriptors", "definitions", "$defs", "properties", "schema",
    "methods", "params", "oneOf", "anyOf", "allOf",
];

impl<'f> Reader<'f> {
    /// The definition that a reference means; any value where it leads nowhere.
    pub(super) fn reference(&mut self, place: &Place<'f>, text: &str) -> Shape {
        if ["properties", "oneOf", "anyOf", "allOf", "items"]
            .iter()
            .any(|k| place.get(k).is_some())
        {
            self.relaxed(&place.at, "what stands beside `$ref` is ignored, as JSON Schema draft 7 says");
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
        let name = name_of_place(at, self.files.origin(at.file));
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
            let Some(next) = only_reference(raw) else {
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
        self.found.push(
            Diagnostic::at(
                Code::DanglingReference,
                at,
                format!("the reference `{text}` leads nowhere"),
            )
            .hint("the type is `serde_json::Value` instead"),
        );
    }
}

/// The reference of a schema that is nothing but a reference to another.
fn only_reference(raw: &Value) -> Option<&str> {
    let nullable = raw.get("nullable").and_then(Value::as_bool) == Some(true);
    raw.get("$ref")?.as_str().filter(|_| !nullable)
}

/// What a place is called after: the last two steps that say something, or the file.
fn name_of_place(at: &At, origin: &str) -> String {
    let mut steps: Vec<String> = at
        .pointer
        .steps()
        .filter(|step| !SHELVES.contains(&step.as_str()))
        .collect();
    if steps.is_empty() {
        let file = origin.rsplit('/').next().unwrap_or(origin);
        steps.push(file.split('.').next().unwrap_or(file).to_owned());
    }
    let last = steps.split_off(steps.len().saturating_sub(2));
    names::type_name(&last.join(" ")).unwrap_or_else(|| "Unnamed".to_owned())
}
