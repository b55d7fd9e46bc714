//! JSON-RPC over a WebSocket: takes requests, sends each as a text frame, gives what answers its id.
mod dial;
mod halves;

use std::{fmt, sync::Arc};

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Feed, Reply, Request, batch::in_parts,
    endpoint::Endpoint, session::Session,
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
    origin: Arc<str>,
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
            origin,
        })
    }

    /// How many calls wait for their answers.
    pub fn in_flight(&self) -> usize {
        self.session.in_flight()
    }

    /// How many frames came that were for nobody.
    pub fn stray_frames(&self) -> u64 {
        self.session.stray_frames()
    }

    /// Whether the connection has ended. It does not come back: connect again.
    pub fn is_closed(&self) -> bool {
        self.session.is_closed()
    }
}

impl Connection for WebSocket {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        let frame = self.session.call(request);
        Box::pin(async move { Reply::from_response(frame.await?, None) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(self.session.notify(request))
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        let limit = self.session.max_batch();
        in_parts(self, requests, limit, |socket, part| {
            Box::pin(socket.session.batch(part))
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        let frame = self.session.subscribe(request, feed);
        Box::pin(async move { Reply::from_response(frame.await?, None) })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.session.listen(feed)
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket")
            .field("server", &self.origin)
            .field("in_flight", &self.in_flight())
            .field("is_closed", &self.is_closed())
            .finish()
    }
}
