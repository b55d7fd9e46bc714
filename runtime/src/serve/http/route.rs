//! What a request is about: takes its method and path, gives which service does what.
use std::sync::Arc;

use http::{Method, request::Parts};

use super::{
    mounts::{Found, Mounts, below},
    refusal::Refusal,
    upgrade,
};

/// What is to be done.
pub(super) enum Task {
    /// Answer a body.
    Call,
    /// Open a WebSocket.
    Upgrade,
    /// Give the document.
    Document,
    /// Say what is here.
    Greet,
    /// Say what can be done here.
    Options,
    /// Give what was counted.
    #[cfg(feature = "metrics")]
    Metrics,
}

/// Where a request leads.
pub(super) fn route(head: &Parts, prefix: &str, mounts: &Mounts) -> (Found, Result<Task, Refusal>) {
    let path = head.uri.path();
    let path = below(prefix, path).unwrap_or(path);
    let found = mounts.find(path).unwrap_or_else(|| Found {
        options: None,
        path: Arc::from(""),
    });
    let rest = path.get(found.path.len()..).unwrap_or_default();
    let is_document = rest.eq_ignore_ascii_case("/openrpc.json");
    let task = match (&head.method, rest) {
        (&Method::GET | &Method::HEAD, _) if is_document => Ok(Task::Document),
        (&Method::OPTIONS, _) if is_document => Ok(Task::Options),
        (_, "" | "/") => task(head),
        _ if is_document => Err(Refusal::Method),
        _ => Err(Refusal::Nowhere),
    };
    (found, task)
}

/// Whether what was counted is asked for.
#[cfg(feature = "metrics")]
pub(super) fn is_of_metrics(head: &Parts, prefix: &str, options: &crate::ServeOptions) -> bool {
    let path = head.uri.path();
    let path = below(prefix, path).unwrap_or(path);
    let is_read = matches!(head.method, Method::GET | Method::HEAD);
    let metrics = options.metrics.as_ref();
    is_read && metrics.is_some_and(|metrics| *metrics.path == *path)
}

/// What is to be done at a service itself.
fn task(head: &Parts) -> Result<Task, Refusal> {
    match head.method {
        Method::POST => Ok(Task::Call),
        Method::GET if upgrade::is_asked(head) => Ok(Task::Upgrade),
        Method::GET | Method::HEAD => Ok(Task::Greet),
        Method::OPTIONS => Ok(Task::Options),
        _ => Err(Refusal::Method),
    }
}
