//! A method of the document.

use serde_json::Value;

use super::description::{self, Descriptor, ErrorObject, Example, ExternalDocs};
use super::node::{IGNORED, Node};
use super::server::{self, Server};
use super::{members, name, params, subscription};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::PagingRule;

/// A method ("Method Object").
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) at: At,
    pub(crate) name: String,
    pub(crate) tags: Vec<Tag>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<ExternalDocs>,
    pub(crate) params: Vec<Descriptor>,
    /// None: a notification (since 1.3.0).
    pub(crate) result: Option<Descriptor>,
    pub(crate) deprecated: bool,
    pub(crate) servers: Vec<Server>,
    pub(crate) errors: Vec<ErrorObject>,
    /// The schemas of the data of errors by their codes (`x-error-data`).
    pub(crate) error_data: Vec<(i64, At)>,
    pub(crate) structure: Structure,
    pub(crate) examples: Vec<Example>,
    /// Whether calling it twice does no more than calling it once (`x-idempotent`).
    pub(crate) idempotent: bool,
    /// Whether the server sends it; none where the document does not say.
    pub(crate) event: Option<bool>,
    /// The notification that carries it, many at once (`x-batched-in`).
    pub(crate) carrier: Option<String>,
    /// Whether the server calls it and the client answers; none where the document does not say.
    pub(crate) asked: Option<bool>,
    /// The schema of what subscribing by this method gives, where the method states one.
    pub(crate) item: Option<At>,
    /// The method's own `x-pagination`.
    pub(crate) paging: Option<(At, PagingRule)>,
}

/// What groups methods ("Tag Object").
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) at: At,
    pub(crate) name: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
}

/// How params travel (`paramStructure`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Structure {
    ByName,
    ByPosition,
    Either,
}

impl Method {
    /// A method that somebody else than the document tells of, without params.
    pub(crate) fn unlisted(name: &str, at: &At) -> Self {
        Self {
            at: at.clone(),
            name: name.to_owned(),
            tags: Vec::new(),
            summary: None,
            description: None,
            external_docs: None,
            params: Vec::new(),
            result: None,
            deprecated: false,
            servers: Vec::new(),
            errors: Vec::new(),
            error_data: Vec::new(),
            structure: Structure::Either,
            examples: Vec::new(),
            idempotent: false,
            event: None,
            carrier: None,
            asked: None,
            item: None,
            paging: None,
        }
    }
}

/// Reads a method. Only one without a name is left out; `key` is one that stands beside it.
pub(super) fn read(
    node: Node<'_>,
    key: Option<String>,
    minor: u32,
    notes: &mut Diagnostics,
) -> Option<Method> {
    if node.object().is_none() {
        notes.push(node.wrong("a method object").hint("it is left out"));
        return None;
    }
    let Some(name) = node.text("name", notes).or(key) else {
        notes.push(
            Diagnostic::at(Code::Missing, &node.at, "the method has no `name`")
                .hint("it is left out"),
        );
        return None;
    };
    members::check(&node, members::METHOD, notes);
    name::check(&name, "method", &node.at.join("name"), notes);
    let tags = node.list("tags", notes);
    let errors = node.list("errors", notes);
    let examples = node.list("examples", notes);
    let params = params::read(&node, notes);
    let asked = subscription::asked(&node, notes);
    let event = match asked {
        Some(true) => None,
        _ => subscription::event(&node, &params, notes),
    };
    Some(Method {
        tags: tags.iter().filter_map(|node| tag(node, notes)).collect(),
        summary: node.text("summary", notes),
        description: node.text("description", notes),
        external_docs: description::external_docs(&node, notes),
        params,
        // Nobody answers an event, whatever stands there.
        result: match event {
            Some(true) => None,
            Some(false) | None => result(&node, &name, minor, notes),
        },
        idempotent: node.flag("x-idempotent", notes),
        event,
        carrier: node.text("x-batched-in", notes),
        asked,
        item: subscription::item(&node),
        deprecated: node.flag("deprecated", notes),
        servers: server::read_all(&node, notes),
        errors: declared(&errors, notes),
        error_data: error_data(&node, notes),
        structure: structure(&node, notes),
        examples: examples
            .iter()
            .map(|pair| description::example(pair, notes))
            .collect(),
        paging: node
            .member("x-pagination")
            .and_then(|rule| Some((rule.at.clone(), paging_rule(&rule, notes)?))),
        at: node.at,
        name,
    })
}

