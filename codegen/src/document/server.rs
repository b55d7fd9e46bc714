//! The servers that a document or a method names.

use super::members;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;

/// Where the API is served ("Server Object").
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) at: At,
    pub(crate) name: Option<String>,
    /// May hold `${variable}`, and be relative to the document's own URL.
    pub(crate) url: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) variables: Vec<Variable>,
}

/// What stands for `${name}` in a server's URL ("Server Variable Object").
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    /// Sent when the user gives no other value.
    pub(crate) default: String,
    /// Empty: any value is allowed.
    pub(crate) allowed: Vec<String>,
    pub(crate) description: Option<String>,
}

/// Reads the `servers` of a document or a method; one without a URL is left out.
pub(super) fn read_all(node: &Node<'_>, notes: &mut Diagnostics) -> Vec<Server> {
    let servers = node.list("servers", notes);
    servers
        .into_iter()
        .filter_map(|server| {
            members::check(&server, members::SERVER, notes);
            let url = server.text("url", notes);
            if url.is_none() {
                let message = "the server has no `url`";
                notes.push(
                    Diagnostic::at(Code::Missing, &server.at, message).hint("it is left out"),
                );
            }
            Some(Server {
                name: server.text("name", notes),
                url: url?,
                summary: server.text("summary", notes),
                description: server.text("description", notes),
                variables: variables(&server, notes),
                at: server.at,
            })
        })
        .collect()
}

fn variables(server: &Node<'_>, notes: &mut Diagnostics) -> Vec<Variable> {
    let Some(node) = server.member("variables") else {
        return Vec::new();
    };
    let variables = node.members(notes);
    variables
        .into_iter()
        .map(|(name, node)| {
            members::check(&node, members::VARIABLE, notes);
            Variable {
                name,
                default: node.text("default", notes).unwrap_or_default(),
                allowed: node
                    .list("enum", notes)
                    .iter()
                    .filter_map(|value| value.value.as_str().map(str::to_owned))
                    .collect(),
                description: node.text("description", notes),
            }
        })
        .collect()
}
