//! The small objects around a method: content descriptors, errors, examples, links to documentation.

use serde_json::Value;

use super::members;
use super::node::{IGNORED, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;

/// A param or a result ("Content Descriptor Object").
#[derive(Clone, Debug)]
pub(crate) struct Descriptor {
    pub(crate) at: At,
    pub(crate) name: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    /// Where its schema stands; none: any value.
    pub(crate) schema: Option<At>,
}

impl Descriptor {
    /// One of any value.
    pub(super) fn untyped(name: &str, at: &At) -> Self {
        Self {
            at: at.clone(),
            name: name.to_owned(),
            summary: None,
            description: None,
            required: false,
            deprecated: false,
            schema: None,
        }
    }
}

/// A declared error ("Error Object"). Its `data` is an example, not a schema.
#[derive(Clone, Debug)]
pub(crate) struct ErrorObject {
    pub(crate) code: i64,
    pub(crate) message: String,
}

/// One example of a call ("Example Pairing Object"), values as JSON text.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) name: Option<String>,
    pub(crate) params: Vec<(String, Value)>,
    pub(crate) result: Option<Value>,
}

/// Where more is written ("External Documentation Object").
#[derive(Clone, Debug)]
pub(crate) struct ExternalDocs {
    pub(crate) url: String,
    pub(crate) description: Option<String>,
}

/// Keywords that show a schema where a content descriptor belongs.
const SCHEMA_KEYWORDS: [&str; 8] = [
    "type",
    "properties",
    "items",
    "oneOf",
    "anyOf",
    "allOf",
    "enum",
    "const",
];

/// Reads a content descriptor; `fallback` names it where it has no name.
pub(super) fn descriptor(
    node: &Node<'_>,
    fallback: &str,
    notes: &mut Diagnostics,
) -> Option<Descriptor> {
    let Some(members) = node.object() else {
        let hint = "a param is left out, and a result is any value";
        notes.push(node.wrong("a content descriptor").hint(hint));
        return None;
    };
    let has_schema = members.contains_key("schema");
    let bare = !has_schema && SCHEMA_KEYWORDS.iter().any(|key| members.contains_key(*key));
    if !has_schema {
        let message = match bare {
            true => "a schema stands where a content descriptor belongs",
            false => "the content descriptor has no `schema`",
        };
        notes.push(Diagnostic::at(Code::Missing, &node.at, message).hint(
            "write `{\"name\": …, \"schema\": {…}}`; it is read as if the schema were there",
        ));
    }
    let name = node.text("name", notes).filter(|name| !name.is_empty());
    if !bare {
        members::check(node, members::DESCRIPTOR, notes);
    }
    if name.is_none() && !bare {
        let message = "the content descriptor has no `name`";
        notes.push(
            Diagnostic::at(Code::Missing, &node.at, message)
                .hint(format!("it is called `{fallback}`")),
        );
    }
    Some(Descriptor {
        at: node.at.clone(),
        name: name.unwrap_or_else(|| fallback.to_owned()),
        summary: node.text("summary", notes),
        description: node.text("description", notes),
        // A bare schema's `required` is a list of members, or the flag that older drafts had there.
        required: match bare {
            true => members.get("required") == Some(&Value::Bool(true)),
            false => node.flag("required", notes),
        },
        deprecated: node.flag("deprecated", notes),
        schema: match has_schema {
            true => Some(node.at.join("schema")),
            false => bare.then(|| node.at.clone()),
        },
    })
}

/// Reads a declared error. A code written as a string is taken with a warning.
pub(super) fn error(node: &Node<'_>, notes: &mut Diagnostics) -> Option<ErrorObject> {
    members::check(node, members::ERROR, notes);
    let code = match node.value.get("code") {
        Some(Value::Number(code)) => code.as_i64(),
        Some(Value::String(code)) => {
            let wrong = node
                .member("code")
                .map(|code| code.wrong("an integer").hint("a number in it is read"));
            wrong.into_iter().for_each(|wrong| notes.push(wrong));
            code.trim().parse().ok()
        }
        _ => None,
    };
    let Some(code) = code else {
        notes.push(
            Diagnostic::at(Code::Missing, &node.at, "the error has no integer `code`")
                .hint("it is reached by the catch-all variant of the method's error type"),
        );
        return None;
    };
    Some(ErrorObject {
        code,
        message: node.text("message", notes).unwrap_or_default(),
    })
}

/// Reads an example pairing; values that are references or missing are left out.
pub(super) fn example(node: &Node<'_>, notes: &mut Diagnostics) -> Example {
    members::check(node, members::EXAMPLE_PAIRING, notes);
    let params = node.list("params", notes);
    let params = params.iter().filter_map(|param| {
        let name = param
            .text("name", &mut Diagnostics::default())
            .unwrap_or_default();
        Some((name, param.value.get("value")?.clone()))
    });
    Example {
        name: node.text("name", notes),
        params: params.collect(),
        result: node
            .member("result")
            .and_then(|result| result.followed(notes))
            .and_then(|result| result.value.get("value").cloned()),
    }
}

/// Reads a link to documentation.
pub(super) fn external_docs(node: &Node<'_>, notes: &mut Diagnostics) -> Option<ExternalDocs> {
    let docs = node.member("externalDocs")?.followed(notes)?;
    if docs.object().is_none() {
        notes.push(docs.wrong("an object with a `url`").hint(IGNORED));
    }
    Some(ExternalDocs {
        url: docs.text("url", notes)?,
        description: docs.text("description", notes),
    })
}
