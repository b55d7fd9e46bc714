//! One call: takes parameters and options, gives a future of the typed result.
mod notification;
mod raw;
mod settings;

use std::{
    borrow::Cow,
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use serde::de::DeserializeOwned;

pub use notification::{Notification, NotificationFuture};
pub(crate) use raw::RawCall;
pub(crate) use settings::settings;

use crate::{BoxFuture, Connection, Error, Failure, Reply, Request, ServerError};

/// A call that is sent when awaited and gives an `R`.
///
/// It owns all that it needs, so it can be stored, cloned and moved to another task.
/// `F` is what the server may answer instead.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R, F = ServerError> {
    raw: RawCall,
    // The types are only promised, so a call is Send and Sync whatever they are.
    answer: PhantomData<fn() -> (R, F)>,
}

impl<R, F> Call<R, F> {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self {
            raw,
            answer: PhantomData,
        }
    }

    /// A call over `connection` of a method that no generated code knows.
    pub fn dynamic(connection: Arc<dyn Connection>, request: Request) -> Self {
        Self::new(RawCall::new(connection, request))
    }

    pub(crate) fn into_raw(self) -> RawCall {
        self.raw
    }

    settings!("this call");
}

impl<R: DeserializeOwned, F: Failure> IntoFuture for Call<R, F> {
    type Output = Result<R, Error<F>>;
    type IntoFuture = CallFuture<R, F>;

    fn into_future(self) -> Self::IntoFuture {
        let method = self.raw.request.method_name();
        CallFuture {
            reply: self.raw.send(),
            method,
            answer: PhantomData,
        }
    }
}

/// The future of a [`Call`].
#[must_use = "futures do nothing until they are awaited"]
pub struct CallFuture<R, F = ServerError> {
    // One boxed future of one type serves every method; only decoding is compiled per type.
    reply: BoxFuture<'static, Result<Reply, Error>>,
    method: Cow<'static, str>,
    answer: PhantomData<fn() -> (R, F)>,
}

impl<R: DeserializeOwned, F: Failure> Future for CallFuture<R, F> {
    type Output = Result<R, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(cx));
        Poll::Ready(match reply.and_then(|reply| reply.decode()) {
            Ok(result) => Ok(result),
            Err(error) => Err(error.in_method(self.method.clone()).declared()),
        })
    }
}

impl<R, F> Clone for Call<R, F> {
    fn clone(&self) -> Self {
        Self::new(self.raw.clone())
    }
}

impl<R, F> fmt::Debug for Call<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.raw).finish()
    }
}

impl<R, F> fmt::Debug for CallFuture<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
