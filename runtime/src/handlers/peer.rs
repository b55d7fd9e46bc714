//! The other side of a connection, for who is called by it: a connection that keeps nothing open.
use std::{
    fmt,
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{BoxFuture, Connection, Error, Fault, Feed, Reply, Request, Wire};

/// The other side of a connection over which a request came, to be called in its turn.
///
/// It keeps the connection open only while a call over it is under way; once that has ended, every
/// call is [`Error::Closed`].
#[derive(Clone)]
pub struct Peer {
    origin: Arc<str>,
    connection: Option<Weak<dyn Connection>>,
}

impl Peer {
    pub(super) fn new(origin: &Arc<str>, connection: Option<Weak<dyn Connection>>) -> Self {
        Self {
            origin: Arc::clone(origin),
            connection,
        }
    }

    /// The connection itself, which stays open as long as this is held; none when it has ended.
    pub fn connection(&self) -> Option<Arc<dyn Connection>> {
        self.connection.as_ref()?.upgrade()
    }

    fn lasting(&self) -> Result<Arc<dyn Connection>, Error> {
        let gone = || match &self.connection {
            Some(_) => Fault::new(format!("the connection to {} has ended", self.origin)),
            None => Fault::new(format!("{} cannot be called back", self.origin)),
        };
        self.connection().ok_or_else(|| Error::Closed(gone()))
    }
}

impl Connection for Peer {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.lasting()?.call(request).await })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move { self.lasting()?.notify(request).await })
    }

    fn wire(&self) -> Wire {
        let connection = self.connection();
        connection.map_or(Wire::default(), |connection| connection.wire())
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        Box::pin(async move {
            match self.lasting() {
                Ok(connection) => connection.batch(requests).await,
                Err(error) => requests.iter().map(|_| Err(error.clone())).collect(),
            }
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.lasting()?.subscribe(request, feed).await })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.lasting()?.listen(feed)
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if let Some(connection) = self.connection() {
                connection.close(deadline).await;
            }
        })
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async move {
            match self.lasting() {
                Ok(connection) => connection.ended().await,
                Err(error) => error,
            }
        })
    }
}

impl From<Peer> for Arc<dyn Connection> {
    fn from(peer: Peer) -> Self {
        Arc::new(peer)
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
