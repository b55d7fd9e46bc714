//! The params of a method: a list of content descriptors, and what is met in its place.

use std::collections::HashSet;

use serde_json::Value;

use super::description::{self, Descriptor};
use super::name;
use super::node::{IGNORED, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reads the params of a method; of two with one name the second is left out.
pub(super) fn read(method: &Node<'_>, notes: &mut Diagnostics) -> Vec<Descriptor> {
    let mut params: Vec<Descriptor> = Vec::new();
    let mut names = HashSet::new();
    for param in listed(method, notes) {
        if !names.insert(param.name.clone()) {
            let message = format!(
                "the param `{}` is there twice; the second is left out",
                param.name
            );
            notes.push(Diagnostic::at(Code::Duplicate, &param.at, message));
            continue;
        }
        name::check(&param.name, "param", &param.at.join("name"), notes);
        params.push(param);
    }
    params
}

fn listed(method: &Node<'_>, notes: &mut Diagnostics) -> Vec<Descriptor> {
    const WANTED: &str = "an array of content descriptors";
    let Some(node) = method.member("params") else {
        return Vec::new();
    };
    match node.value {
        Value::Array(_) => {
            let nodes = method.list("params", notes);
            let nodes = nodes.iter().enumerate();
            let read = nodes.filter_map(|(i, node)| element(node, &format!("param{i}"), notes));
            read.collect()
        }
        Value::Object(members) => {
            let wrong = node.wrong(WANTED);
            if members.get("properties").is_some_and(Value::is_object) {
                notes.push(wrong.hint("it is read as the schema of an object of all params"));
                return of_schema(&node);
            }
            notes.push(wrong.hint("it is read as one of them, or as all by their names"));
            match members.contains_key("schema") || members.values().any(|v| !v.is_object()) {
                true => element(&node, "param0", notes).into_iter().collect(),
                false => by_name(&node, notes),
            }
        }
        _ => {
            notes.push(node.wrong(WANTED).hint(IGNORED));
            Vec::new()
        }
    }
}

/// A descriptor; a bare name is met and taken.
fn element(node: &Node<'_>, fallback: &str, notes: &mut Diagnostics) -> Option<Descriptor> {
    match node.value {
        Value::String(name) if !name.is_empty() => {
            let hint = "it is read as the name of a param of any value";
            notes.push(node.wrong("a content descriptor").hint(hint));
            Some(Descriptor::untyped(name, &node.at))
        }
        _ => description::descriptor(node, fallback, notes),
    }
}

/// Descriptors, or schemas, by the names of their params.
fn by_name(node: &Node<'_>, notes: &mut Diagnostics) -> Vec<Descriptor> {
    let members = node.members(notes).into_iter();
    let read = members.filter_map(|(name, node)| description::descriptor(&node, &name, notes));
    read.collect()
}

/// The members of an object that is described in place of its params.
fn of_schema(node: &Node<'_>) -> Vec<Descriptor> {
    let required = node.value.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|it| it == name));
    let Some(properties) = node.member("properties") else {
        return Vec::new();
    };
    let members = properties.object().into_iter().flatten();
    let params = members.map(|(name, schema)| {
        let at = properties.at.join(name);
        Descriptor {
            required: is_required(name),
            description: schema
                .get("description")
                .and_then(Value::as_str)
                .map(str::to_owned),
            schema: Some(at.clone()),
            ..Descriptor::untyped(name, &at)
        }
    });
    params.collect()
}
