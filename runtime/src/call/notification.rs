//! One notification: takes parameters and options, gives a future that ends when it is on its way.
use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use super::{RawCall, settings};
use crate::{BoxFuture, Error, Json, Wires};

/// A notification that is sent when awaited; the server does not answer
/// (JSON-RPC 2.0, section 4.1).
///
/// Over HTTP the status is waited for, so a server that refuses is an error; over a WebSocket it
/// is enough that the message is on its way.
#[must_use = "a notification does nothing until it is awaited"]
pub struct Notification<W = Json> {
    raw: RawCall,
    wires: PhantomData<fn() -> W>,
}

impl<W: Wires> Notification<W> {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self {
            raw,
            wires: PhantomData,
        }
    }

    pub(crate) fn into_raw(self) -> RawCall {
        self.raw
    }

    settings!("this notification", W);
}

impl<W> IntoFuture for Notification<W> {
    type Output = Result<(), Error>;
    type IntoFuture = NotificationFuture;

    fn into_future(self) -> Self::IntoFuture {
        NotificationFuture(self.raw.notify())
    }
}

impl<W> Clone for Notification<W> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            wires: PhantomData,
        }
    }
}

impl<W> fmt::Debug for Notification<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Notification").field(&self.raw).finish()
    }
}

/// The future of a [`Notification`].
#[must_use = "futures do nothing until they are awaited"]
pub struct NotificationFuture(BoxFuture<'static, Result<(), Error>>);

impl Future for NotificationFuture {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for NotificationFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationFuture").finish_non_exhaustive()
    }
}
