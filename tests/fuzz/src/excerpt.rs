//! Takes a document and gives a small one: a few of its methods and the components that these lead to.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

/// The document with `count` of its methods from `first` on, and without components that nobody refers to.
pub fn of(document: &Value, first: usize, count: usize) -> Value {
    let mut excerpt = document.clone();
    if let Some(Value::Array(methods)) = excerpt.get_mut("methods") {
        *methods = methods.iter().skip(first).take(count).cloned().collect();
    }
    let shelves = excerpt
        .as_object_mut()
        .and_then(|members| members.remove("components"));
    let mut wanted = HashSet::new();
    references(&excerpt, &mut |reference| {
        _ = wanted.insert(reference.to_owned())
    });
    let mut waiting: Vec<String> = wanted.iter().cloned().collect();
    let mut kept = json!({ "components": {} });
    while let Some(reference) = waiting.pop() {
        let Some((shelf, name)) = component(&reference) else {
            continue;
        };
        let found = shelves
            .as_ref()
            .and_then(|shelves| shelves.get(&shelf)?.get(&name));
        let Some(component) = found else { continue };
        references(component, &mut |reference| {
            if wanted.insert(reference.to_owned()) {
                waiting.push(reference.to_owned());
            }
        });
        if let Some(kept) = kept["components"].as_object_mut() {
            kept.entry(shelf).or_insert_with(|| Map::new().into())[name] = component.clone();
        }
    }
    excerpt["components"] = kept["components"].take();
    excerpt
}

/// `schemas` and `Pet` of `#/components/schemas/Pet`, or of a place inside of it.
fn component(reference: &str) -> Option<(String, String)> {
    let mut steps = reference.strip_prefix("#/components/")?.split('/');
    let mut step = || Some(steps.next()?.replace("~1", "/").replace("~0", "~"));
    Some((step()?, step()?))
}

fn references(tree: &Value, found: &mut impl FnMut(&str)) {
    match tree {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found(reference);
            }
            members.values().for_each(|value| references(value, found));
        }
        _ => {}
    }
}
