//! Absent and null, where they mean the same: takes a schema, says it of the members of its objects.
use serde_json::Value;

use super::{Extra, references::each_schema};

/// What says so, for readers that would tell three states apart.
const MARK: &str = "x-null-is-absent";

/// Marks the members that may be left out and may be null: to serde both are a `None`. A type that
/// tells them apart says so by `#[schemars(extend("x-null-is-absent" = false))]`.
pub(super) fn mark(schema: &mut Value) {
    each_schema(schema, &mut |keywords| {
        let required = keywords.get("required").cloned().unwrap_or_default();
        let Some(Value::Object(members)) = keywords.get_mut("properties") else {
            return;
        };
        for (name, member) in members {
            let mut required = required.as_array().into_iter().flatten();
            match member {
                Value::Object(member) if !required.any(|it| it == name) && takes_null(member) => {
                    member.entry(MARK).or_insert(Value::Bool(true));
                }
                _ => {}
            }
        }
    });
}

/// Whether null is one of several kinds of values.
fn takes_null(schema: &Extra) -> bool {
    let is_null = |value: &Value| value == "null";
    let mut types = schema
        .get("type")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let branches = ["anyOf", "oneOf"].into_iter();
    let branches = branches.filter_map(|keyword| schema.get(keyword)?.as_array());
    let mut branches = branches.flatten().filter_map(|branch| branch.get("type"));
    types.any(is_null) || branches.any(is_null)
}
