//! Takes the files of a document and gives it as OpenRPC structs, every reference among them followed.
//!
//! Reading never gives up on a method: what breaks the specification is a warning at its place, and the rest is read.

mod description;
mod members;
mod method;
mod name;
mod node;
mod other;
mod params;
mod server;
mod subscription;

pub(crate) use description::{Descriptor, Example};
pub(crate) use method::{Method, Structure, Tag};
pub(crate) use server::{Server, Variable};
pub(crate) use subscription::{ID_NAMES, Ruled};

use std::collections::HashSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, Files};
use crate::options::PagingRule;
use node::Node;

/// An OpenRPC document (specification 1.0 to 1.4, "OpenRPC Object").
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) info: Info,
    pub(crate) servers: Vec<Server>,
    pub(crate) methods: Vec<Method>,
    /// The document's own paging rules (`x-pagination`), by method name or pattern.
    pub(crate) paging: Vec<(String, At, PagingRule)>,
    /// The document's own subscription rules (`x-subscription`), by method name or pattern.
    pub(crate) subscriptions: Vec<Ruled>,
    /// Whether the document shows a server that has `null` for every empty value.
    pub(crate) nil_server: bool,
}

/// What the document says of itself ("Info Object").
#[derive(Clone, Debug, Default)]
pub(crate) struct Info {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) description: Option<String>,
}

/// Reads the root file as an OpenRPC document.
///
/// Fails only when it is none: no object, or an object with neither `methods` nor `openrpc`.
pub(crate) fn read(files: &Files, notes: &mut Diagnostics) -> Result<Document, Diagnostic> {
    let at = At::root();
    let Some(tree @ Value::Object(_)) = files.value(&at) else {
        return Err(other::refused(&at, files.value(&at)));
    };
    let root = Node::new(files, at, tree);
    if root.member("methods").is_none() {
        if root.member("openrpc").is_none() {
            return Err(other::refused(&root.at, Some(tree)));
        }
        notes.push(
            Diagnostic::at(Code::Missing, &root.at, "the document has no `methods`")
                .hint("a client without methods is made of it"),
        );
    }
    members::check(&root, members::DOCUMENT, notes);
    let minor = version(&root, notes);
    let nodes = root.named("methods", notes);
    let mut methods = Vec::with_capacity(nodes.len());
    let mut subscriptions = Vec::new();
    for (key, node) in nodes {
        if let Some(method) = method::read(node.clone(), key, minor, notes) {
            subscriptions.extend(subscription::of_method(&node, &method.name, notes));
            methods.push(method);
        }
    }
    // A method's own rule is looked at before those for many.
    subscriptions.extend(subscription::of_document(&root, notes));
    repeated(&methods, notes);
    Ok(Document {
        info: info(&root, notes),
        servers: server::read_all(&root, notes),
        methods,
        paging: paging(&root, notes),
        subscriptions,
        nil_server: shows_nil(tree),
    })
}

/// The minor version; documents of unknown versions are read as the newest.
fn version(root: &Node<'_>, notes: &mut Diagnostics) -> u32 {
    const NEWEST: u32 = 4;
    let Some(text) = root.text("openrpc", notes) else {
        notes.push(
            Diagnostic::at(
                Code::Version,
                &root.at,
                "the document does not state its OpenRPC version",
            )
            .hint("add `\"openrpc\": \"1.4.1\"`"),
        );
        return NEWEST;
    };
    let mut parts = text.split('.');
    match (parts.next(), parts.next().map(str::parse)) {
        (Some("1"), Some(Ok(minor))) if minor <= NEWEST => minor,
        _ => {
            let message = format!(
                "OpenRPC version {text:?} is not known; the document is read as 1.{NEWEST}"
            );
            notes.push(Diagnostic::at(
                Code::Version,
                &root.at.join("openrpc"),
                message,
            ));
            NEWEST
        }
    }
}

/// Warns of methods that only their place tells apart.
fn repeated(methods: &[Method], notes: &mut Diagnostics) {
    let mut names = HashSet::new();
    for method in methods {
        if !names.insert(&method.name) {
            let message = format!("the method `{}` is there twice", method.name);
            notes.push(
                Diagnostic::at(Code::Duplicate, &method.at.join("name"), message)
                    .hint("each is generated, and they send the same name"),
            );
        }
    }
}

fn info(root: &Node<'_>, notes: &mut Diagnostics) -> Info {
    let Some(node) = root.member("info") else {
        notes.push(Diagnostic::at(
            Code::Missing,
            &root.at,
            "the document has no `info`",
        ));
        return Info::default();
    };
    if node.object().is_none() {
        notes.push(node.wrong("an object").hint(node::IGNORED));
        return Info::default();
    }
    if node.member("version").is_none() {
        let message = "`info` has no `version`";
        notes.push(Diagnostic::at(Code::Missing, &node.at, message));
    }
    members::check(&node, members::INFO, notes);
    Info {
        title: node.text("title", notes).unwrap_or_default(),
        version: node.text("version", notes).unwrap_or_default(),
        description: node.text("description", notes),
    }
}

/// `x-pagination` beside `methods`: an object of rules by method name or pattern.
fn paging(root: &Node<'_>, notes: &mut Diagnostics) -> Vec<(String, At, PagingRule)> {
    let Some(node) = root.member("x-pagination") else {
        return Vec::new();
    };
    node.members(notes)
        .into_iter()
        .filter_map(|(pattern, node)| {
            Some((pattern, node.at.clone(), method::paging_rule(&node, notes)?))
        })
        .collect()
}

/// Whether anything in the tree bears the marks of the Common Lisp servers that have one empty value for all.
fn shows_nil(tree: &Value) -> bool {
    let mut waiting = vec![tree];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if members
                    .keys()
                    .any(|key| key == "x-paginated-list" || key.starts_with("x-cl-"))
                {
                    return true;
                }
                waiting.extend(members.values());
            }
            Value::Array(elements) => waiting.extend(elements),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
