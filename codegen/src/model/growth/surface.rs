//! Every name that a document gives, by what has it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::additions::Moved;
use crate::diagnostic::Diagnostics;
use crate::files::{At, FileId, Files};
use crate::model::{self, Context};
use crate::options::Options;
use crate::schema::{Normaliser, Schemas};
use crate::{document, filter};

/// Names by what has them, in words.
#[derive(Debug, Default)]
pub(super) struct Surface {
    /// Of functions, their types, params and errors: by names on the wire.
    named: BTreeMap<String, String>,
    /// Of types, by place: a union may have those of its branches at its own.
    types: BTreeMap<At, BTreeSet<String>>,
    /// Of members, values and branches, by the type's name and theirs on the wire.
    members: BTreeMap<(String, String), String>,
}

impl Surface {
    pub(super) fn of(files: &Files) -> Self {
        let mut options = Options::default();
        options.nil = crate::options::Nil::Off;
        let mut notes = Diagnostics::default();
        let Ok(mut document) = document::read(files, &mut notes) else {
            return Self::default();
        };
        filter::select(&mut document, &options, &mut notes);
        let mut schemas = Normaliser::new(files, &options);
        let mut cx = Context {
            files,
            options: &options,
            schemas: &mut schemas,
            notes: &mut notes,
        };
        let api = model::build(&document, &mut cx);
        let mut surface = Self::default();
        for method in &api.methods {
            let wire = &method.wire;
            let mut name = |what: String, name: &str| {
                // Of two with one name on the wire, the first is meant.
                surface.named.entry(what).or_insert_with(|| name.to_owned());
            };
            name(format!("function {wire}"), &method.function);
            name(format!("types of {wire}"), &method.type_name);
            for param in &method.params {
                name(format!("param {} of {wire}", param.wire), &param.rust);
            }
            for variant in method.failure.iter().flat_map(|failure| &failure.variants) {
                name(format!("error {} of {wire}", variant.code), &variant.name);
            }
        }
        surface.add_types(&schemas.finish().0);
        surface
    }

    fn add_types(&mut self, schemas: &Schemas) {
        for (name, at) in &schemas.origins {
            let names = self.types.entry(at.clone()).or_default();
            names.insert(name.clone());
        }
        for (ty, definition) in &schemas.definitions {
            let wire = |rust: &str| {
                let names = schemas.wire.get(ty);
                let wire = names.and_then(|names| names.get(rust));
                wire.map_or(rust, String::as_str).to_owned()
            };
            let properties = definition.get("properties").and_then(Value::as_object);
            let values = definition.get("enum").and_then(Value::as_array);
            let values = values.into_iter().flatten().filter_map(Value::as_str);
            for rust in properties
                .into_iter()
                .flat_map(|p| p.keys().map(String::as_str))
                .chain(values)
            {
                self.members
                    .insert((ty.clone(), wire(rust)), rust.to_owned());
            }
            let branches = definition.get("oneOf").and_then(Value::as_array);
            let variants = schemas.variants.get(ty);
            for (branch, variant) in branches
                .into_iter()
                .flatten()
                .zip(variants.into_iter().flatten())
            {
                self.members
                    .insert((ty.clone(), branch.to_string()), variant.clone());
            }
        }
    }

    /// What had a name and has another one now. What is gone is shared with something else now, under that one's name.
    pub(super) fn renamed(&self, new: &Self, moved: &Moved) -> Vec<String> {
        let mut faults = Vec::new();
        for (what, old) in &self.named {
            match new.named.get(what) {
                Some(name) if name == old => {}
                name => faults.push(format!("{what}: {old} -> {name:?}")),
            }
        }
        for (at, old) in &self.types {
            let place = match at.file {
                FileId::ROOT => moved.of(at),
                _ => at.clone(),
            };
            let everywhere = || new.types.values().flatten();
            match new.types.get(&place) {
                Some(names) => faults.extend(
                    old.difference(names)
                        .map(|old| format!("type at {}: {old} -> {names:?}", at.pointer)),
                ),
                None => faults.extend(
                    old.iter()
                        .filter(|old| !everywhere().any(|name| name == *old))
                        .map(|old| format!("type at {}: {old} is gone", at.pointer)),
                ),
            }
        }
        for ((ty, wire), old) in &self.members {
            match new.members.get(&(ty.clone(), wire.clone())) {
                Some(name) if name == old => {}
                // Its type or its schema is told above or is not what it was.
                None => {}
                Some(name) => faults.push(format!("{wire} of {ty}: {old} -> {name}")),
            }
        }
        faults
    }
}
