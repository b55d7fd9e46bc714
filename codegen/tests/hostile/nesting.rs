//! Lists, maps and schemas inside each other.

use serde_json::{Value, json};

use crate::document::{method, of_methods};
use crate::trial::{Format, generated};

/// Puts a schema into another.
type Nest = fn(Value) -> Value;

const DEPTHS: [usize; 3] = [130, 10_000, 1_000_000];

#[test]
fn deep_json_is_refused_where_it_gets_too_deep() {
    for depth in DEPTHS {
        for text in [
            "[".repeat(depth),
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth)),
            format!("{}{}", "[".repeat(depth), ",]".repeat(depth)),
        ] {
            let outcome = generated(Format::Json, &text);
            outcome.assert_refused("syntax", "nested deeper than 128 levels");
            outcome.assert_bounded(10, 200);
        }
    }
}

#[test]
fn deep_yaml_is_refused_where_it_gets_too_deep() {
    for depth in DEPTHS {
        for text in [
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("{}1{}", "{a: ".repeat(depth), "}".repeat(depth)),
            "- ".repeat(depth) + "a",
            (0..depth.min(3_000))
                .map(|i| " ".repeat(i) + "a:\n")
                .collect(),
        ] {
            let outcome = generated(Format::Yaml, &text);
            outcome.assert_refused("syntax", "this is not YAML");
            outcome.assert_bounded(10, 200);
        }
    }
}

/// As deep as a document can be.
#[test]
fn schemas_inside_schemas_give_a_client() {
    let kinds: [(usize, Nest); 8] = [
        (110, |inner| json!({ "items": inner })),
        (
            110,
            |inner| json!({ "type": ["array", "null"], "items": inner }),
        ),
        (110, |inner| json!({ "additionalProperties": inner })),
        (
            55,
            |inner| json!({ "prefixItems": [inner, { "type": "string" }], "items": false }),
        ),
        (
            55,
            |inner| json!({ "properties": { "a": inner }, "required": ["a"] }),
        ),
        (55, |inner| json!({ "allOf": [inner] })),
        (
            55,
            |inner| json!({ "allOf": [inner, { "properties": { "b": {} } }] }),
        ),
        (
            35,
            |inner| json!({ "oneOf": [{ "type": "integer" }, { "type": "array", "items": inner }] }),
        ),
    ];
    for (depth, kind) in kinds {
        let schema = (0..depth).fold(json!({ "type": "string" }), |inner, _| kind(inner));
        let outcome = generated(
            Format::Json,
            of_methods([method("get", schema)]).to_string(),
        );
        outcome.assert_generated();
        outcome.assert_bounded(30, 300);
    }
}
