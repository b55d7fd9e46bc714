//! A place inside an encoded parameter: takes a path of member names, gives the value there or puts one.
use std::borrow::Cow;

use crate::{
    Encoded,
    wire::{Part, object},
};

/// The value at `path` inside `value`.
pub(super) fn get<'a>(value: Part<'a>, path: &[&str]) -> Option<Part<'a>> {
    path.iter()
        .try_fold(value, |value, name| member(&value.members().ok()?, name))
}

/// `value` with `new` at `path`; objects that lack are made. Everything else stays as it was
/// written, so that no number loses digits. `None` when something on the path is not an object.
pub(super) fn put(value: Option<Part<'_>>, path: &[&str], new: Part<'_>) -> Option<Encoded> {
    let Some((name, rest)) = path.split_first() else {
        return Some(new.to_encoded());
    };
    let value = value.filter(|value| !value.is_null());
    let mut members = match value {
        Some(value) => value.members().ok()?,
        None => Vec::new(),
    };
    let inner = put(member(&members, name), rest, new)?;
    members.retain(|(known, _)| known != name);
    members.push(((*name).into(), inner.part()));
    object(&members, value.unwrap_or(new).wire())
}

/// A member by name, the last of several.
fn member<'a>(members: &[(Cow<'a, str>, Part<'a>)], name: &str) -> Option<Part<'a>> {
    let mut last_first = members.iter().rev();
    let (_, value) = last_first.find(|(known, _)| known == name)?;
    Some(*value)
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn values_go_in_at_any_depth() {
        let put = |value: Option<&str>, path: &[&str]| {
            let value = value.map(raw);
            let value = value.as_deref().map(Part::Json);
            put(value, path, Part::Json(&raw("7"))).map(|value| value.to_string())
        };
        assert_eq!(put(Some("1"), &[]).unwrap(), "7");
        assert_eq!(put(None, &["a", "b"]).unwrap(), r#"{"a":{"b":7}}"#);
        assert_eq!(put(Some("null"), &["a"]).unwrap(), r#"{"a":7}"#);
        let filter = r#"{"b":18446744073709551616,"a":{"k":1,"l":[ 2 ]}}"#;
        let expected = r#"{"b":18446744073709551616,"a":{"l":[ 2 ],"k":7}}"#;
        assert_eq!(put(Some(filter), &["a", "k"]).unwrap(), expected);
        assert_eq!(put(Some("[1]"), &["a"]), None);
    }

    #[test]
    fn values_come_out_at_any_depth() {
        let value = raw(r#"{"a":{"k":"x"}}"#);
        let value = Part::Json(&value);
        let text = |path| get(value, path).map(|value| value.json().get().to_owned());
        assert_eq!(text(&["a", "k"]).unwrap(), "\"x\"");
        assert_eq!(text(&[]).unwrap(), value.json().get());
        assert!(text(&["a", "l"]).is_none() && text(&["a", "k", "z"]).is_none());
    }
}
