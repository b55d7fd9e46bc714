//! A fault below the result: takes a sentence and what is known beside it, gives a pointer-sized value.
use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use super::Snippet;

/// What is known of a call that got no answer: a sentence, the method, the HTTP status, the
/// beginning of what came, and the cause.
///
/// Connections and mocks make one with [`Fault::new`] and put it into a variant of
/// [`Error`](crate::Error).
#[derive(Clone)]
pub struct Fault(Box<Inner>);

#[derive(Clone)]
struct Inner {
    message: Cow<'static, str>,
    method: Option<Cow<'static, str>>,
    status: Option<u16>,
    retry_after: Option<Duration>,
    snippet: Option<Snippet>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
    endpoint: Option<Arc<str>>,
    sent: bool,
    passing: bool,
}

impl Fault {
    /// A fault that this sentence describes; of a request that was not sent, until
    /// [`Fault::sent`] says otherwise.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            message: message.into(),
            method: None,
            status: None,
            retry_after: None,
            snippet: None,
            cause: None,
            endpoint: None,
            sent: false,
            passing: true,
        }))
    }

    /// Keeps the error that caused this one. The sentence should say what it says.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// Keeps the HTTP status of the reply.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Keeps the beginning of what came instead of an answer, at most 200 bytes of it.
    #[must_use]
    pub fn with_snippet(self, body: &[u8]) -> Self {
        self.with_excerpt(Snippet::head(body))
    }

    #[must_use]
    pub(crate) fn with_excerpt(mut self, snippet: Snippet) -> Self {
        self.0.snippet = Some(snippet);
        self
    }

    /// Says that the server may have received the request.
    #[must_use]
    pub fn sent(mut self) -> Self {
        self.0.sent = true;
        self
    }

    /// Says that the same call would meet the same fault again.
    #[must_use]
    pub fn lasting(mut self) -> Self {
        self.0.passing = false;
        self
    }

    /// The method's name on the wire.
    pub fn method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }

    /// The sentence, without what is known beside it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status of the reply, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The beginning of what came instead of an answer.
    pub fn snippet(&self) -> Option<&str> {
        self.0.snippet.as_ref().map(Snippet::as_str)
    }

    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    #[cfg(feature = "http")]
    pub(super) fn set_retry_after(&mut self, wait: Duration) {
        self.0.retry_after = Some(wait);
    }

    pub(super) fn is_sent(&self) -> bool {
        self.0.sent
    }

    pub(crate) fn is_passing(&self) -> bool {
        self.0.passing
    }

    /// Which of several endpoints it is of, as `Endpoints` calls it.
    pub fn endpoint(&self) -> Option<&str> {
        self.0.endpoint.as_deref()
    }

    #[cfg(feature = "failover")]
    pub(super) fn name_endpoint(&mut self, name: &Arc<str>) {
        self.0.endpoint.get_or_insert_with(|| Arc::clone(name));
    }

    pub(super) fn name_method(&mut self, name: Cow<'static, str>) {
        self.0.method.get_or_insert(name);
    }

    pub(crate) fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Some(cause) => Some(&**cause),
            None => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.method() {
            write!(f, "`{method}`: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(status) = self.0.status {
            write!(f, " (HTTP {status})")?;
        }
        // Most sentences say it themselves.
        match self.endpoint() {
            Some(endpoint) if !self.0.message.contains(endpoint) => write!(f, ", at {endpoint}")?,
            _ => {}
        }
        match self.snippet() {
            Some("") => f.write_str(": the body is empty"),
            Some(snippet) => write!(f, ": {snippet}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("message", &self.0.message)
            .field("method", &self.0.method)
            .field("status", &self.0.status)
            .field("snippet", &self.0.snippet)
            .field("cause", &self.0.cause)
            .field("endpoint", &self.0.endpoint)
            .field("sent", &self.0.sent)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_says_method_status_and_snippet() {
        let mut fault = Fault::new("the reply is not JSON-RPC")
            .with_status(502)
            .with_snippet(b"<html>\n<body>");
        fault.name_method("ping".into());
        fault.name_method("pong".into());
        let text = "`ping`: the reply is not JSON-RPC (HTTP 502): <html> <body>";
        assert_eq!(fault.to_string(), text);
        assert!(
            Fault::new("x")
                .with_snippet(b"")
                .to_string()
                .ends_with("the body is empty")
        );
    }
}
