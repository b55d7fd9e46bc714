//! A place inside an encoded parameter: takes a path of member names, gives the value there or puts one.
use serde_json::value::RawValue;

use crate::json::{self, Members};

/// The value at `path` inside `value`.
pub(super) fn get<'a>(value: &'a RawValue, path: &[&str]) -> Option<&'a RawValue> {
    path.iter().try_fold(value, |value, name| {
        Members::read(value.get()).ok()?.get(name)
    })
}

/// `value` with `new` at `path`; objects that lack are made. Everything else stays as it was
/// written, so that no number loses digits. `None` when something on the path is not an object.
pub(super) fn put(
    value: Option<&RawValue>,
    path: &[&str],
    new: &RawValue,
) -> Option<Box<RawValue>> {
    let Some((name, rest)) = path.split_first() else {
        return Some(new.to_owned());
    };
    let mut members = match value {
        Some(value) if value.get() != "null" => Members::read(value.get()).ok()?,
        _ => Members(Vec::new()),
    };
    let inner = put(members.get(name), rest, new)?;
    members.0.retain(|(known, _)| known != name);
    members.0.push(((*name).into(), &inner));
    let mut out = Vec::new();
    json::write_object(
        members.0.iter().map(|(name, value)| (&**name, *value)),
        &mut out,
    );
    Some(json::raw(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn values_go_in_at_any_depth() {
        let put = |value: Option<&str>, path: &[&str]| {
            put(value.map(raw).as_deref(), path, &raw("7")).map(|value| value.get().to_owned())
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
        assert_eq!(get(&value, &["a", "k"]).map(RawValue::get), Some("\"x\""));
        assert_eq!(get(&value, &[]).map(RawValue::get), Some(value.get()));
        assert!(get(&value, &["a", "l"]).is_none() && get(&value, &["a", "k", "z"]).is_none());
    }
}
