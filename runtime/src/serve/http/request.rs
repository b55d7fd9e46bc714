//! What a client asks of HTTP: takes the head of a request, gives what handlers may know of it.
use http::request::Parts;

/// The head of a request.
pub(crate) struct HttpRequest {
    head: Parts,
    url: String,
}

impl HttpRequest {
    pub(crate) fn head(&self) -> &Parts {
        &self.head
    }

    /// Where the client reached us, as it sees it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}
