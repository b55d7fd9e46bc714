//! Why nothing came from a URL, and what to do about it.

use std::time::Duration;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::without_credentials;

/// A fetch that failed.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    hint: Option<String>,
    /// Whether the server could not be asked at all, so that an older copy may do.
    pub(super) unreachable: bool,
}

#[cfg_attr(
    not(feature = "fetch"),
    expect(dead_code, reason = "most ways to fail are the network's")
)]
impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            unreachable: false,
        }
    }

    pub(super) fn unreachable(message: impl Into<String>) -> Self {
        let failure = Self {
            unreachable: true,
            ..Self::new(message)
        };
        match failure.message.contains("certificate") {
            true => failure.hint("SSL_CERT_FILE can name a file with more certificates to trust"),
            false => failure,
        }
    }

    pub(super) fn timeout(url: &str, timeout: Duration) -> Self {
        let (url, seconds) = (without_credentials(url), timeout.as_secs());
        Self::unreachable(format!("{url} took longer than {seconds} s"))
            .hint("the option `fetch.timeout` gives it more time")
    }

    pub(super) fn status(url: &str, status: u16, reason: Option<&str>) -> Self {
        let failure = Self {
            unreachable: matches!(status, 502..=504),
            ..Self::new(format!("{url} answers {status} {}", reason.unwrap_or_default()).trim_end())
        };
        match status {
            401 | 403 => failure.hint("the option `fetch.headers` can hold a token: `authorization = \"Bearer $TOKEN\"`"),
            404 | 410 => failure.hint("check the address: the document may have moved"),
            405 | 415 => failure.hint("`discover+` before the URL asks a server by `rpc.discover`; without it a document is gotten"),
            _ => failure,
        }
    }

    /// A portal or a login page answers with status 200 in the place of a server that it keeps us from.
    pub(super) fn web_page(url: &str) -> Self {
        Self::unreachable(format!(
            "{url} answers with a web page, not with a document"
        ))
        .hint("it may be a login page, or the address of a page about the document")
    }

    pub(super) fn too_large(url: &str, limit: u64) -> Self {
        Self::new(format!("{url} has more than {limit} bytes"))
            .hint("the option `fetch.max_size` allows more")
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The fault of whoever needs this document; `otherwise` is the hint where the failure has none.
    pub(super) fn diagnostic(self, origin: &str, otherwise: Option<String>) -> Diagnostic {
        let diagnostic = Diagnostic::of(Code::Fetch, origin, self.message);
        match self.hint.or(otherwise) {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }

    /// What is worth knowing when an older copy was used instead.
    pub(super) fn note(self, origin: &str) -> Diagnostic {
        let message = format!("an older copy was used: {}", self.message);
        Diagnostic::of(Code::StaleCopy, origin, message)
            .hint("`callwright fetch` pins the document for good")
    }
}
