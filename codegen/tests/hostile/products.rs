//! Small documents that mean large types: each part is multiplied with each other.

use serde_json::{Map, Value, json};

use crate::document::{method, of_methods, of_schemas, reference};
use crate::trial::{Format, generated};

/// A choice of objects, each with one member.
fn one_of(name: usize, branches: usize) -> Value {
    let branch =
        |i: usize| json!({ "properties": { format!("p{name}_{i}"): { "type": "string" } } });
    json!({ "oneOf": (0..branches).map(branch).collect::<Vec<_>>() })
}

#[test]
fn choices_of_choices_are_any_value_once_they_are_too_many() {
    for parts in [6, 20, 200] {
        let all: Vec<Value> = (0..parts).map(|i| one_of(i, 2)).collect();
        let document = of_methods([method("get", json!({ "allOf": all }))]);
        let outcome = generated(Format::Json, document.to_string());
        outcome.assert_generated();
        if parts > 6 {
            outcome.assert_warned("untyped", "too many alternatives");
        }
        outcome.assert_bounded(30, 300);
    }
}

#[test]
fn alternatives_that_double_at_each_level_stay_few() {
    let nested = (0..50).fold(json!({ "type": "string" }), |inner, level| {
        json!({ "anyOf": [inner, { "type": "array", "items": { "const": level.to_string() } }] })
    });
    let document = of_methods([method("get", nested)]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_bounded(30, 300);
}

#[test]
fn parts_that_double_at_each_definition_are_read_once() {
    let kinds: [fn(usize, Value) -> Value; 3] = [
        |i, next| json!({ "allOf": [next, next, { "properties": { format!("p{i}"): {} } }] }),
        |i, next| json!({ "anyOf": [next, { "allOf": [next, { "properties": { format!("p{i}"): {} } }] }] }),
        |_, next| {
            json!({ "properties": {
                "a": { "allOf": [next, { "properties": { "b": next } }] },
                "c": { "allOf": [next, { "properties": { "d": {} } }] },
            } })
        },
    ];
    for kind in kinds {
        let levels = (0..60).map(|i| (format!("T{i}"), kind(i, reference(&format!("T{}", i + 1)))));
        let last = (
            "T60".to_owned(),
            json!({ "properties": { "last": { "type": "string" } } }),
        );
        let outcome = generated(Format::Json, of_schemas(levels.chain([last])).to_string());
        outcome.assert_generated();
        outcome.assert_bounded(60, 500);
    }
}

/// Each heir repeats the members of its base, so that a megabyte may mean any number of members.
#[test]
fn heirs_of_a_large_base_are_typed_as_far_as_there_is_room() {
    let base: Map<String, Value> = (0..150_000).map(|i| (format!("m{i}"), json!({}))).collect();
    let heir = json!({ "allOf": [reference("Base"), { "properties": { "own": {} } }] });
    let heirs = (0..100).map(|i| {
        (
            format!("h{i}"),
            json!({ "allOf": [heir, { "properties": { format!("own{i}"): {} } }] }),
        )
    });
    let all = json!({ "properties": heirs.collect::<Map<_, _>>() });
    let schemas = [
        ("All".to_owned(), all),
        ("Base".to_owned(), json!({ "properties": base })),
    ];
    let outcome = generated(Format::Json, of_schemas(schemas).to_string());
    outcome.assert_generated();
    outcome.assert_warned("untyped", "more than 200000 members");
    outcome.assert_bounded(120, 1_500);
}
