//! What a user sets of HTTP: statuses, limits of time and size, and whom WebSockets and forwarded hosts are taken from.
use std::time::Duration;

/// What the HTTP side of a [`Server`](crate::Server) is made with.
///
/// How long a request may be is `ConnectOptions::max_reply_bytes` of `ServeOptions::connection`, as
/// for all transports; `max_incoming_batch` of it is how many there may be in a batch, and
/// `max_handled` how many of a batch are answered at once.
///
/// ```
/// use std::time::Duration;
/// use callwright::{HttpOptions, HttpStatus, ServeOptions};
///
/// let http = HttpOptions::new()
///     .with_status(HttpStatus::ByError)
///     .with_body_timeout(Duration::from_secs(10));
/// let options = ServeOptions::new().with_http(http);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HttpOptions {
    /// Under which status errors of JSON-RPC are answered. 200.
    pub status: HttpStatus,
    /// How long a connection may be without a request, and a client may take for the head of one.
    /// 30 seconds. Over HTTP/2 it is how long a client may be silent before it is pinged.
    pub head_timeout: Duration,
    /// How long a client may take to send the body of a request. 60 seconds. It gets the status 408.
    pub body_timeout: Duration,
    /// How long a client may read nothing of what it is answered. 60 seconds. The connection
    /// ends then.
    pub write_timeout: Duration,
    /// The longest head of a request, in bytes; over HTTP/1 also how much is read at once. 400 KiB. A
    /// longer one gets the status 431.
    pub max_head_bytes: usize,
    /// How many bytes of bodies of more than 64 KiB there may be at once, of all clients, until they
    /// are answered. 1 GiB. A body beyond it gets the status 503.
    pub max_bodies_bytes: usize,
    /// Whether `Forwarded` and `X-Forwarded-…` tell where the client reached us. They do: true.
    /// Nothing but the URL depends on them.
    pub trusts_forwarded: bool,
    /// From which pages browsers may open WebSockets; see [`HttpOptions::with_origins`]. Those of
    /// the server's own host.
    pub origins: Option<Vec<String>>,
}

/// Under which HTTP status an error of JSON-RPC is answered. What is no answer of JSON-RPC has its
/// own status always: a wrong path or method, and a body that is too long or of a wrong type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpStatus {
    /// 200, as most clients want it.
    #[default]
    Always200,
    /// 400 for an invalid request (-32600), 404 for an unknown method (-32601), 500 for everything
    /// else. Batches have 200.
    ByError,
}

impl HttpStatus {
    /// The status of an answer with this error.
    pub(super) fn of(self, code: Option<i64>) -> http::StatusCode {
        match (self, code) {
            (Self::Always200, _) | (_, None) => http::StatusCode::OK,
            (Self::ByError, Some(-32600)) => http::StatusCode::BAD_REQUEST,
            (Self::ByError, Some(-32601)) => http::StatusCode::NOT_FOUND,
            (Self::ByError, Some(_)) => http::StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl HttpOptions {
    /// The defaults named at each field.
    pub fn new() -> Self {
        Self {
            status: HttpStatus::default(),
            head_timeout: Duration::from_secs(30),
            body_timeout: Duration::from_secs(60),
            write_timeout: Duration::from_secs(60),
            max_head_bytes: 400 << 10,
            max_bodies_bytes: 1 << 30,
            trusts_forwarded: true,
            origins: None,
        }
    }

    /// Sets under which status errors are answered.
    #[must_use]
    pub fn with_status(mut self, status: HttpStatus) -> Self {
        self.status = status;
        self
    }

    /// Sets how long a connection may be without a request.
    #[must_use]
    pub fn with_head_timeout(mut self, timeout: Duration) -> Self {
        self.head_timeout = timeout;
        self
    }

    /// Sets how long a client may take to send a body.
    #[must_use]
    pub fn with_body_timeout(mut self, timeout: Duration) -> Self {
        self.body_timeout = timeout;
        self
    }

    /// Sets how long a client may read nothing.
    #[must_use]
    pub fn with_write_timeout(mut self, timeout: Duration) -> Self {
        self.write_timeout = timeout;
        self
    }

    /// Sets the longest head of a request.
    #[must_use]
    pub fn with_max_head_bytes(mut self, bytes: usize) -> Self {
        self.max_head_bytes = bytes;
        self
    }

    /// Sets how many bytes of bodies there may be at once, of all clients.
    #[must_use]
    pub fn with_max_bodies_bytes(mut self, bytes: usize) -> Self {
        self.max_bodies_bytes = bytes;
        self
    }

    /// Takes no word of a proxy for where the client reached us.
    #[must_use]
    pub fn without_forwarded(mut self) -> Self {
        self.trusts_forwarded = false;
        self
    }

    /// Lets pages of these origins open WebSockets, too, such as `https://app.example.com`; `*` is
    /// all. Who sends no `Origin`, as all but browsers, is not asked.
    ///
    /// Browsers let any page open a WebSocket to any server, with the user's cookies, and within
    /// the user's network. Requests over HTTP need no such list: they have a content type that
    /// browsers send to other hosts only where CORS allows it.
    #[must_use]
    pub fn with_origins<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.origins = Some(origins.into_iter().map(Into::into).collect());
        self
    }
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self::new()
    }
}
