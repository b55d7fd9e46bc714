//! Schemas inside of each other, and the references in them: takes a schema, shows each.
use serde_json::Value;

use super::{ContentDescriptor, Extra, Method};

/// Keywords with a schema, or a list of schemas.
const SCHEMA: [&str; 14] = [
    "items",
    "additionalItems",
    "additionalProperties",
    "propertyNames",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "allOf",
    "anyOf",
    "oneOf",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// Keywords with schemas by name.
const NAMED: [&str; 5] = [
    "properties",
    "patternProperties",
    "dependencies",
    "definitions",
    "$defs",
];

/// Shows a schema and all schemas in it, to be changed. What looks like one in a value of `default`,
/// `const` or `examples` is none.
pub(super) fn each_schema(schema: &mut Value, see: &mut dyn FnMut(&mut Extra)) {
    match schema {
        Value::Array(schemas) => {
            let schemas = schemas.iter_mut();
            schemas.for_each(|schema| each_schema(schema, see));
        }
        Value::Object(keywords) => {
            see(keywords);
            for (keyword, value) in keywords.iter_mut() {
                if SCHEMA.contains(&&**keyword) || keyword.starts_with("x-") {
                    each_schema(value, see);
                } else if NAMED.contains(&&**keyword) {
                    let schemas = value.as_object_mut().into_iter().flatten();
                    schemas.for_each(|(_, schema)| each_schema(schema, see));
                }
            }
        }
        _ => {}
    }
}

/// Shows the references of a schema, to be changed.
pub(super) fn each(schema: &mut Value, see: &mut dyn FnMut(&mut String)) {
    each_schema(schema, &mut |keywords| {
        if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
            see(reference);
        }
    });
}

/// Shows the references of all schemas of a method, and of its extensions.
pub(super) fn each_of_method(method: &mut Method, see: &mut dyn FnMut(&mut String)) {
    let params = method.params.iter_mut().flatten();
    for descriptor in params.chain(&mut method.result) {
        each_of_descriptor(descriptor, see);
    }
    let others = method.errors.iter_mut().map(|error| &mut error.extra);
    let others = others.chain(method.tags.iter_mut().map(|tag| &mut tag.extra));
    let others = others.chain(method.examples.iter_mut().map(|pair| &mut pair.extra));
    for extra in others.chain([&mut method.extra]) {
        each_of_extra(extra, see);
    }
}

fn each_of_descriptor(descriptor: &mut ContentDescriptor, see: &mut dyn FnMut(&mut String)) {
    if let Some(schema) = &mut descriptor.schema {
        each(schema, see);
    }
    each_of_extra(&mut descriptor.extra, see);
}

/// Extensions hold schemas wherever they like.
fn each_of_extra(extra: &mut Extra, see: &mut dyn FnMut(&mut String)) {
    for (name, value) in extra {
        match value {
            Value::String(reference) if name == "$ref" => see(reference),
            other => everywhere(other, see),
        }
    }
}

/// Shows the references in a value that is no schema.
pub(super) fn everywhere(value: &mut Value, see: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| everywhere(value, see)),
        Value::Object(members) => each_of_extra(members, see),
        _ => {}
    }
}
