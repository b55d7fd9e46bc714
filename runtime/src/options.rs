//! What a user sets beside the parameters: per call, and per connection.
mod answers;
mod keep_alive;

use std::{fmt, time::Duration};

pub use answers::{AnswerOrder, ErrorStyle};
pub use keep_alive::KeepAlive;

use crate::{Framing, Handlers, Stray, Wire, stray::Observer};

/// What one call asks of its connection.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// How long to wait for the answer. `None`: the connection's own limit.
    pub timeout: Option<Duration>,
    /// HTTP headers to send with this call. A connection that has no headers per call, such as a
    /// WebSocket, leaves them out.
    pub headers: Headers,
    /// Whether the call may reach the server twice and do no more than once. `None`: as the
    /// document says of the method.
    pub idempotent: Option<bool>,
}

/// What a connection is made with.
///
/// ```
/// # use std::time::Duration;
/// use callwright::ConnectOptions;
///
/// let options = ConnectOptions::new()
///     .with_timeout(Duration::from_secs(5))
///     .with_header("authorization", "Bearer t-1");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectOptions {
    /// How long a call waits for its answer when it does not say so itself. 60 seconds.
    pub timeout: Duration,
    /// How long connecting may take. 10 seconds. For a WebSocket that includes name lookup and
    /// handshakes; over HTTP it is for each connection of the pool, and `timeout` covers the whole call.
    pub connect_timeout: Duration,
    /// HTTP headers for every request, or for the opening handshake of a WebSocket.
    pub headers: Headers,
    /// The longest reply to take, in bytes. 64 MiB. A longer one fails its call.
    pub max_reply_bytes: usize,
    /// How many bytes of requests may wait to be written over a connection that calls share; a
    /// call that finds no room waits, as part of its timeout. 4 MiB. Over HTTP calls share no
    /// queue: each is written as fast as its own connection takes it.
    pub max_queued_bytes: usize,
    /// How many calls may be without an answer, those in batches counted one by one; the next one
    /// waits, as part of its timeout. 65,536.
    pub max_in_flight: usize,
    /// How many requests of the server are answered at once; the next one waits. 256. Where more
    /// than `max_reply_bytes` of them wait, the next one gets the error -32000.
    pub max_handled: usize,
    /// How many calls go in one message of a batch; a longer batch goes in several, and a call that
    /// is left alone goes by itself. 1 is for servers without batches. No bound. Over connections
    /// that calls share, a server that refuses a batch by an error without an id is taken to mean the
    /// batch that has waited longest, and one that refuses it in words that are no JSON costs the
    /// batch its time: such words may be anything.
    pub max_batch: usize,
    /// How many requests and notifications of the other side may stand in one array. 1000. Of a
    /// longer one none is handled, and a server answers it with one error -32600.
    pub max_incoming_batch: usize,
    /// What is said over a stream of bytes, unless its URL says so (`msgpack+tcp:`). JSON-RPC. HTTP
    /// and WebSockets carry JSON always.
    pub wire: Wire,
    /// How messages are told from each other in a stream of bytes. `None`: as the URL says, or as
    /// the first bytes of the peer tell.
    pub framing: Option<Framing>,
    /// How the connection is made again when it ends. `None`: not at all. HTTP, whose calls connect
    /// by themselves, and our own standard input have nothing to make again.
    #[cfg(feature = "reconnect")]
    pub reconnect: Option<crate::Reconnect>,
    /// What answers the requests of the server. Nothing: they get the error -32601.
    pub handlers: Handlers,
    /// In which order requests of the server are answered. Each as soon as its answer is there.
    pub answer_order: AnswerOrder,
    /// What errors look like among our answers in MessagePack-RPC. As in JSON-RPC.
    pub error_style: ErrorStyle,
    /// Whether a peer is told why a message of its can be none in MessagePack, before the connection
    /// ends: by a response with the id 0, as Neovim does. That may be the id of a call of the peer.
    /// It is not: false.
    pub tell_malformed: bool,
    /// How many arrays and maps of a MessagePack message may stand inside each other. 128. A
    /// message that goes deeper ends the connection.
    pub max_depth: usize,
    /// How a WebSocket finds out that its server has gone. A ping after 30 seconds without a word,
    /// and 30 seconds for an answer.
    pub keep_alive: Option<KeepAlive>,
    /// Whom `https:`, `wss:` and `tls:` trust, and what they show. What the platform trusts, nothing.
    #[cfg(feature = "tls")]
    pub tls: crate::Tls,
    /// How HTTP and WebSockets prove who they are. Not at all.
    #[cfg(any(feature = "http", feature = "ws"))]
    pub auth: Option<crate::Auth>,
    /// Which proxy HTTP goes through. What the environment says.
    #[cfg(feature = "http")]
    pub proxy: crate::Proxy,
    /// Whether what servers do against the protocol is put up with ([`Tolerance`](crate::Tolerance)).
    /// It is: false.
    pub strict: bool,
    /// Who is told of what belongs to no call.
    pub(crate) observer: Option<Observer>,
}

