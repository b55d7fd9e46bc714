//! What is told of a server.
#[cfg(feature = "tls")]
use std::net::SocketAddr;
use std::{io, sync::Arc, time::Duration};

use crate::{Context, Error};

/// What happens at a server, as `ServeOptions::with_observer` hears it. With the feature `tracing` each but
/// requests and notifications is an event, too.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ServerEvent {
    /// Clients can connect, at this address.
    Ready(Arc<str>),
    /// A client has connected. What is put into its extensions now is there for its first request.
    Connected(Context),
    /// A request is handed to its handler.
    Request {
        /// Who asks.
        context: Context,
        /// The method's name on the wire.
        method: Arc<str>,
    },
    /// A notification is handed to its handler.
    Notification {
        /// Who tells.
        context: Context,
        /// The method's name on the wire.
        method: Arc<str>,
    },
    /// A connection has ended.
    Gone {
        /// Whose it was.
        context: Context,
        /// Why: [`Error::Closed`].
        why: Error,
    },
    /// A client has not shaken hands over TLS: it trusts us not, or we do not trust it, or it took
    /// too long. It is gone.
    #[cfg(feature = "tls")]
    HandshakeFailed {
        /// The address of the listener.
        url: Arc<str>,
        /// The client's.
        address: SocketAddr,
        /// Why.
        why: Arc<io::Error>,
    },
    /// The system gives no connection, as when there are too many open files. It is tried again
    /// after a pause, or when a connection has ended.
    CannotAccept {
        /// The address of the listener.
        url: Arc<str>,
        /// What the system says.
        why: Arc<io::Error>,
        /// The pause.
        pause: Duration,
    },
}

impl ServerEvent {
    pub(super) fn trace(&self) {
        #[cfg(feature = "tracing")]
        match self {
            Self::Ready(url) => tracing::info!(%url, "listening"),
            Self::Connected(context) => {
                let client = context.origin();
                tracing::debug!(client, "a client has connected");
            }
            Self::Request { .. } | Self::Notification { .. } => {}
            Self::Gone { context, why } => {
                let client = context.origin();
                tracing::debug!(client, %why, "a client has gone");
            }
            #[cfg(feature = "tls")]
            Self::HandshakeFailed { url, address, why } => {
                tracing::debug!(%url, %address, %why, "a client has not shaken hands");
            }
            Self::CannotAccept { url, why, pause } => {
                tracing::warn!(%url, %why, ?pause, "cannot accept clients");
            }
        }
    }
}
