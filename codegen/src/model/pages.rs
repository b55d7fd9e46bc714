//! Decides which methods come in pages, and how one page leads to the next.

pub(super) mod path;
mod rule;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Document};
use crate::files::At;
use crate::model::Context;
use crate::options::{Ending, Nil, PagingKind, PagingRule, matches_pattern};
use crate::schema::{Direction, SchemaId};

/// A method's pages.
#[derive(Clone, Debug)]
pub(crate) struct Pages {
    /// None: any value.
    pub(crate) item: Option<SchemaId>,
    pub(crate) walk: Walk,
}

/// How one page leads to the next. Params are meant by their place in the list, paths are member names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Walk {
    pub(crate) kind: PagingKind,
    pub(crate) items: Vec<String>,
    /// A list of `null` is empty.
    pub(crate) null_as_empty: bool,
    pub(crate) key_param: usize,
    pub(crate) key_path: Vec<String>,
    pub(crate) key_out: Vec<String>,
    /// The flag's path, and whether it says that this page is the last.
    pub(crate) more: Option<(Vec<String>, bool)>,
    pub(crate) total: Option<Vec<String>>,
    pub(crate) limit: Option<usize>,
    pub(crate) ends_on: Vec<Ending>,
    pub(crate) first: u64,
    pub(crate) drop: Vec<usize>,
}

/// A rule and where it comes from.
struct Stated {
    rule: PagingRule,
    /// The rule names this very method, so that it not fitting is worth a warning.
    meant: bool,
    at: At,
}

pub(super) fn build(
    method: &document::Method,
    document: &Document,
    type_name: &str,
    cx: &mut Context<'_, '_>,
) -> Option<Pages> {
    let result = method.result.as_ref()?;
    let stated = stated(method, document, cx)?;
    if stated.rule.off {
        return None;
    }
    let walk = match rule::walk(&stated.rule, method, cx.options.nil != Nil::Off) {
        Ok(walk) => walk,
        Err(message) => {
            doubt(&stated, method, &message, "it is not paged", cx);
            return None;
        }
    };
    let list = result
        .schema
        .as_ref()
        .and_then(|at| path::walk(cx.files, at, &walk.items));
    let item = list.and_then(|list| path::element(cx.files, &list));
    if item.is_none() {
        if !stated.meant {
            return None;
        }
        let message = format!(
            "the result's schema has no list at `{}`",
            walk.items.join(".")
        );
        doubt(&stated, method, &message, "its items are untyped", cx);
    }
    let hint = format!("{type_name}Item");
    Some(Pages {
        item: item.map(|at| cx.schemas.add(&at, &hint, Direction::Received)),
        walk,
    })
}

/// The rule for a method: the options win over the method's own, that over the document's, that over the marker.
fn stated(method: &document::Method, document: &Document, cx: &Context<'_, '_>) -> Option<Stated> {
    let options = &cx.options.paging;
    let exact = options.get_key_value(&method.name);
    let pattern = || {
        options
            .iter()
            .find(|(pattern, _)| matches_pattern(pattern, &method.name))
    };
    if let Some((key, rule)) = exact.or_else(pattern) {
        return Some(Stated {
            rule: rule.clone(),
            meant: *key == method.name,
            at: method.at.clone(),
        });
    }
    if let Some((at, rule)) = &method.paging {
        return Some(Stated {
            rule: rule.clone(),
            meant: true,
            at: at.clone(),
        });
    }
    let mut rules = document.paging.iter();
    if let Some((key, at, rule)) =
        rules.find(|(pattern, ..)| matches_pattern(pattern, &method.name))
    {
        return Some(Stated {
            rule: rule.clone(),
            meant: *key == method.name,
            at: at.clone(),
        });
    }
    let (rule, at) = rule::marked(cx.files, method)?;
    Some(Stated {
        rule,
        meant: true,
        at,
    })
}

/// Warns that a rule does not fit the method that it names; a rule for many may well not fit some.
fn doubt(
    stated: &Stated,
    method: &document::Method,
    message: &str,
    outcome: &str,
    cx: &mut Context<'_, '_>,
) {
    if stated.meant {
        let message = format!(
            "the paging rule of `{}` does not fit: {message}",
            method.name
        );
        cx.notes.push(
            Diagnostic::at(Code::Paging, &stated.at, message)
                .hint(format!("{outcome} until the rule fits")),
        );
    }
}

/// Says which rules match no method.
pub(super) fn unused_rules(document: &Document, cx: &mut Context<'_, '_>) {
    let from_options = cx
        .options
        .paging
        .keys()
        .map(|key| (key, At::root().join("methods")));
    let from_document = document.paging.iter().map(|(key, at, _)| (key, at.clone()));
    for (pattern, at) in from_options.chain(from_document) {
        let mut methods = document.methods.iter();
        if !methods.any(|method| matches_pattern(pattern, &method.name)) {
            let message = format!("the paging rule {pattern:?} matches no method");
            cx.notes.push(Diagnostic::at(Code::NoMatch, &at, message));
        }
    }
}

#[cfg(test)]
mod tests;
