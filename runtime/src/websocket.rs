//! JSON-RPC over a WebSocket: takes requests, sends each as a text frame, gives what answers its id.
mod dial;
mod halves;

use std::sync::Arc;

use crate::{
    BoxFuture, ConnectOptions, Error, Feed, Reply, Request,
    endpoint::Endpoint,
    session::{Session, shared},
};

/// A server by WebSocket (RFC 6455). All calls share one connection; answers come in any order.
///
/// What the server sends by itself goes to the subscription that it belongs to, and else to who
/// listens. A frame that is for nobody (an unknown id, a request, text that is not JSON-RPC) is
/// counted and dropped. The connection ends when the server closes it, when it breaks, and at a
/// message longer than `max_reply_bytes`; every call from then on is [`Error::Closed`].
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
    /// or it refuses, with its HTTP status; and [`Error::Encode`] for a header that HTTP does not
    /// allow.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, Error> {
        let endpoint = Endpoint::new(url, &options.headers)?;
        let origin: Arc<str> = endpoint.to_string().into();
        let (sender, receiver) = dial::dial(endpoint, &options)
            .await
            .map_err(Error::Connect)?;
        let session = Session::start(
            halves::Outgoing(sender, Arc::clone(&origin)),
            halves::Incoming(receiver, Arc::clone(&origin)),
            &options,
        );
        Ok(Self {
            session: Arc::new(session),
            peer: origin,
        })
    }
}

shared!(WebSocket);
