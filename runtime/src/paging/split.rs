//! The parts of a page: takes an encoded result, gives items, next key and all other members.
use serde_json::{Map, Value};

use super::{Key, Paging};
use crate::{DecodeFault, Reply, wire::Part};

/// A page before its items are decoded.
#[derive(Default)]
pub(super) struct Parts<'a> {
    /// The array of items, if any.
    pub(super) items: Option<Part<'a>>,
    /// The key that the server sent, if any; null is none.
    pub(super) key: Option<Part<'a>>,
    /// All but the items and the key, in their places.
    pub(super) extra: Map<String, Value>,
}

impl Paging {
    /// Takes a page apart. Nothing of the items is copied or looked into.
    pub(super) fn split<'a>(&self, reply: &'a Reply) -> Result<Parts<'a>, DecodeFault> {
        let mut parts = Parts::default();
        let result = Part::read(reply.wire, &reply.result)?;
        if self.null_as_empty && result.is_null() {
            return Ok(parts);
        }
        if self.items.is_empty() {
            parts.items = Some(result);
            return Ok(parts);
        }
        let key = match self.key {
            Key::Cursor(path) => Some(path),
            Key::None | Key::Offset | Key::PageNumber(_) => None,
        };
        parts.extra = take(result, Some(self.items), key, &mut parts)?;
        if self.null_as_empty {
            parts.items = parts.items.filter(|items| !items.is_null());
        } else if parts.items.is_none() {
            let message = format!("the page has no member `{}`", self.items.join("."));
            return Err(result.fault(message));
        }
        Ok(parts)
    }
}

/// Takes what stands at the two paths out of an object, gives the rest of it.
fn take<'a>(
    object: Part<'a>,
    items: Option<&[&str]>,
    key: Option<&[&str]>,
    parts: &mut Parts<'a>,
) -> Result<Map<String, Value>, DecodeFault> {
    let mut rest = Map::new();
    for (name, value) in object.members()? {
        let items = items.and_then(|path| behind(path, &name));
        let key = key.and_then(|path| behind(path, &name));
        let value = match (items, key) {
            (Some([]), _) => {
                parts.items = Some(value);
                continue;
            }
            (_, Some([])) => {
                parts.key = Some(value).filter(|key| !key.is_null());
                continue;
            }
            (None, None) => value.to_value()?,
            _ if value.is_object() => match take(value, items, key, parts)? {
                inner if inner.is_empty() => continue,
                inner => Value::Object(inner),
            },
            _ => value.to_value()?,
        };
        rest.insert(name.into_owned(), value);
    }
    Ok(rest)
}

/// The rest of a path that begins with `name`.
fn behind<'p>(path: &'p [&str], name: &str) -> Option<&'p [&'p str]> {
    let (first, rest) = path.split_first()?;
    (*first == name).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(paging: Paging, result: &str) -> (Option<String>, Option<String>, Value) {
        let reply = Reply::new(result.to_owned());
        let parts = paging.split(&reply).unwrap();
        let text = |value: Option<Part<'_>>| value.map(|value| value.json().get().to_owned());
        (
            text(parts.items),
            text(parts.key),
            Value::Object(parts.extra),
        )
    }

    #[test]
    fn parts_are_found_at_any_depth() {
        let paging = Paging::items(&["data", "list"]).cursor(0, &[], &["meta", "next"]);
        let page = r#"{"data":{"list":[1, 2]},"meta":{"next":0,"count":2},"total":8}"#;
        let (items, key, extra) = split(paging, page);
        assert_eq!(
            (items.as_deref(), key.as_deref()),
            (Some("[1, 2]"), Some("0"))
        );
        assert_eq!(extra, serde_json::json!({"meta": {"count": 2}, "total": 8}));
    }

    #[test]
    fn null_is_no_key_and_no_items_where_that_is_said() {
        let paging = Paging::items(&["items"]).cursor(0, &[], &["next"]);
        let page = r#"{"items":null,"next":null}"#;
        assert_eq!(split(paging, page).0.as_deref(), Some("null"));
        assert_eq!(split(paging, page).1, None);
        assert!(paging.split(&Reply::new(r#"{"next":1}"#)).is_err());
        assert!(paging.split(&Reply::new("null")).is_err());
        let lenient = paging.null_as_empty();
        for page in [page, "{}", "null"] {
            assert_eq!(split(lenient, page).0, None);
        }
        assert!(lenient.split(&Reply::new("[]")).is_err());
    }

    #[test]
    fn the_result_itself_may_be_the_list() {
        assert_eq!(
            split(Paging::items(&[]).offset(0, &[]), "[1]").0.as_deref(),
            Some("[1]")
        );
    }
}
