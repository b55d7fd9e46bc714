//! Whether a list goes on: takes what a page said and how many items it had, gives the next key.
use serde_json::{Map, Value};

use super::{Key, Paging, Path, nested};
use crate::{Encoded, Params, json, wire::Part};

/// What one page says about the next.
pub(super) struct Answer<'a> {
    /// The parameters with which it was asked for.
    pub(super) sent: &'a Params,
    /// How many items it had.
    pub(super) count: u64,
    /// How many items came before it, where that is known.
    pub(super) before: Option<u64>,
    /// The key that the server sent.
    pub(super) key: Option<Encoded>,
    /// The other members of the page.
    pub(super) extra: &'a Map<String, Value>,
}

impl Paging {
    /// The key of the next page, `None` at the end.
    pub(super) fn next_key(&self, answer: Answer<'_>) -> Option<Encoded> {
        let more = self
            .more
            .and_then(|more| Some(flag(at(answer.extra, more.path)?)? != more.inverted));
        if more == Some(false) {
            return None;
        }
        let has_length = answer.count > 0 || more == Some(true);
        let key = match self.key {
            Key::None => None,
            Key::Cursor(_) => answer.key,
            Key::Offset | Key::PageNumber(_) if !has_length => None,
            // A flag that promises more behind an empty page gives the same offset once more,
            // which the guard reports.
            Key::Offset => Some(counted(
                self.sent_number(answer.sent).saturating_add(answer.count),
            )),
            Key::PageNumber(_) => Some(counted(self.sent_number(answer.sent).saturating_add(1))),
        }?;
        let text = key.json();
        let ends = (self.ends_on_false && text.get() == "false")
            || (self.ends_on_empty_string && text.get() == "\"\"");
        drop(text);
        let is_long = more == Some(true)
            || !((self.ends_on_empty_page && answer.count == 0)
                || self
                    .limit(answer.sent)
                    .is_some_and(|limit| answer.count < limit)
                || self.is_complete(answer.sent, answer.before, answer.count, answer.extra));
        (!ends && is_long).then_some(key)
    }

    /// The key that a request carries, as the caller or an earlier page set it.
    pub(super) fn sent_key<'a>(&self, sent: &'a Params) -> Option<Part<'a>> {
        let key = nested::get(sent.encoded(self.slot)?.part(), self.inside)?;
        (!key.is_null()).then_some(key)
    }

    /// The counted key of a request; without one, that of the first page.
    pub(super) fn sent_number(&self, sent: &Params) -> u64 {
        let first = match self.key {
            Key::PageNumber(first) => first,
            Key::None | Key::Cursor(_) | Key::Offset => 0,
        };
        self.sent_key(sent).and_then(number).unwrap_or(first)
    }

    /// Whether keys are counted here rather than sent by the server.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.key, Key::Offset | Key::PageNumber(_))
    }

    fn limit(&self, sent: &Params) -> Option<u64> {
        number(sent.encoded(self.limit?)?.part())
    }

    fn is_complete(
        &self,
        sent: &Params,
        before: Option<u64>,
        count: u64,
        extra: &Map<String, Value>,
    ) -> bool {
        let total = self.total.and_then(|path| whole(at(extra, path)?));
        let before = match self.key {
            Key::Offset => Some(self.sent_number(sent)),
            Key::PageNumber(first) => match self.limit(sent) {
                Some(limit) => self
                    .sent_number(sent)
                    .checked_sub(first)
                    .map(|pages| pages.saturating_mul(limit)),
                None => before,
            },
            Key::None | Key::Cursor(_) => before,
        };
        total
            .zip(before)
            .is_some_and(|(total, before)| before.saturating_add(count) >= total)
    }
}

/// A value inside the page.
fn at(extra: &Map<String, Value>, path: Path) -> Option<&Value> {
    let (first, rest) = path.split_first()?;
    rest.iter()
        .try_fold(extra.get(*first)?, |value, name| value.get(name))
}

/// A flag as servers send it: a boolean, a number, or either in a string.
fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(number.as_f64() != Some(0.0)),
        Value::String(text) => match text.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A whole number, or a string of one.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn number(value: Part<'_>) -> Option<u64> {
    value.json().get().trim_matches('"').parse().ok()
}

fn counted(key: u64) -> Encoded {
    json::number(key).into()
}
