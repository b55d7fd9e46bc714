//! Whence a request comes: gives its handler the connection, its peer, and what others have put there.
use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

#[cfg(feature = "tls")]
use tokio_rustls::rustls::pki_types::CertificateDer;

use super::{Arrival, Extensions, Peer};
use crate::Connection;

/// The connection over which a request or a notification came.
///
/// Handlers that take it are set by [`Handlers::on_with_context`](crate::Handlers::on_with_context).
/// All requests of a connection have the same, and clones share it; it does not keep the connection open.
/// Over HTTP each exchange has its own, with a number and extensions of its own: proxies send the
/// requests of many clients over one connection.
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    id: u64,
    arrival: Arrival,
    connection: Option<Weak<dyn Connection>>,
    extensions: Extensions,
}

static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

impl Context {
    /// Of the connection to `origin`, for who writes one; of none that can be called back.
    pub fn new(origin: impl Into<Arc<str>>) -> Self {
        Self::over(Arrival::of(origin), None)
    }

    pub(crate) fn over(arrival: Arrival, connection: Option<Weak<dyn Connection>>) -> Self {
        Self(Arc::new(Inner {
            id: CONNECTIONS.fetch_add(1, Ordering::Relaxed),
            arrival,
            connection,
            extensions: Extensions::default(),
        }))
    }

    /// The number of the connection, which no other of this process has.
    pub fn connection_id(&self) -> u64 {
        self.0.id
    }

    /// The other side, as errors name it: scheme, host and port, the path of a socket, or a program.
    pub fn origin(&self) -> &str {
        &self.0.arrival.name
    }

    /// The address of the other side, of a TCP connection that was accepted.
    pub fn address(&self) -> Option<SocketAddr> {
        self.0.arrival.address
    }

    /// Where the other side reached us, as it sees it: the URL of the listener with the port that it
    /// has; by HTTP and WebSocket put together from the host that the client names, what proxies say
    /// of it, and the prefix under which the service is. None where there is no listener.
    pub fn url(&self) -> Option<&str> {
        #[cfg(feature = "serve-http")]
        if let Some(request) = &self.0.arrival.request {
            return Some(request.url());
        }
        self.0.arrival.url.as_deref()
    }

    /// The certificates that a client has shown over TLS, its own first. None where it was not asked
    /// for any.
    #[cfg(feature = "tls")]
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        self.0.arrival.certificates.as_deref().unwrap_or_default()
    }

    /// The head of the HTTP request: its headers, and the extensions that layers of tower have
    /// left in it. Of a WebSocket it is that of the opening handshake; other connections have none.
    #[cfg(feature = "serve-http")]
    pub fn request(&self) -> Option<&http::request::Parts> {
        Some(self.0.arrival.request.as_ref()?.head())
    }

    /// The headers of the HTTP request, or of the opening handshake of a WebSocket. Other
    /// connections have none.
    #[cfg(feature = "serve-http")]
    pub fn headers(&self) -> &http::HeaderMap {
        static NONE: std::sync::LazyLock<http::HeaderMap> =
            std::sync::LazyLock::new(Default::default);
        self.request().map_or(&NONE, |request| &request.headers)
    }

    /// The other side, to be called or notified: a generated client is made of it by
    /// `with_connection`.
    pub fn peer(&self) -> Peer {
        Peer::new(&self.0.arrival.name, self.0.connection.clone())
    }

    /// What is kept beside the connection, such as who has logged in.
    pub fn extensions(&self) -> &Extensions {
        &self.0.extensions
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("connection_id", &self.0.id)
            .field("origin", &self.origin())
            .finish_non_exhaustive()
    }
}