/// A tag is an object with a name; bare strings are met and taken.
fn tag(node: &Node<'_>, notes: &mut Diagnostics) -> Option<Tag> {
    let (name, object) = match node.value {
        Value::String(name) => (name.clone(), None),
        _ => (node.text("name", notes)?, Some(node)),
    };
    let mut text = |key| object.and_then(|node| node.text(key, notes));
    Some(Tag {
        at: node.at.clone(),
        name,
        summary: text("summary"),
        description: text("description"),
    })
}

/// The schemas of the data of errors. The specification has no place for them: an error object has an example only, and
/// no extensions.
fn error_data(method: &Node<'_>, notes: &mut Diagnostics) -> Vec<(i64, At)> {
    let Some(node) = method.member("x-error-data") else {
        return Vec::new();
    };
    let Some(schemas) = node.object() else {
        notes.push(node.wrong("schemas by the codes of errors").hint(IGNORED));
        return Vec::new();
    };
    let codes = schemas.keys().filter_map(|code| {
        let number = code.trim().parse().ok();
        if number.is_none() {
            let message = format!("`{code}` is no code of an error");
            let at = node.at.join(code);
            notes.push(Diagnostic::at(Code::WrongType, &at, message));
        }
        Some((number?, node.at.join(code)))
    });
    codes.collect()
}

/// The errors of a method; what tells them apart is their code.
fn declared(nodes: &[Node<'_>], notes: &mut Diagnostics) -> Vec<ErrorObject> {
    let mut errors: Vec<ErrorObject> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let Some(error) = description::error(node, notes) else {
            continue;
        };
        if errors.iter().any(|other| other.code == error.code) {
            let message = format!("the error code `{}` is there twice", error.code);
            notes.push(
                Diagnostic::at(Code::Duplicate, &node.at, message)
                    .hint("one variant stands for both"),
            );
        }
        errors.push(error);
    }
    errors
}

/// No result means a notification, but only since 1.3: before, `result` was required and its absence a slip.
fn result(
    method: &Node<'_>,
    name: &str,
    minor: u32,
    notes: &mut Diagnostics,
) -> Option<Descriptor> {
    let Some(node) = method.member("result") else {
        if minor >= 3 {
            return None;
        }
        let message = format!("`{name}` has no `result`, which OpenRPC before 1.3 requires");
        notes.push(
            Diagnostic::at(Code::Missing, &method.at, message)
                .hint("it is taken as a call with an untyped result; a notification needs `openrpc` 1.3 or later"),
        );
        return Some(Descriptor::untyped("result", &method.at));
    };
    let read = match node.clone().followed(notes) {
        Some(node) => description::descriptor(&node, "result", notes),
        None => None,
    };
    // Whatever stands there, something is answered.
    Some(read.unwrap_or_else(|| Descriptor::untyped("result", &node.at)))
}

fn structure(method: &Node<'_>, notes: &mut Diagnostics) -> Structure {
    // The misspelt key is met in the wild.
    let key = ["paramStructure", "paramsStructure"]
        .into_iter()
        .find(|key| method.member(key).is_some());
    match key.and_then(|key| method.text(key, notes)).as_deref() {
        Some("by-name") => Structure::ByName,
        Some("by-position") => Structure::ByPosition,
        None | Some("either") => Structure::Either,
        Some(other) => {
            let message = format!("`paramStructure` is {other:?}");
            notes.push(
                Diagnostic::at(Code::WrongType, &method.at.join("paramStructure"), message)
                    .hint("it is `by-name`, `by-position` or `either`; read as `either`"),
            );
            Structure::Either
        }
    }
}

/// Reads an `x-pagination` rule; one that cannot be read is a warning.
pub(super) fn paging_rule(node: &Node<'_>, notes: &mut Diagnostics) -> Option<PagingRule> {
    match serde_json::from_value(node.value.clone()) {
        Ok(rule) => Some(rule),
        Err(error) => {
            let message = format!("the paging rule cannot be read: {error}");
            notes.push(Diagnostic::at(Code::Paging, &node.at, message));
            None
        }
    }
}
