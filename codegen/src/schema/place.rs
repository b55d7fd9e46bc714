//! Where the reader stands: a value in a file, the name that fits it, and how deep it lies.

use std::fmt::Display;

use serde_json::Value;

use crate::files::At;

use super::names;

/// A raw schema where it stands.
#[derive(Clone, Debug)]
pub(super) struct Place<'f> {
    pub(super) at: At,
    pub(super) raw: &'f Value,
    /// The name that the type gets when the schema has no better one.
    pub(super) hint: String,
    pub(super) depth: usize,
}

impl<'f> Place<'f> {
    pub(super) fn new(at: At, raw: &'f Value, hint: &str) -> Self {
        Self {
            at,
            raw,
            hint: hint.to_owned(),
            depth: 0,
        }
    }

    /// A schema directly under a keyword, its hint made longer by `part`.
    pub(super) fn under(&self, keyword: &str, raw: &'f Value, part: &str) -> Self {
        self.inside(self.at.join(keyword), raw, part)
    }

    /// A schema in the list or the map under a keyword.
    pub(super) fn each(
        &self,
        keyword: &str,
        key: impl Display,
        raw: &'f Value,
        part: &str,
    ) -> Self {
        self.inside(self.at.join(keyword).join(key), raw, part)
    }

    /// What a keyword holds; none where it is absent or null.
    pub(super) fn get(&self, keyword: &str) -> Option<&'f Value> {
        self.raw.get(keyword).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&'f str> {
        self.get(keyword)?.as_str()
    }

    pub(super) fn list(&self, keyword: &str) -> Option<&'f Vec<Value>> {
        self.get(keyword)?.as_array()
    }

    pub(super) fn flag(&self, keyword: &str) -> bool {
        self.get(keyword).and_then(Value::as_bool).unwrap_or(false)
    }

    fn inside(&self, at: At, raw: &'f Value, part: &str) -> Self {
        Self {
            at,
            raw,
            hint: names::joined(&self.hint, part),
            depth: self.depth + 1,
        }
    }
}
