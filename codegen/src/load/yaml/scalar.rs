//! Takes a YAML scalar and gives the JSON value that the core schema of YAML 1.2 makes of it.

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::{Number, Value};

/// Only plain scalars can be anything but strings, unless a tag says so; `yes`, `no` and dates are strings in YAML 1.2.
pub(super) fn read(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let plain = match tag.filter(|tag| is_known(tag)) {
        Some(tag) => tag.suffix != "str",
        None => style == ScalarStyle::Plain && tag.is_none(),
    };
    if !plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// Whether a tag is one of YAML's own for what JSON has.
pub(super) fn is_known(tag: &Tag) -> bool {
    const OWN: [&str; 7] = ["null", "bool", "int", "float", "str", "seq", "map"];
    tag.is_yaml_core_schema() && OWN.contains(&tag.suffix.as_str())
}

fn number(text: &str) -> Option<Number> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(Number::from);
    }
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    if !begins || !text.chars().all(numeric) {
        return None;
    }
    let whole = text.strip_prefix('+').unwrap_or(text);
    let integer = whole.parse::<u64>().map(Number::from);
    integer
        .or_else(|_| whole.parse::<i64>().map(Number::from))
        .ok()
        .or_else(|| Number::from_f64(text.parse().ok()?))
}