impl ConnectOptions {
    /// The defaults named at each field.
    pub fn new() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            headers: Headers::default(),
            max_reply_bytes: 64 << 20,
            max_queued_bytes: 4 << 20,
            max_in_flight: 1 << 16,
            max_handled: 256,
            max_batch: usize::MAX,
            max_incoming_batch: 1000,
            wire: Wire::default(),
            framing: None,
            #[cfg(feature = "reconnect")]
            reconnect: None,
            handlers: Handlers::new(),
            answer_order: AnswerOrder::default(),
            error_style: ErrorStyle::default(),
            tell_malformed: false,
            max_depth: 128,
            keep_alive: Some(KeepAlive::default()),
            #[cfg(feature = "tls")]
            tls: crate::Tls::new(),
            #[cfg(any(feature = "http", feature = "ws"))]
            auth: None,
            #[cfg(feature = "http")]
            proxy: crate::Proxy::environment(),
            strict: false,
            observer: None,
        }
    }

    /// Sets how long a call waits for its answer.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long connecting may take.
    #[must_use]
    pub fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Adds an HTTP header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push(name, value);
        self
    }

    /// Sets the longest reply to take, in bytes.
    #[must_use]
    pub fn with_max_reply_bytes(mut self, bytes: usize) -> Self {
        self.max_reply_bytes = bytes;
        self
    }

    /// Sets how many bytes of requests may wait to be written.
    #[must_use]
    pub fn with_max_queued_bytes(mut self, bytes: usize) -> Self {
        self.max_queued_bytes = bytes;
        self
    }

    /// Sets how many calls may be without an answer.
    #[must_use]
    pub fn with_max_in_flight(mut self, calls: usize) -> Self {
        self.max_in_flight = calls;
        self
    }

    /// Sets how many requests of the server are answered at once.
    #[must_use]
    pub fn with_max_handled(mut self, requests: usize) -> Self {
        self.max_handled = requests;
        self
    }

    /// Sets how many calls go in one message of a batch; 1 sends each by itself.
    #[must_use]
    pub fn with_max_batch(mut self, calls: usize) -> Self {
        self.max_batch = calls;
        self
    }

    /// Sets how many requests of the other side may stand in one array.
    #[must_use]
    pub fn with_max_incoming_batch(mut self, requests: usize) -> Self {
        self.max_incoming_batch = requests;
        self
    }

    /// Sets what is said over a stream of bytes whose URL does not say so, or that has none.
    #[must_use]
    pub fn with_wire(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    /// Sets how messages are told from each other in a stream of bytes.
    #[must_use]
    pub fn with_framing(mut self, framing: Framing) -> Self {
        self.framing = Some(framing);
        self
    }

    /// Has the connection made again when it ends.
    #[cfg(feature = "reconnect")]
    #[must_use]
    pub fn with_reconnect(mut self, reconnect: crate::Reconnect) -> Self {
        self.reconnect = Some(reconnect);
        self
    }

    /// Sets what answers the requests of the server. It is shared: a connection made anew with
    /// these options has the same handlers.
    #[must_use]
    pub fn with_handlers(mut self, handlers: Handlers) -> Self {
        self.handlers = handlers;
        self
    }

    /// Sets in which order requests of the server are answered.
    #[must_use]
    pub fn with_answer_order(mut self, order: AnswerOrder) -> Self {
        self.answer_order = order;
        self
    }

    /// Sets what errors look like among our answers in MessagePack-RPC.
    #[must_use]
    pub fn with_error_style(mut self, style: ErrorStyle) -> Self {
        self.error_style = style;
        self
    }

    /// Sets whether a peer is told why a message of its can be none, before the connection ends.
    #[must_use]
    pub fn with_tell_malformed(mut self, tell: bool) -> Self {
        self.tell_malformed = tell;
        self
    }

    /// Sets how many arrays and maps of a MessagePack message may stand inside each other.
    #[must_use]
    pub fn with_max_depth(mut self, depth: usize) -> Self {
        self.max_depth = depth;
        self
    }

    /// Sets how a WebSocket finds out that its server has gone; `None` sends no pings.
    #[must_use]
    pub fn with_keep_alive(mut self, keep_alive: impl Into<Option<KeepAlive>>) -> Self {
        self.keep_alive = keep_alive.into();
        self
    }

    /// Sets whom encrypted connections trust, and what they show of themselves.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_tls(mut self, tls: crate::Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Sets how HTTP and WebSockets prove who they are.
    #[cfg(any(feature = "http", feature = "ws"))]
    #[must_use]
    pub fn with_auth(mut self, auth: crate::Auth) -> Self {
        self.auth = Some(auth);
        self
    }

    /// Sets which proxy HTTP goes through.
    #[cfg(feature = "http")]
    #[must_use]
    pub fn with_proxy(mut self, proxy: crate::Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets whether the server has to keep to the protocol: each [`Tolerance`](crate::Tolerance) is
    /// turned off, for servers that are tested rather than used.
    #[must_use]
    pub fn with_strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Sets who is told of what belongs to no call, while it happens. It must not block: what comes
    /// next waits for it.
    ///
    /// ```
    /// use callwright::ConnectOptions;
    ///
    /// let options = ConnectOptions::new().with_observer(|stray| {
    ///     eprintln!("{} sent {}: {}", stray.origin(), stray.kind(), stray.snippet());
    /// });
    /// ```
    #[must_use]
    pub fn with_observer(mut self, observe: impl Fn(&Stray<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer::new(observe));
        self
    }
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// Header names and values, in the order in which they were added.
///
/// Values may be secrets: `Debug` prints the names only.
#[derive(Clone, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a header.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let options = ConnectOptions::new().with_header("authorization", "Bearer secret");
        let printed = format!("{options:?}");
        assert!(printed.contains("authorization") && !printed.contains("secret"));
    }
}
