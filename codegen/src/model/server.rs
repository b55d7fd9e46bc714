//! The document's servers, each as a constructor of the client.

use super::names::{Names, type_name, value_name};
use super::scope::Scope;
use super::{Context, docs};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Document};

/// A server to connect to.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// `connect_to_<name>`.
    pub(crate) function: String,
    /// Its type in `servers`.
    pub(crate) type_name: String,
    pub(crate) url: String,
    pub(crate) docs: String,
    pub(crate) variables: Vec<ServerVariable>,
}

/// What can be set in a server's URL.
#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub(crate) wire: String,
    /// The setter.
    pub(crate) rust: String,
    pub(crate) default: String,
    pub(crate) allowed: Vec<String>,
    pub(crate) docs: String,
}

pub(super) fn build_all(
    document: &Document,
    scope: &mut Scope,
    cx: &mut Context<'_, '_>,
) -> Vec<Server> {
    let mut types = Names::default();
    let servers = document.servers.iter();
    servers
        .filter_map(|server| {
            let url = absolute(server, cx)?;
            let wire = server.name.as_deref().unwrap_or("default");
            let name = value_name(wire, "default");
            let function = format!("connect_to_{}", name.trim_matches('_'));
            let ty = match type_name(&name) {
                name if name.is_empty() => "Default".to_owned(),
                name => name,
            };
            Some(Server {
                function: scope.server((wire, &server.at), &function, cx),
                type_name: types.name((wire, &server.at), None, &ty, cx.notes),
                docs: docs::server(server, &url),
                variables: variables(server, cx),
                url,
            })
        })
        .collect()
}

fn variables(server: &document::Server, cx: &mut Context<'_, '_>) -> Vec<ServerVariable> {
    let mut setters = Names::reserving(&["url", "into_future", "clone", "into", "from"]);
    let variables = server.variables.iter();
    variables
        .map(|variable| ServerVariable {
            wire: variable.name.clone(),
            rust: setters.name(
                (&variable.name, &server.at),
                None,
                &value_name(&variable.name, "variable"),
                cx.notes,
            ),
            default: variable.default.clone(),
            allowed: variable.allowed.clone(),
            docs: docs::variable(variable),
        })
        .collect()
}

/// Whether a URL is one of this machine, which names no host.
fn is_local(url: &str) -> bool {
    let url = url.strip_prefix("msgpack+").unwrap_or(url);
    let schemes = ["npipe:", "stdio:", "unix:"];
    schemes.iter().any(|scheme| url.starts_with(scheme))
}

/// The server's URL, put behind the document's own where it is relative. None, with a warning, where it is no URL.
fn absolute(server: &document::Server, cx: &mut Context<'_, '_>) -> Option<String> {
    let url = &server.url;
    // A variable in front may well hold the scheme.
    if url.contains("://") || url.starts_with('$') || url.starts_with('{') || is_local(url) {
        return Some(url.clone());
    }
    // The specification's default, which many documents copy.
    let joined = match (url.as_str(), cx.files.url()) {
        ("localhost", _) => None,
        (relative, Some(base)) => url::Url::parse(base)
            .and_then(|base| base.join(relative))
            .ok(),
        (_, None) => None,
    };
    if joined.is_none() {
        let message = format!(
            "the server url {url:?} is not absolute, and the document's own URL is not known"
        );
        cx.notes.push(
            Diagnostic::at(Code::Server, &server.at, message)
                .hint("no constructor is made for it; use `connect` with the full URL"),
        );
    }
    joined.map(Into::into)
}
