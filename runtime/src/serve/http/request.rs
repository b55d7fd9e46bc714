//! What a client asks of HTTP: takes the head of a request, gives what handlers may know of it.
use std::sync::OnceLock;

use http::request::Parts;

use super::reach::{self, Place};

/// The head of a request, and where it came in.
pub(crate) struct HttpRequest {
    head: Parts,
    place: Place,
    /// Most handlers do not ask for it.
    url: OnceLock<String>,
}

impl HttpRequest {
    pub(super) fn new(head: Parts, place: Place) -> Self {
        Self {
            head,
            place,
            url: OnceLock::new(),
        }
    }

    pub(crate) fn head(&self) -> &Parts {
        &self.head
    }

    /// Where the client reached us, as it sees it.
    pub(crate) fn url(&self) -> &str {
        self.url.get_or_init(|| reach::url(&self.head, &self.place))
    }
}
