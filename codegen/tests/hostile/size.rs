//! Much of one thing.

use serde_json::{Map, Value, json};

use crate::document::{method, of_methods};
use crate::trial::{Format, generated};

#[test]
fn a_file_of_100_mb_is_refused() {
    let text = "x".repeat(100 << 20);
    let document = of_methods([json!({ "name": "a", "params": [], "description": text })]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_refused("too-large", "more than 67108864 bytes");
    outcome.assert_bounded(60, 300);
}

#[test]
fn hundreds_of_thousands_of_methods_or_params_are_refused() {
    let params: Vec<Value> = (0..60_000)
        .map(|i| json!({ "name": format!("p{i}") }))
        .collect();
    for document in [
        of_methods((0..60_000).map(|i| json!({ "name": format!("m{i}"), "params": [] }))),
        of_methods([json!({ "name": "a", "params": params })]),
    ] {
        let outcome = generated(Format::Json, document.to_string());
        outcome.assert_refused("too-large", "methods, params, errors and servers");
        outcome.assert_bounded(120, 1_000);
    }
}

#[test]
fn components_that_nobody_uses_cost_their_reading() {
    let unused = (0..200_000).map(|i| (format!("S{i}"), json!({ "type": "string" })));
    let mut document = of_methods([method("get", json!({ "type": "string" }))]);
    document["components"] = json!({ "schemas": unused.collect::<Map<_, _>>() });
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_bounded(120, 1_500);
}

#[test]
fn tens_of_thousands_of_values_and_members_are_types() {
    let names = |count: usize| (0..count).map(|i| format!("value-{i}"));
    let members = names(10_000).map(|name| (name, json!({ "type": "string" })));
    for schema in [
        json!({ "enum": names(10_000).collect::<Vec<_>>() }),
        json!({ "enum": (1..5_000).map(|i| "-".repeat(i % 100) + &"a".repeat(i / 100)).collect::<Vec<_>>() }),
        json!({ "properties": members.collect::<Map<_, _>>() }),
        json!({ "properties": { "a": {} }, "required": names(100_000).collect::<Vec<_>>() }),
    ] {
        let outcome = generated(
            Format::Json,
            of_methods([method("get", schema)]).to_string(),
        );
        outcome.assert_generated();
        outcome.assert_bounded(120, 1_000);
    }
}

#[test]
fn more_values_than_a_client_has_room_for_are_any_value() {
    let values: Vec<String> = (0..300_000).map(|i| i.to_string()).collect();
    let document = of_methods([method("get", json!({ "enum": values }))]);
    let outcome = generated(Format::Json, document.to_string());
    outcome.assert_generated();
    outcome.assert_warned("untyped", "more than 200000 members");
    outcome.assert_bounded(60, 500);
}

#[test]
fn repeated_names_are_told_and_left_out() {
    let param = json!({ "name": "p", "schema": {} });
    let error = json!({ "code": 1, "message": "e" });
    let once = json!({ "name": "m", "params": vec![param; 20_000], "errors": vec![error; 20_000] });
    let outcome = generated(Format::Json, of_methods([once]).to_string());
    outcome.assert_generated();
    outcome.assert_warned("duplicate", "");
    outcome.assert_bounded(60, 500);

    let keys = vec![r#""x": 1"#; 100_000].join(",");
    let text = of_methods([])
        .to_string()
        .replacen('{', &format!("{{{keys},"), 1);
    let outcome = generated(Format::Json, text);
    outcome.assert_generated();
    outcome.assert_bounded(60, 300);
}

#[test]
fn ten_thousand_errors_and_missing_files_are_told() {
    let errors: Vec<Value> = (0..10_000)
        .map(|i| json!({ "code": i, "message": "e" }))
        .collect();
    let files: Vec<Value> = (0..1_000)
        .map(|i| json!({ "$ref": format!("f{i}.json") }))
        .collect();
    let method = json!({
        "name": "a", "params": [], "errors": errors, "result": { "name": "r", "schema": { "oneOf": files } },
    });
    let outcome = generated(Format::Json, of_methods([method]).to_string());
    outcome.assert_generated();
    outcome.assert_warned("dangling-reference", "");
    outcome.assert_bounded(120, 500);
}
