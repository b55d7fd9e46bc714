//! Documents in a few words.

use serde_json::{Map, Value, json};

/// A document of these methods.
pub(crate) fn of_methods(methods: impl IntoIterator<Item = Value>) -> Value {
    let methods: Vec<Value> = methods.into_iter().collect();
    json!({ "openrpc": "1.3.2", "info": { "title": "Hostile", "version": "1" }, "methods": methods })
}

/// A method without params and with a result of this schema.
pub(crate) fn method(name: &str, result: Value) -> Value {
    json!({ "name": name, "params": [], "result": { "name": "result", "schema": result } })
}

/// A document of one method that gives the first of these components.
pub(crate) fn of_schemas(schemas: impl IntoIterator<Item = (String, Value)>) -> Value {
    let schemas: Map<String, Value> = schemas.into_iter().collect();
    let first = schemas.keys().next().map_or("None", String::as_str);
    let mut document = of_methods([method("get", reference(first))]);
    document["components"] = json!({ "schemas": schemas });
    document
}

/// A reference to a component.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// `N0`, which leads to `N1` by what `link` makes of a reference, and so on to a string.
pub(crate) fn chain(length: usize, link: impl Fn(usize, Value) -> Value) -> Value {
    let links = (0..length).map(|i| (format!("N{i}"), link(i, reference(&format!("N{}", i + 1)))));
    let end = (format!("N{length}"), json!({ "type": "string" }));
    of_schemas(links.chain([end]))
}
