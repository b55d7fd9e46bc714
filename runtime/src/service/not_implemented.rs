//! What a generated trait answers by itself.
use std::{
    future::{Ready, ready},
    pin::Pin,
};

use futures_core::Stream;

use crate::{Document, Examples, Method, ServerError};

/// The stream of a subscription as a generated trait gives it: `Box::pin(stream)`.
pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

/// The answer of a method that nobody has implemented: -32601.
pub fn not_implemented<T, E: From<ServerError>>(method: &str) -> Ready<Result<T, E>> {
    let message = format!("`{method}` is not implemented");
    let error = ServerError::new(ServerError::method_not_found().code(), message);
    ready(Err(error.into()))
}

/// The answer to who subscribes to a kind that there is not: -32602.
pub fn no_such_kind(method: &Method, slot: usize, kinds: &[&str]) -> ServerError {
    let param = method.params.get(slot).map_or("", |param| param.name);
    let message = format!(
        "invalid params of `{}`: `{param}` is one of `{}`",
        method.name,
        kinds.join("`, `"),
    );
    ServerError::new(-32602, message)
}

/// The document of a generated service; none where it is so odd that a document it is not.
pub fn document(text: &str) -> Option<Document> {
    serde_json::from_str(text).ok()
}

/// The examples of a document that the generator has read; none where it was no document after all.
pub fn examples(document: &str) -> Examples {
    Examples::from_document(document).unwrap_or_default()
}
