//! Where two JSON values differ, in words short enough for a list of what is known to differ.

use serde_json::Value;

/// The places where `got` is not `wanted`, as JSON pointers and what happened there. Numbers are compared as numbers:
/// 95 and 95.0 are the same.
pub(super) fn differences(got: &Value, wanted: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", got, wanted, &mut found);
    found
}

fn compare(place: &str, got: &Value, wanted: &Value, found: &mut Vec<String>) {
    match (got, wanted) {
        // Beyond 2^53 two integers may be one float.
        (Value::Number(one), Value::Number(other))
            if one.is_f64() != other.is_f64() && one.as_f64() == other.as_f64() => {}
        (Value::Array(got), Value::Array(wanted)) if got.len() == wanted.len() => {
            for (index, (got, wanted)) in got.iter().zip(wanted).enumerate() {
                compare(&format!("{place}/{index}"), got, wanted, found);
            }
        }
        (Value::Object(got), Value::Object(wanted)) => {
            for (name, wanted) in wanted {
                let place = format!("{place}/{name}");
                match got.get(name) {
                    Some(got) => compare(&place, got, wanted, found),
                    None => found.push(format!("{place} is lost")),
                }
            }
            let new = got.keys().filter(|name| !wanted.contains_key(*name));
            found.extend(new.map(|name| format!("{place}/{name} is new")));
        }
        _ if got == wanted => {}
        _ => found.push(format!("{place} became {got}")),
    }
}

#[test]
fn names_each_place_that_differs() {
    let differ = |got: &str, wanted: &str| {
        let read = |json: &str| serde_json::from_str(json).unwrap();
        differences(&read(got), &read(wanted)).join(", ")
    };
    assert_eq!(differ(r#"{"a":[1.0,null]}"#, r#"{"a":[1,null]}"#), "");
    assert_eq!(
        differ(r#"{"a":[1]}"#, r#"{"a":[1],"b":null}"#),
        "/b is lost"
    );
    assert_eq!(
        differ(r#"{"a":[{"b":1}]}"#, r#"{"a":[{}]}"#),
        "/a/0/b is new"
    );
    assert_eq!(differ("[[1]]", "[[1,2]]"), "/0 became [1]");
    assert_eq!(
        differ("9007199254740993", "9007199254740992"),
        " became 9007199254740993"
    );
}
