//! Notifications that belong to no subscription: takes a connection, gives them as a stream.
use std::{
    collections::VecDeque,
    fmt,
    future::{IntoFuture, Ready, poll_fn, ready},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_core::{Stream, stream::FusedStream};

use super::{FromNotification, Read, ServerNotification, batched};
use crate::{
    Connection, Error, Json, Wires,
    subscription::{Inbox, Overflow, Room, queue},
};

/// Listens to what the server sends by itself; begins when it is awaited.
#[must_use = "nothing is heard until it is awaited"]
pub struct Listen<N = ServerNotification, W = Json> {
    connection: Arc<dyn Connection>,
    room: Room,
    carriers: &'static [&'static str],
    heard: PhantomData<fn() -> (N, W)>,
}

impl<N> Listen<N> {
    /// Listens over a connection, whatever its client knows. `ServerNotification` takes all as it comes.
    pub fn new(connection: Arc<dyn Connection>) -> Self {
        Self::over(connection)
    }

    /// The same, compiled for both wires.
    #[cfg(feature = "msgpack")]
    pub fn both_wires(self) -> Listen<N, crate::JsonAndMessagePack> {
        Listen {
            connection: self.connection,
            room: self.room,
            carriers: self.carriers,
            heard: PhantomData,
        }
    }
}

impl<N, W> Listen<N, W> {
    pub(crate) fn over(connection: Arc<dyn Connection>) -> Self {
        Self {
            connection,
            room: Room::default(),
            carriers: &[],
            heard: PhantomData,
        }
    }

    /// Sets how many notifications may wait to be read. 1024.
    pub fn with_buffer(mut self, notifications: usize) -> Self {
        self.room.limit = notifications.max(1);
        self
    }

    /// Sets what becomes of notifications when so many wait. [`Overflow::End`].
    pub fn with_overflow(mut self, overflow: Overflow) -> Self {
        self.room.overflow = overflow;
        self
    }

    /// Sets which notifications carry events, many at once: each of their params is a list of an event's name and, once
    /// for each time that it happened, a list of its params. Each event then comes by its name; a carrier of
    /// another form comes as it is. Generated clients have these from the document (`x-batched-in`).
    pub fn batched_in(mut self, carriers: &'static [&'static str]) -> Self {
        self.carriers = carriers;
        self
    }
}

impl<N: FromNotification<W>, W: Wires> IntoFuture for Listen<N, W> {
    type Output = Result<Notifications<N>, Error>;
    type IntoFuture = Ready<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (feed, inbox) = queue(self.room, None);
        let heard = self.connection.listen(feed);
        ready(heard.map(|()| Notifications {
            inbox,
            carriers: self.carriers,
            carried: VecDeque::new(),
            _connection: self.connection,
            read: N::from_notification,
        }))
    }
}

/// A stream of notifications. It ends with the connection, behind an [`Error::Closed`].
///
/// What a subscription takes does not come here.
#[must_use = "streams do nothing until they are polled"]
pub struct Notifications<N = ServerNotification> {
    inbox: Inbox,
    carriers: &'static [&'static str],
    /// What came with the last carrier and was not read yet.
    carried: VecDeque<ServerNotification>,
    /// The connection lives as long as somebody listens.
    _connection: Arc<dyn Connection>,
    read: Read<N>,
}

impl<N> Notifications<N> {
    /// How many notifications were lost because too many waited.
    pub fn lost(&self) -> u64 {
        self.inbox.lost()
    }

    /// How many times the connection was made again before what was read last; what the server
    /// sent meanwhile was not heard.
    pub fn gaps(&self) -> u64 {
        self.inbox.gaps()
    }
}

impl<N> Notifications<N> {
    /// The next notification; `None` behind the end of the connection.
    pub async fn next(&mut self) -> Option<Result<N, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<N> Notifications<N> {
    /// The next one, taken out of its carrier.
    fn poll_event(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ServerNotification, Error>>> {
        loop {
            if let Some(event) = self.carried.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            let came = match self.inbox.poll(cx) {
                Poll::Ready(Some(Ok(came))) => came,
                other => return other,
            };
            let is_carrier = self.carriers.contains(&came.method());
            match is_carrier.then(|| batched::split(&came)).flatten() {
                Some(events) => self.carried = events.into(),
                None => return Poll::Ready(Some(Ok(came))),
            }
        }
    }
}

impl<N> Stream for Notifications<N> {
    type Item = Result<N, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let came = self.poll_event(cx);
        came.map(|came| Some(came?.and_then(|came| (self.read)(&came, &[]))))
    }
}

impl<N> FusedStream for Notifications<N> {
    fn is_terminated(&self) -> bool {
        self.carried.is_empty() && self.inbox.is_over()
    }
}

impl<N> Unpin for Notifications<N> {}

impl<N, W> Clone for Listen<N, W> {
    fn clone(&self) -> Self {
        Self {
            connection: Arc::clone(&self.connection),
            room: self.room,
            carriers: self.carriers,
            heard: PhantomData,
        }
    }
}

impl<N, W> fmt::Debug for Listen<N, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listen")
            .field("room", &self.room)
            .finish_non_exhaustive()
    }
}

impl<N> fmt::Debug for Notifications<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notifications")
            .field("lost", &self.lost())
            .field("gaps", &self.gaps())
            .finish_non_exhaustive()
    }
}
