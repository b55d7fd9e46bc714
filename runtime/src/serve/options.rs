//! What a user sets of a server beside its handlers.
#[cfg(feature = "tls")]
use std::time::Duration;
use std::{fmt, sync::Arc};

use tokio::sync::Semaphore;

use super::ServerEvent;
use crate::{ConnectOptions, observer, service::MAX_SUBSCRIPTIONS};

/// What a [`Server`](super::Server) is made with.
///
/// ```
/// use callwright::{ConnectOptions, ServeOptions, ServerEvent};
///
/// let options = ServeOptions::new()
///     .with_connection(ConnectOptions::new().with_max_handled(16))
///     .with_max_connections(1000)
///     .with_observer(|event| match event {
///         ServerEvent::Gone { context, why } => eprintln!("{}: {why}", context.origin()),
///         event => eprintln!("{event:?}"),
///     });
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServeOptions {
    /// What each connection is made with: limits, framing, the order of answers and the style of
    /// errors, and the timeout of calls to clients. `max_reply_bytes` bounds what clients send, and
    /// `max_handled` of it is how many requests of one client are answered at once.
    pub connection: ConnectOptions,
    /// How many clients there may be; the next one waits to be accepted. No bound.
    pub max_connections: usize,
    /// How many requests and notifications of all clients are handled at once; the next one waits.
    /// No bound. Handlers that wait for others, as where they call a client back that calls the
    /// server, need one that is out of reach.
    pub max_handled: usize,
    /// How many subscriptions a connection may have at once; a call that would begin another is
    /// answered with -32006. 1024.
    pub max_subscriptions: usize,
    /// The permissions of the files of Unix sockets, such as `0o600`. What the system gives. Before
    /// a file has them, nobody can connect.
    pub unix_mode: Option<u32>,
    /// What is shown over TLS, by all listeners that are secure. They do not begin without it.
    #[cfg(feature = "tls")]
    pub tls: Option<crate::ServerTls>,
    /// What concerns HTTP and WebSockets alone.
    #[cfg(feature = "serve-http")]
    pub http: super::HttpOptions,
    /// How long a client may take to shake hands over TLS. 10 seconds.
    #[cfg(feature = "tls")]
    pub handshake_timeout: Duration,
    #[cfg(feature = "serve-http")]
    pub(super) layers: Option<super::http::Layers>,
    /// Made anew for each server.
    pub(super) turns: Option<Arc<Semaphore>>,
    pub(super) observer: Option<Observer>,
    #[cfg(feature = "metrics")]
    pub(super) metrics: Option<Arc<super::metrics::Metrics>>,
}

impl ServeOptions {
    /// The defaults named at each field.
    pub fn new() -> Self {
        Self {
            connection: ConnectOptions::new(),
            max_connections: usize::MAX,
            max_handled: usize::MAX,
            max_subscriptions: MAX_SUBSCRIPTIONS,
            unix_mode: None,
            #[cfg(feature = "tls")]
            tls: None,
            #[cfg(feature = "serve-http")]
            http: super::HttpOptions::new(),
            #[cfg(feature = "tls")]
            handshake_timeout: Duration::from_secs(10),
            #[cfg(feature = "serve-http")]
            layers: None,
            turns: None,
            observer: None,
            #[cfg(feature = "metrics")]
            metrics: None,
        }
    }

    /// Sets what each connection is made with.
    #[must_use]
    pub fn with_connection(mut self, connection: ConnectOptions) -> Self {
        self.connection = connection;
        self
    }

    /// Sets how many clients there may be.
    #[must_use]
    pub fn with_max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// Sets how many requests of all clients are handled at once.
    #[must_use]
    pub fn with_max_handled(mut self, requests: usize) -> Self {
        self.max_handled = requests;
        self
    }

    /// Sets how many subscriptions a connection may have at once.
    #[must_use]
    pub fn with_max_subscriptions(mut self, subscriptions: usize) -> Self {
        self.max_subscriptions = subscriptions;
        self
    }

    /// Sets the permissions of the files of Unix sockets.
    #[must_use]
    pub fn with_unix_mode(mut self, mode: u32) -> Self {
        self.unix_mode = Some(mode);
        self
    }

    /// Sets what is shown over TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_tls(mut self, tls: crate::ServerTls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Sets what concerns HTTP and WebSockets alone.
    #[cfg(feature = "serve-http")]
    #[must_use]
    pub fn with_http(mut self, http: super::HttpOptions) -> Self {
        self.http = http;
        self
    }

    /// Sets how long a client may take to shake hands over TLS.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_handshake_timeout(mut self, timeout: Duration) -> Self {
        self.handshake_timeout = timeout;
        self
    }

    /// Sets who is told what happens, while it happens. It must not block.
    #[must_use]
    pub fn with_observer(mut self, observe: impl Fn(&ServerEvent) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(observe)));
        self
    }

    /// Has the server count for Prometheus: calls by method and outcome, how long they took, and
    /// connections by transport, over all its listeners. Its HTTP listeners give the counts at
    /// `path`, to whoever asks; [`Server::metrics`](super::Server::metrics) gives them as text.
    ///
    /// | name | labels |
    /// |---|---|
    /// | `rpc_server_calls_total` | `method`, `outcome`: `ok`, `error`, `invalid_params`, `internal_error`, `panic`, `cancelled`, `method_not_found` |
    /// | `rpc_server_call_duration_seconds` | `method` |
    /// | `rpc_server_calls_in_progress` | |
    /// | `rpc_server_notifications_total` | `method` |
    /// | `rpc_server_connections`, `rpc_server_connections_opened_total` | `transport`: `http`, `ws`, `tcp`, `unix` … |
    ///
    /// All methods that there are not have the label `(unknown)`; of a service that takes any name,
    /// those after the first thousand have the label `(others)`.
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn with_metrics(mut self, path: &str) -> Self {
        self.metrics = Some(Arc::new(super::metrics::Metrics::at(path)));
        self
    }

    pub(super) fn is_counted(&self) -> bool {
        #[cfg(feature = "metrics")]
        return self.metrics.is_some();
        #[cfg(not(feature = "metrics"))]
        false
    }

    pub(super) fn tell(&self, event: impl FnOnce() -> ServerEvent) {
        tell(self.observer.as_ref(), event);
    }
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// Who is told of events.
#[derive(Clone)]
pub(super) struct Observer(Arc<dyn Fn(&ServerEvent) + Send + Sync>);

/// Tells an observer, if there is one, and the trace.
pub(super) fn tell(observer: Option<&Observer>, event: impl FnOnce() -> ServerEvent) {
    if observer.is_none() && cfg!(not(feature = "tracing")) {
        return;
    }
    let event = event();
    event.trace();
    if let Some(Observer(observe)) = observer {
        observer::tell(|| observe(&event));
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
