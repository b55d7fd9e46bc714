//! Takes the raw branches of a union and gives each a name that tells it from the others.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::names;

/// What to call a branch.
#[derive(Debug)]
pub(super) enum Part {
    /// As the document says: by its title, its tag, or a member that it must have.
    Said(String),
    /// By its kind.
    Kind(String),
}

impl Part {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Said(name) | Self::Kind(name) => name,
        }
    }

    /// The name of the variant, unless its type says it better.
    pub(super) fn label(&self) -> Option<&str> {
        match self {
            Self::Said(name) => Some(name),
            Self::Kind(_) => None,
        }
    }
}

/// Names in the order of the branches. Those that come later change nothing for the earlier ones.
pub(super) fn of_branches(raw: &[Value]) -> Vec<Part> {
    let mut members = HashSet::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let named = raw.iter().map(|branch| {
        let said = label(branch).or_else(|| {
            let mut required = required(branch).filter(|name| is_usable(name));
            required
                .find(|name| !members.contains(name))
                .map(str::to_owned)
        });
        members.extend(required(branch));
        if let Some(said) = said {
            return Part::Said(said);
        }
        let kind = kind(branch);
        let count = kinds.entry(kind).or_default();
        *count += 1;
        Part::Kind(match count {
            1 => kind.to_owned(),
            more => format!("{kind}{more}"),
        })
    });
    named.collect()
}

/// Its title or the value of its tag.
fn label(raw: &Value) -> Option<String> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let title = text(raw.get("title"))
        .as_deref()
        .and_then(names::from_title);
    let members = raw.get("properties").and_then(Value::as_object);
    let tag = || members?.iter().find_map(|(name, member)| tag(name, member));
    title.or_else(tag).filter(|label| is_usable(label))
}

/// The only value of a member; a number says nothing without the member's name.
fn tag(name: &str, member: &Value) -> Option<String> {
    let only = || match member.get("enum")?.as_array()?.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    match member.get("const").or_else(only)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_u64() => Some(format!("{name} {number}")),
        _ => None,
    }
}

fn is_usable(label: &str) -> bool {
    label.len() <= 40 && names::camel(&names::ascii(label)).is_some()
}

fn required(raw: &Value) -> impl Iterator<Item = &str> {
    let names = raw.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str)
}

fn kind(raw: &Value) -> &'static str {
    let has = |keyword: &str| raw.get(keyword).is_some();
    match raw.get("type").and_then(Value::as_str) {
        _ if has("enum") || has("const") => "Name",
        Some("string") => "String",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        Some("array") => "List",
        None if has("items") || has("prefixItems") => "List",
        Some("object") => "Object",
        None if has("properties") || has("additionalProperties") => "Object",
        _ => "Variant",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn branches_are_called_after_what_tells_them_apart() {
        let branches = [
            json!({ "required": ["a"] }),
            json!({ "required": ["a", "b"] }),
            json!({ "type": "object", "required": ["a"] }),
            json!({ "title": "The third" }),
            json!({ "properties": { "kind": { "const": "cat" } }, "required": ["kind"] }),
            json!({ "properties": { "v": { "enum": [2] } } }),
            json!({ "type": "array" }),
            json!({ "items": {} }),
            json!(true),
        ];
        let parts = super::of_branches(&branches);
        let names: Vec<_> = parts.iter().map(super::Part::name).collect();
        let expected = [
            "a", "b", "Object", "TheThird", "cat", "v 2", "List", "List2", "Variant",
        ];
        assert_eq!(names, expected);
        assert_eq!(
            super::of_branches(&branches[..4])[3].label(),
            Some("TheThird")
        );
    }
}
