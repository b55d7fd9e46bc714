//! Takes a paging rule and a method and gives the walk that the runtime will do.

use serde_json::Value;

use super::{Walk, path};
use crate::document::Method;
use crate::files::{At, Files};
use crate::options::{Ending, PagingKind, PagingRule};

/// The names that 40ants' servers have had for the key, in and out.
const MARKED_IN: [&str; 3] = ["page_key", "page-key", "pageKey"];
const MARKED_OUT: [&str; 3] = ["next_page_key", "next-page-key", "nextPageKey"];

/// The rule that `x-paginated-list: true` in the result's schema stands for, and the place of the mark.
pub(super) fn marked(files: &Files, method: &Method) -> Option<(PagingRule, At)> {
    let schema = method.result.as_ref()?.schema.as_ref()?;
    let marked = |schema: &Value, at: &At| {
        (schema.get("x-paginated-list") == Some(&Value::Bool(true)))
            .then(|| at.join("x-paginated-list"))
    };
    let at = path::find(files, schema, 2, &marked)?;
    let key_in = MARKED_IN
        .into_iter()
        .find(|name| method.params.iter().any(|param| param.name == *name));
    let key_out = MARKED_OUT
        .into_iter()
        .find(|name| path::walk(files, schema, &[(*name).to_owned()]).is_some());
    let rule = PagingRule {
        items: "items".to_owned(),
        key_in: key_in.unwrap_or(MARKED_IN[0]).to_owned(),
        key_out: Some(key_out.unwrap_or(MARKED_OUT[0]).to_owned()),
        ends_on: vec![Ending::False],
        ..PagingRule::default()
    };
    Some((rule, at))
}

/// The walk of a rule; a sentence where the rule does not fit the method's params.
pub(super) fn walk(
    rule: &PagingRule,
    method: &Method,
    null_as_empty: bool,
) -> Result<Walk, String> {
    let param = |name: &str| {
        let mut params = method.params.iter();
        let found = params.position(|param| param.name == name);
        found.ok_or_else(|| format!("the method has no param `{name}`"))
    };
    let mut key_path = path::steps(&rule.key_in);
    if key_path.is_empty() {
        return Err("it has no `key_in`, the param that takes the key".to_owned());
    }
    let key_param = param(&key_path.remove(0))?;
    let key_out = match (rule.kind, &rule.key_out) {
        (PagingKind::Cursor, None) => {
            return Err("it has no `key_out`, the path of the next key in the result".to_owned());
        }
        (PagingKind::Cursor, Some(path)) => path::steps(path),
        (PagingKind::Offset | PagingKind::PageNumber, _) => Vec::new(),
    };
    let limit = rule.limit.as_deref().map(param).transpose()?;
    if rule.ends_on.contains(&Ending::ShortPage) && limit.is_none() {
        return Err("`short-page` needs `limit`, the param with the page size".to_owned());
    }
    let more = rule
        .more
        .as_deref()
        .map(|flag| match flag.strip_prefix('!') {
            Some(inverted) => (path::steps(inverted), true),
            None => (path::steps(flag), false),
        });
    let counts = rule.kind != PagingKind::Cursor;
    if counts && more.is_none() && rule.total.is_none() && rule.ends_on.is_empty() {
        return Err("nothing ends it: give `more`, `total` or `ends_on`".to_owned());
    }
    Ok(Walk {
        kind: rule.kind,
        items: path::steps(&rule.items),
        null_as_empty,
        key_param,
        key_path,
        key_out,
        more,
        total: rule.total.as_deref().map(path::steps),
        limit,
        ends_on: rule.ends_on.clone(),
        first: rule.first.unwrap_or(1),
        drop: rule
            .drop
            .iter()
            .map(|name| param(name))
            .collect::<Result<_, _>>()?,
    })
}
