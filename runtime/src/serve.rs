//! Serving over streams of bytes and HTTP: takes addresses and what answers, gives each client a session.
mod accept;
mod accepted;
#[cfg(feature = "serve-http")]
mod closing;
#[cfg(feature = "msgpack")]
mod datagrams;
mod door;
mod event;
#[cfg(feature = "serve-http")]
mod http;
mod listener;
#[cfg(feature = "metrics")]
mod metrics;
mod options;
#[cfg(windows)]
mod pipe;
mod sessions;
#[cfg(feature = "tls")]
mod tls;
#[cfg(unix)]
mod unix;
mod watched;

use std::{fmt, io, sync::Arc, time::Duration};

use tokio::io::{AsyncRead, AsyncWrite};

pub use accept::Listening;
use accepted::Accepted;
pub use event::ServerEvent;
#[cfg(feature = "serve-http")]
pub(crate) use http::HttpRequest;
#[cfg(feature = "serve-http")]
pub use http::{HttpBody, HttpOptions, HttpService, HttpStatus};
use listener::Listener;
pub use options::ServeOptions;
use sessions::Sessions;
use watched::{turns, watched};

use crate::{Context, Handlers, stream::Link};

/// Answers clients, by [`Handlers`] or a [`Service`](crate::Service), over any number of listeners.
///
/// ```no_run
/// # async fn run() -> std::io::Result<()> {
/// use std::time::Duration;
/// use callwright::{Handlers, Server};
///
/// let handlers = Handlers::new();
/// handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
/// let server = Server::bind("tcp://127.0.0.1:0", handlers).await?;
/// println!("at {}", server.url().unwrap_or_default());
/// server.listen("unix:/run/sums.sock").await?;
/// server.close(Duration::from_secs(5)).await;
/// # Ok(())
/// # }
/// ```
///
/// Each client has a session, as a client has that connects: calls and notifications go both ways,
/// and handlers call back by their [`Context`]. Clones are the same server; with the last
/// one its listeners and its connections close.
#[derive(Clone)]
pub struct Server {
    sessions: Arc<Sessions>,
}

impl Server {
    /// A server that listens nowhere yet.
    pub fn new(handlers: impl Into<Handlers>) -> Self {
        Self::with_options(handlers, ServeOptions::new())
    }

    /// As [`Server::new`], with options. The handlers are these, not those of the options.
    pub fn with_options(handlers: impl Into<Handlers>, mut options: ServeOptions) -> Self {
        options.turns = turns(&options);
        options.connection.handlers = watched(handlers.into(), &options);
        Self {
            sessions: Arc::new(Sessions::new(options)),
        }
    }

    /// A server that listens there. The errors of [`Server::listen`].
    pub async fn bind(url: &str, handlers: impl Into<Handlers>) -> io::Result<Self> {
        let server = Self::new(handlers);
        server.listen(url).await?;
        Ok(server)
    }

    /// Listens at an address, beside those where it listens already.
    ///
    /// | URL | for |
    /// |---|---|
    /// | `tcp://host:port` | a TCP port; with port 0 one that is free |
    /// | `tls://host:port` | the same, encrypted, with the feature `tls` and a certificate ([`ServeOptions::with_tls`]) |
    /// | `unix:/path` | a Unix socket. Its file is made anew where nobody listens any more, and removed in the end |
    /// | `npipe:name` | a named pipe of Windows |
    /// | `http://host:port`, `https://host:port` | HTTP/1, HTTP/2 and WebSocket on one port, with the feature `serve-http`; with a path, below that |
    /// | `stdio:` | our own standard input and output: one client, who is there |
    /// | `msgpack+tcp://host:port`, and so on | the same, for clients that speak MessagePack-RPC, with the feature `msgpack` |
    /// | `msgpack+udp://host:port` | a UDP port, for MessagePack-RPC in datagrams |
    ///
    /// Over UDP each address that sends a message has an exchange of its own, which is a connection
    /// to handlers: they can call back and notify. It ends when the address has sent nothing for a
    /// minute, and there are 4096 at most. Each message is one datagram of 65,507 bytes at most (a
    /// longer answer is the error -32603) that may be lost, come twice, or overtake others, and
    /// nothing tells who sent it: answers go to whatever address stands in it. It is for networks
    /// whose machines are trusted.
    ///
    /// `framing=…` in the query names the framing, before the options do.
    ///
    /// Gives [`io::ErrorKind::InvalidInput`] for a URL that cannot be read,
    /// [`io::ErrorKind::AddrInUse`] where somebody listens, and what the system says.
    pub async fn listen(&self, url: &str) -> io::Result<Listening> {
        let (listener, at) = Listener::bind(url, self.sessions.options()).await?;
        self.sessions.accept(listener, at)
    }

