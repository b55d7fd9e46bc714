//! A session as a connection: its futures boxed, its frames read.
use std::{fmt, time::Duration};

use super::Session;
use crate::{BoxFuture, Connection, Error, Feed, Handlers, Reply, Request, Wire};

impl Connection for Session {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(Self::call(self, request))
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(Self::notify(self, request))
    }

    fn wire(&self) -> Wire {
        self.wire
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        let limit = self.max_batch();
        crate::batch::in_parts(self, requests, limit, |session, part| {
            Box::pin(Self::batch(session, part))
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(Self::subscribe(self, request, feed))
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        Self::listen(self, feed)
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        Ok(self.pending.handlers())
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Self::close(self, deadline))
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(Self::ended(self))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("origin", &self.context().origin())
            .field("in_flight", &self.in_flight())
            .field("is_closed", &self.is_closed())
            .finish()
    }
}
