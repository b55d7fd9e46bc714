//! One call that subscribes: takes parameters and options, gives a future of the subscription.
use std::{
    borrow::Cow,
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use super::{Inbox, Overflow, Room, Streaming, Subscription, queue};
use crate::{
    BoxFuture, Connection, Error, Failure, FromNotification, Json, Request, ServerError, Wires,
    call::{Promised, RawCall, settings},
    notification::Read,
};

/// A call that is sent when awaited and gives a [`Subscription`] of `T`.
#[must_use = "a call does nothing until it is awaited"]
pub struct Subscribe<T, F = ServerError, W = Json> {
    raw: RawCall,
    streaming: Streaming,
    room: Room,
    answer: Promised<(T, F, W)>,
}

impl<T, F> Subscribe<T, F> {
    /// A subscription over `connection` by a method that no generated code knows.
    pub fn dynamic(
        connection: Arc<dyn Connection>,
        request: Request,
        streaming: Streaming,
    ) -> Self {
        Self::new(RawCall::new(connection, request), streaming)
    }

    /// The same subscription, compiled for both wires.
    #[cfg(feature = "msgpack")]
    pub fn both_wires(self) -> Subscribe<T, F, crate::JsonAndMessagePack> {
        Subscribe {
            answer: PhantomData,
            raw: self.raw,
            streaming: self.streaming,
            room: self.room,
        }
    }
}

impl<T, F, W: Wires> Subscribe<T, F, W> {
    pub(crate) fn new(raw: RawCall, streaming: Streaming) -> Self {
        Self {
            raw,
            streaming,
            room: Room::default(),
            answer: PhantomData,
        }
    }

    settings!("the call that subscribes", W);

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
}

impl<T, F, W> IntoFuture for Subscribe<T, F, W>
where
    T: FromNotification<W>,
    F: Failure,
    W: Wires,
{
    type Output = Result<Subscription<T>, Error<F>>;
    type IntoFuture = SubscribeFuture<T, F>;

    fn into_future(self) -> Self::IntoFuture {
        let (feed, inbox) = queue(self.room, Some(self.streaming));
        let streaming = self.streaming;
        let connection = Arc::clone(&self.raw.connection);
        let method = self.raw.request.method_name();
        let begun = self.raw.subscribe(feed);
        SubscribeFuture {
            begun: Box::pin(async move {
                let answer = begun.await?;
                inbox.begin(streaming.id_of(&answer)?);
                Ok(inbox)
            }),
            item: streaming.item,
            read: T::from_notification,
            connection,
            method,
            failure: PhantomData,
        }
    }
}

/// The future of a [`Subscription`].
///
/// Dropped after the request was sent, it unsubscribes as soon as the answer comes.
#[must_use = "futures do nothing until they are awaited"]
pub struct SubscribeFuture<T, F = ServerError> {
    /// A subscription before its type.
    begun: BoxFuture<'static, Result<Inbox, Error>>,
    item: &'static [&'static str],
    read: Read<T>,
    connection: Arc<dyn Connection>,
    method: Cow<'static, str>,
    failure: Promised<F>,
}

impl<T, F: Failure> Future for SubscribeFuture<T, F> {
    type Output = Result<Subscription<T>, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(self.begun.as_mut().poll(cx)) {
            Ok(inbox) => Ok(Subscription {
                inbox,
                item: self.item,
                read: self.read,
                _connection: Arc::clone(&self.connection),
            }),
            Err(error) => Err(error.in_method(self.method.clone()).declared()),
        })
    }
}

impl<T, F, W> Clone for Subscribe<T, F, W> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            room: self.room,
            ..*self
        }
    }
}

impl<T, F, W> fmt::Debug for Subscribe<T, F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscribe")
            .field("raw", &self.raw)
            .field("streaming", &self.streaming)
            .field("room", &self.room)
            .finish()
    }
}

impl<T, F> fmt::Debug for SubscribeFuture<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscribeFuture")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
