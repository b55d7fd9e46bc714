//! Takes the files and the methods that were selected and gives the document in one piece: what a server says of itself.
//!
//! What references lead to in other files is put among the components. Whatever leads nowhere stays as it is.

mod shelf;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use crate::document::Document;
use crate::files::{At, FileId, Files, Location};
use crate::model::names::Names;
use crate::resolve;
use shelf::{SHELVES, Shelf};

/// The document as JSON in one line.
pub(super) fn text(files: &Files, document: &Document) -> String {
    let mut root = files.value(&At::root()).cloned().unwrap_or_default();
    let mut bundle = Bundle {
        files,
        moved: false,
        made: HashMap::new(),
        names: taken(&root),
        waiting: VecDeque::new(),
    };
    if let Some(methods) = root.get_mut("methods") {
        let selected = document.methods.iter().map(|method| method.name.as_str());
        bundle.methods(methods, &selected.collect());
    }
    bundle.walk(&mut root, FileId::ROOT, Shelf::Root);
    while let Some((at, shelf, name)) = bundle.waiting.pop_front() {
        let mut value = files.value(&at).cloned().unwrap_or_default();
        bundle.walk(&mut value, at.file, shelf);
        put(&mut root, shelf, name, value);
    }
    root.to_string()
}

/// What is on its way into the components.
struct Bundle<'f> {
    files: &'f Files,
    /// Whether methods stand elsewhere than in the file.
    moved: bool,
    /// The components made so far.
    made: HashMap<(At, Shelf), String>,
    /// The names of all components.
    names: Names,
    waiting: VecDeque<(At, Shelf, String)>,
}

impl Bundle<'_> {
    /// Keeps the methods that were selected, and puts those of other files in their places: no component is one.
    fn methods(&mut self, methods: &mut Value, selected: &HashSet<&str>) {
        let all = At::root().join("methods");
        let read = |key: &dyn std::fmt::Display, method: &mut Value| {
            let Ok((at, found)) = resolve::follow(self.files, &all.join(key)) else {
                return Some(FileId::ROOT);
            };
            if method.get("$ref").is_some() {
                *method = found.clone();
            }
            let name = found.get("name").and_then(Value::as_str);
            name.is_none_or(|name| selected.contains(name))
                .then_some(at.file)
        };
        let mut kept = Vec::new();
        match methods {
            Value::Array(methods) => {
                let before = methods.len();
                let mut index = 0..;
                methods.retain_mut(|method| {
                    let file = index.next().and_then(|index| read(&index, method));
                    kept.extend(file);
                    file.is_some()
                });
                self.moved = methods.len() < before;
                let methods = methods.iter_mut().zip(kept);
                methods.for_each(|(method, file)| self.walk(method, file, Shelf::Method));
            }
            Value::Object(methods) => {
                methods.retain(|key, method| {
                    let file = read(&key, method);
                    kept.extend(file);
                    file.is_some()
                });
                let methods = methods.values_mut().zip(kept);
                methods.for_each(|(method, file)| self.walk(method, file, Shelf::Method));
            }
            _ => {}
        }
    }

    /// Sees to the references in a value. No tree is so deep that a stack would not do.
    fn walk(&mut self, value: &mut Value, file: FileId, shelf: Shelf) {
        match value {
            Value::Array(elements) => {
                let elements = elements.iter_mut();
                elements.for_each(|element| self.walk(element, file, shelf));
            }
            Value::Object(members) if shelf == Shelf::Components => self.components(members, file),
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                if let Some(new) = reference.and_then(|text| self.reference(text, file, shelf)) {
                    members.insert("$ref".to_owned(), new.into());
                }
                let members = members.iter_mut();
                members.for_each(|(key, value)| self.walk(value, file, shelf.below(key)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn components(&mut self, members: &mut Map<String, Value>, file: FileId) {
        for (shelf, name) in SHELVES {
            let components = members.get_mut(name).and_then(Value::as_object_mut);
            let components = components.into_iter().flat_map(Map::values_mut);
            components.for_each(|component| self.walk(component, file, shelf));
        }
    }

    /// What to write in the place of a reference; none where that may stay.
    fn reference(&mut self, reference: &str, file: FileId, shelf: Shelf) -> Option<String> {
        let from = At { file, ..At::root() };
        let target = resolve::target(self.files, &from, reference)?;
        let is_in_methods = target.pointer.as_str().starts_with("/methods/");
        if target.file == FileId::ROOT && !(self.moved && is_in_methods) {
            return (file != FileId::ROOT).then(|| format!("#{}", target.pointer));
        }
        let place = self.files.files.get(target.file.0)?;
        self.files.value(&target)?;
        // The meta-schemas are where everybody finds them.
        if matches!(place.location, Location::Known(_)) {
            return None;
        }
        let components = shelf.name()?;
        let name = self.component(target, shelf);
        Some(format!("#/components/{components}/{name}"))
    }

    /// The name of the component for what stands at a place.
    fn component(&mut self, at: At, shelf: Shelf) -> String {
        if let Some(name) = self.made.get(&(at.clone(), shelf)) {
            return name.clone();
        }
        let name = at.pointer.last().unwrap_or_default();
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let plain: String = name.chars().filter(is_plain).collect();
        let name = match plain.as_str() {
            "" => self.names.claim("part"),
            plain => self.names.claim(plain),
        };
        self.made.insert((at.clone(), shelf), name.clone());
        self.waiting.push_back((at, shelf, name.clone()));
        name
    }
}

/// The names of the components that there are, on whatever shelf.
fn taken(root: &Value) -> Names {
    let shelves = root.get("components").and_then(Value::as_object);
    let shelves = shelves.into_iter().flat_map(Map::values);
    let names = shelves.filter_map(Value::as_object).flat_map(Map::keys);
    let names: Vec<&str> = names.map(String::as_str).collect();
    Names::reserving(&names)
}

/// Puts a component where its references expect it.
fn put(root: &mut Value, shelf: Shelf, name: String, value: Value) {
    let empty = || Value::Object(Map::new());
    let Some(components) = root.as_object_mut() else {
        return;
    };
    let components = components.entry("components").or_insert_with(empty);
    let shelf = shelf.name().zip(components.as_object_mut());
    let Some((shelf, components)) = shelf else {
        return;
    };
    if let Some(shelf) = components
        .entry(shelf)
        .or_insert_with(empty)
        .as_object_mut()
    {
        shelf.insert(name, value);
    }
}

#[cfg(test)]
mod tests;
