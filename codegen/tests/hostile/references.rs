//! References that follow on each other, and that lead back.

use std::fs;

use serde_json::{Value, json};

use crate::document::{chain, method, of_methods, of_schemas, reference};
use crate::trial::{Format, generated, generated_from};

#[test]
fn a_chain_of_nothing_but_references_leads_to_its_end() {
    let outcome = generated(Format::Json, chain(100_000, |_, next| next).to_string());
    outcome.assert_generated();
    assert_eq!(outcome.codes, [""; 0]);
    outcome.assert_bounded(60, 500);
}

#[test]
fn a_chain_of_references_between_descriptions_is_not_walked_for_ever() {
    let links = (0..100_000).map(|i| {
        (
            format!("N{i}"),
            json!({ "$ref": format!("#/components/params/N{}", i + 1) }),
        )
    });
    let links: serde_json::Map<String, Value> = links.collect();
    let users = (0..1000).map(|i| {
        let param = json!({ "$ref": format!("#/components/params/N{i}") });
        json!({ "name": format!("m{i}"), "params": [param] })
    });
    let mut document = of_methods(users);
    document["components"] = json!({ "params": links });
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_warned("dangling-reference", "too many references to follow");
    outcome.assert_bounded(60, 500);
}

/// Aliases in a row are cut, because the compiler follows only so many.
#[test]
fn chains_of_types_cost_what_their_number_does() {
    let kinds: [fn(Value) -> Value; 8] = [
        |next| json!({ "type": "array", "items": next }),
        |next| json!({ "additionalProperties": next }),
        |next| json!({ "properties": { "a": next }, "required": ["a"] }),
        |next| json!({ "allOf": [next] }),
        |next| json!({ "allOf": [next, { "properties": { "b": {} } }] }),
        |next| json!({ "oneOf": [next, { "type": "integer" }] }),
        |next| json!({ "anyOf": [next, { "type": "null" }] }),
        |next| json!({ "prefixItems": [next, { "type": "string" }], "items": false }),
    ];
    for kind in kinds {
        let outcome = generated(Format::Json, chain(2_000, |_, next| kind(next)).to_string());
        outcome.assert_generated();
        outcome.assert_bounded(60, 500);
    }
}

#[test]
fn circles_of_every_kind_end() {
    let to = reference;
    let schemas = [
        ("All", json!(true)),
        ("A", to("A")),
        ("B", to("C")),
        ("C", to("B")),
        ("D", json!({ "allOf": [to("D")] })),
        (
            "E",
            json!({ "allOf": [to("F"), { "properties": { "e": to("E") } }] }),
        ),
        (
            "F",
            json!({ "allOf": [to("E"), to("A"), { "properties": { "f": to("F") } }] }),
        ),
        ("G", json!({ "items": to("G") })),
        ("H", json!({ "additionalProperties": to("H") })),
        (
            "I",
            json!({ "oneOf": [to("I"), to("J"), { "type": "string" }] }),
        ),
        ("J", json!({ "anyOf": [to("I"), { "not": to("J") }] })),
        (
            "K",
            json!({ "properties": { "k": to("K") }, "required": ["k"] }),
        ),
        (
            "L",
            json!({ "prefixItems": [to("L"), to("M")], "items": false }),
        ),
        ("M", json!({ "type": "array", "items": [to("L")] })),
    ];
    let mut all = schemas.map(|(name, schema)| (name.to_owned(), schema));
    let members = all[1..]
        .iter()
        .map(|(name, _)| (name.to_lowercase(), reference(name)));
    all[0].1 = json!({ "properties": members.collect::<serde_json::Map<_, _>>() });
    let mut document = of_schemas(all);
    document["methods"].as_array_mut().unwrap().extend([
        json!({ "$ref": "#/methods/1" }),
        json!({ "name": "a", "params": { "$ref": "#/methods/2/params" }, "result": { "$ref": "#/methods/2/result" } }),
        json!({ "name": "b", "params": [{ "$ref": "#/methods/3/params/0" }], "errors": [{ "$ref": "#/methods/3/errors/0" }] }),
        method("c", json!({ "$ref": "#" })),
        method("d", json!({ "$ref": "#/methods" })),
        method("e", json!({ "$ref": "#/methods/6/result/schema" })),
    ]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_warned("reference-cycle", "");
    outcome.assert_bounded(20, 200);
}

#[test]
fn circles_through_files_end() {
    let folder = tempfile::tempdir().unwrap();
    let document = of_methods([method("get", json!({ "$ref": "a.json#/x" }))]);
    let files = [
        ("openrpc.json", document),
        (
            "a.json",
            json!({ "x": { "$ref": "b.json#/y" }, "z": { "items": { "$ref": "b.json#/y" } } }),
        ),
        (
            "b.json",
            json!({ "y": { "allOf": [{ "$ref": "a.json#/z" }, { "$ref": "openrpc.json#/methods/0/result/schema" }] } }),
        ),
    ];
    for (name, tree) in files {
        fs::write(folder.path().join(name), tree.to_string()).unwrap();
    }
    let outcome = generated_from(&folder.path().join("openrpc.json"));
    outcome.assert_generated();
    outcome.assert_bounded(20, 200);
}
