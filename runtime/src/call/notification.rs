//! One notification: takes parameters and options, gives a future that ends when it is on its way.
use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use serde::Serialize;

use super::RawCall;
use crate::{BoxFuture, Error, Request};

/// A notification that is sent when awaited; the server does not answer
/// (JSON-RPC 2.0, section 4.1).
///
/// Over HTTP the status is waited for, so a server that refuses is an error; over a WebSocket it
/// is enough that the message is on its way.
#[must_use = "a notification does nothing until it is awaited"]
#[derive(Clone, Debug)]
pub struct Notification {
    raw: RawCall,
}

impl Notification {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self { raw }
    }

    /// Sets the parameter in slot `index`.
    ///
    /// A value that cannot be JSON becomes [`Error::Encode`] when the notification is awaited.
    pub fn param<T: Serialize + ?Sized>(mut self, index: usize, value: &T) -> Self {
        self.raw.set(index, serde_json::value::to_raw_value(value));
        self
    }

    /// Sets how long sending may take; otherwise the connection's own limit holds.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.raw.request.options_mut().timeout = Some(timeout);
        self
    }

    /// Adds an HTTP header. A connection without headers per call leaves it out.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.raw.request.options_mut().headers.push(name, value);
        self
    }

    /// What will be sent.
    pub fn request(&self) -> &Request {
        &self.raw.request
    }
}

impl IntoFuture for Notification {
    type Output = Result<(), Error>;
    type IntoFuture = NotificationFuture;

    fn into_future(self) -> Self::IntoFuture {
        NotificationFuture(self.raw.notify())
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
