//! References in schemas: takes a schema, shows each `$ref` that is one.
use serde_json::Value;

use super::{ContentDescriptor, Method};

/// Where the schemas of a document stand.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

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

/// Shows the references of a schema, to be changed. What looks like one in a value of `default`, `const`
/// or `examples` is none.
pub(super) fn each(schema: &mut Value, see: &mut dyn FnMut(&mut String)) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(|schema| each(schema, see)),
        Value::Object(keywords) => {
            if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
                see(reference);
            }
            for (keyword, value) in keywords.iter_mut() {
                if SCHEMA.contains(&&**keyword) || keyword.starts_with("x-") {
                    each(value, see);
                } else if NAMED.contains(&&**keyword) {
                    let schemas = value.as_object_mut().into_iter().flatten();
                    schemas.for_each(|(_, schema)| each(schema, see));
                }
            }
        }
        _ => {}
    }
}

/// Shows the references of all schemas of a method, and of its extensions.
pub(super) fn each_of_method(method: &mut Method, see: &mut dyn FnMut(&mut String)) {
    let params = method.params.iter_mut().flatten();
    for descriptor in params.chain(&mut method.result) {
        each_of_descriptor(descriptor, see);
    }
    each_of_extra(&mut method.extra, see);
}

pub(super) fn each_of_descriptor(
    descriptor: &mut ContentDescriptor,
    see: &mut dyn FnMut(&mut String),
) {
    if let Some(schema) = &mut descriptor.schema {
        each(schema, see);
    }
    each_of_extra(&mut descriptor.extra, see);
}

/// Extensions hold schemas wherever they like.
fn each_of_extra(extra: &mut super::Extra, see: &mut dyn FnMut(&mut String)) {
    extra.values_mut().for_each(|value| everywhere(value, see));
}

fn everywhere(value: &mut Value, see: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| everywhere(value, see)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match member {
                    Value::String(reference) if name == "$ref" => see(reference),
                    other => everywhere(other, see),
                }
            }
        }
        _ => {}
    }
}