    /// Serves a client over what is connected already.
    ///
    /// Gives [`io::ErrorKind::NotConnected`] when the server closes.
    pub fn serve<T>(&self, stream: T) -> io::Result<Context>
    where
        T: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (reader, writer) = tokio::io::split(stream);
        self.serve_halves(reader, writer)
    }

    /// As [`Server::serve`], of a reader and a writer.
    pub fn serve_halves<R, W>(&self, reader: R, writer: W) -> io::Result<Context>
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        let accepted = Accepted::new(Link::new("the client", reader, writer));
        self.sessions.meet(accepted, None)
    }

    /// The server as a service of tower, to be mounted into an application: HTTP and WebSocket.
    #[cfg(feature = "serve-http")]
    pub fn http_service(&self) -> HttpService {
        HttpService::kept_by(self.clone())
    }

    /// Answers requests of HTTP and WebSockets below `path` by other handlers, in place of those
    /// that did: several services on one port, each with its document. From now on, on all
    /// listeners and wherever the service is mounted.
    ///
    /// ```no_run
    /// # async fn run(all: callwright::Handlers, pets: callwright::Handlers) -> std::io::Result<()> {
    /// let server = callwright::Server::bind("http://127.0.0.1:8000", all).await?;
    /// server.mount("/pets", pets);
    /// // http://127.0.0.1:8000/pets, and http://127.0.0.1:8000/pets/openrpc.json
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serve-http")]
    pub fn mount(&self, path: &str, handlers: impl Into<Handlers>) {
        let options = self.sessions.options();
        let mut connection = options.connection.clone();
        connection.handlers = watched(handlers.into(), options);
        self.sessions.mounts().insert(path, connection);
    }

    /// Takes what is mounted there away; whether there was anything. WebSockets that are open
    /// stay.
    #[cfg(feature = "serve-http")]
    pub fn unmount(&self, path: &str) -> bool {
        self.sessions.mounts().remove(path)
    }

    /// The address of the first listener that still listens, with the port that it has.
    pub fn url(&self) -> Option<String> {
        self.urls().into_iter().next()
    }

    /// The addresses of all listeners.
    pub fn urls(&self) -> Vec<String> {
        self.sessions.urls()
    }

    /// The connections that there are, in the order of their numbers: to notify all clients, say.
    pub fn connections(&self) -> Vec<Context> {
        self.sessions.contexts()
    }

    /// What it has counted, in the text format of Prometheus; none without
    /// [`ServeOptions::with_metrics`].
    #[cfg(feature = "metrics")]
    pub fn metrics(&self) -> Option<String> {
        let metrics = self.sessions.options().metrics.as_ref()?;
        Some(metrics.text())
    }

    /// Ends. No client is accepted and no request taken from now on; those that are being answered
    /// may be until `deadline` has passed. What waits to be written then goes out, for a second at
    /// most, and whoever still waits for anything is told the same reason.
    pub async fn close(&self, deadline: Duration) {
        self.sessions.close(deadline).await;
    }

    /// Waits until it listens nowhere any more and all connections have ended.
    pub async fn ended(&self) {
        self.sessions.ended().await;
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("urls", &self.urls())
            .field("connections", &self.sessions.len())
            .finish_non_exhaustive()
    }
}
