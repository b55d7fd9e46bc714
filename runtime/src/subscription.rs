//! A subscription: takes a call that subscribes, gives a stream of what the server sends for it.
mod call;
mod feed;
mod streaming;

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::{Stream, stream::FusedStream};
use serde_json::value::RawValue;

pub use call::{Subscribe, SubscribeFuture};
#[cfg(any(feature = "failover", feature = "tower"))]
pub(crate) use feed::Tries;
pub use feed::{Feed, Leave, Overflow};
pub(crate) use feed::{Inbox, Room, queue};
pub use streaming::Streaming;

use crate::{Connection, Error, notification::Read};

/// A stream of what the server sends for a subscription.
///
/// An item that is not of the type that the document promises is an [`Error::Decode`], an error
/// object in the place of an item an [`Error::Server`], and the stream goes on. It ends when the
/// server says so by an `error` of null in the place of an item, behind [`Error::Closed`] when the
/// connection does, and behind [`Error::Subscription`] when too much waited to be read and
/// [`Overflow::End`] holds. Dropped, it unsubscribes.
#[must_use = "a subscription ends when it is dropped"]
pub struct Subscription<T> {
    // Dropped before the connection, which may say goodbye then.
    inbox: Inbox,
    item: &'static [&'static str],
    read: Read<T>,
    /// The connection lives as long as its subscriptions.
    _connection: Arc<dyn Connection>,
}

impl<T> Subscription<T> {
    /// The id as the server gave it; none where its notifications carry none. A connection that is
    /// made again brings another.
    pub fn id(&self) -> Option<Box<RawValue>> {
        self.inbox.id()
    }

    /// How many notifications were lost because too many waited.
    pub fn lost(&self) -> u64 {
        self.inbox.lost()
    }

    /// How many times the connection was made again before what was read last. What the server
    /// sent meanwhile is not among the items: at a higher number than before there is a gap.
    pub fn gaps(&self) -> u64 {
        self.inbox.gaps()
    }

    /// Ends the subscription and waits for the server's word.
    ///
    /// Where the rule names no method that unsubscribes, nothing is sent.
    pub async fn unsubscribe(self) -> Result<(), Error> {
        match self.inbox.leave() {
            Some(leave) => leave().await.map(drop),
            None => Ok(()),
        }
    }
}

impl<T> Subscription<T> {
    /// The next item; `None` behind the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T> Stream for Subscription<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let came = match ready!(self.inbox.poll(cx)) {
            Some(Ok(came)) if came.is_last_word(self.item) => {
                self.inbox.end();
                None
            }
            Some(came) => Some(came.and_then(|came| (self.read)(&came, self.item))),
            None => None,
        };
        Poll::Ready(came)
    }
}

impl<T> FusedStream for Subscription<T> {
    fn is_terminated(&self) -> bool {
        self.inbox.is_over()
    }
}

impl<T> Unpin for Subscription<T> {}

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("id", &self.id())
            .field("lost", &self.lost())
            .field("gaps", &self.gaps())
            .finish_non_exhaustive()
    }
}
