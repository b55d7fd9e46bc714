//! Takes an object of the specification and warns of the members that it does not have there.

use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::suggest;

/// Words for an object, and its members in any version of the specification.
pub(super) type Kind = (&'static str, &'static [&'static str]);

pub(super) const DOCUMENT: Kind = (
    "an OpenRPC document",
    &[
        "openrpc",
        "info",
        "servers",
        "methods",
        "components",
        "externalDocs",
    ],
);

pub(super) const INFO: Kind = (
    "`info`",
    &[
        "title",
        "description",
        "termsOfService",
        "contact",
        "license",
        "version",
    ],
);

pub(super) const SERVER: Kind = (
    "a server",
    &["name", "url", "summary", "description", "variables"],
);

pub(super) const VARIABLE: Kind = ("a server variable", &["enum", "default", "description"]);

pub(super) const METHOD: Kind = (
    "a method",
    &[
        "name",
        "tags",
        "summary",
        "description",
        "externalDocs",
        "params",
        "result",
        "deprecated",
        "servers",
        "errors",
        "links",
        "paramStructure",
        "examples",
    ],
);

pub(super) const DESCRIPTOR: Kind = (
    "a content descriptor",
    &[
        "name",
        "summary",
        "description",
        "required",
        "schema",
        "deprecated",
    ],
);

pub(super) const ERROR: Kind = ("an error", &["code", "message", "data"]);

pub(super) const EXAMPLE_PAIRING: Kind = (
    "an example pairing",
    &["name", "description", "summary", "params", "result"],
);

/// Members of one's own begin with `x-`, those of tools with `$`.
pub(super) fn check(node: &Node<'_>, (object, known): Kind, notes: &mut Diagnostics) {
    let keys = node.object().into_iter().flat_map(|members| members.keys());
    for key in keys {
        if key.starts_with("x-") || key.starts_with('$') || known.contains(&key.as_str()) {
            continue;
        }
        let message = format!("`{key}` is no member of {object}");
        let fault = Diagnostic::at(Code::UnknownKeyword, &node.at.join(key), message);
        notes.push(match suggest::nearest(key, known) {
            Some(nearest) => fault.hint(format!("did you mean `{nearest}`?")),
            None => fault.hint("it is ignored; a member of your own begins with `x-`"),
        });
    }
}
