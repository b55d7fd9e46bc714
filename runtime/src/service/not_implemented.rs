//! What a generated trait answers by itself.
use std::future::{Ready, ready};

use crate::{Document, Examples, ServerError};

/// The answer of a method that nobody has implemented: -32601.
pub fn not_implemented<T, E: From<ServerError>>(method: &str) -> Ready<Result<T, E>> {
    let message = format!("`{method}` is not implemented");
    let error = ServerError::new(ServerError::method_not_found().code(), message);
    ready(Err(error.into()))
}

/// The document of a generated service; none where it is so odd that a document it is not.
pub fn document(text: &str) -> Option<Document> {
    serde_json::from_str(text).ok()
}

/// The examples of a document that the generator has read; none where it was no document after all.
pub fn examples(document: &str) -> Examples {
    Examples::from_document(document).unwrap_or_default()
}
