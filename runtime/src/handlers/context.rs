//! Whence a request comes: gives its handler the connection, its peer, and what others have put there.
use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{Extensions, Peer};
use crate::Connection;

/// The connection over which a request or a notification came.
///
/// Handlers that take it are set by [`Handlers::on_with_context`](crate::Handlers::on_with_context).
/// All requests of a connection have the same, and clones share it; it does not keep the connection open.
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    id: u64,
    origin: Arc<str>,
    address: Option<SocketAddr>,
    connection: Option<Weak<dyn Connection>>,
    extensions: Extensions,
}

static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

impl Context {
    /// Of the connection to `origin`, for who writes one; of none that can be called back.
    pub fn new(origin: impl Into<Arc<str>>) -> Self {
        Self::over(origin.into(), None, None)
    }

    pub(crate) fn over(
        origin: Arc<str>,
        address: Option<SocketAddr>,
        connection: Option<Weak<dyn Connection>>,
    ) -> Self {
        Self(Arc::new(Inner {
            id: CONNECTIONS.fetch_add(1, Ordering::Relaxed),
            origin,
            address,
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
        &self.0.origin
    }

    /// The address of the other side, of a TCP connection that was accepted.
    pub fn address(&self) -> Option<SocketAddr> {
        self.0.address
    }

    /// The other side, to be called or notified: a generated client is made of it by
    /// `with_connection`.
    pub fn peer(&self) -> Peer {
        Peer::new(&self.0.origin, self.0.connection.clone())
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
            .field("origin", &self.0.origin)
            .finish_non_exhaustive()
    }
}
