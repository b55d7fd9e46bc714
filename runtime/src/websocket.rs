//! JSON-RPC over a WebSocket: takes requests, sends each as a text frame, gives what answers its id.
mod control;
mod dial;
mod frames;
mod halves;
mod handshake;
mod mask;
mod pulse;
mod writing;

use std::sync::Arc;

#[cfg(feature = "serve-http")]
pub(crate) use halves::halves;

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Feed, Reply, Request, Wire,
    endpoint::Endpoint,
    session::{Session, shared},
};

/// A server by WebSocket (RFC 6455). All calls share one connection; answers come in any order.
///
/// What the server sends by itself goes to the subscription that it belongs to, and else to who
/// listens. A frame that is for nobody (an unknown id, a request, text that is not JSON-RPC) is
/// counted and dropped. An answer longer than `max_reply_bytes` fails its call, if its id is among
/// the first or last members, and is dropped as it comes. The connection ends when the server
/// closes it, when it breaks, and when it answers no ping in time; every call from then on is
/// [`Error::Closed`] with the reason.
///
/// Headers go with the opening handshake only: WebSockets have none per call, so those of a call
/// are left out.
///
/// Clones share the connection; it closes with the last one.
#[derive(Clone)]
pub struct WebSocket {
    session: Arc<Session>,
    /// What `Debug` shows of the address.
    peer: Arc<str>,
}

impl WebSocket {
    /// Connects and shakes hands.
    ///
    /// Gives [`Error::Connect`] when the URL cannot be read, the server cannot be reached in time
    /// or it refuses, with its HTTP status and the beginning of what it says; and [`Error::Encode`] for a header that HTTP does not
    /// allow.
    pub async fn connect(url: &str, mut options: ConnectOptions) -> Result<Self, Error> {
        let endpoint = Endpoint::new(url, &options.headers)?;
        let origin: Arc<str> = endpoint.to_string().into();
        // Its messages are text.
        options.wire = Wire::Json;
        let (sink, source) = dial::dial(endpoint, &options).await?;
        let session = Session::start(sink, source, &origin, &options);
        Ok(Self {
            session,
            peer: origin,
        })
    }
}

shared!(WebSocket);
