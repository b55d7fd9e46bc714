//! One call: takes parameters and options, gives a future of the typed result.
mod notification;
mod raw;
mod settings;
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
mod started;

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

use crate::{BoxFuture, Connection, Error, Failure, Json, Reply, Request, ServerError, Wires};

/// A call that is sent when awaited and gives an `R`.
///
/// It owns all that it needs, so it can be stored, cloned and moved to another task.
/// `F` is what the server may answer instead, and `W` which wires the call is compiled for.
///
/// | elsewhere | here |
/// |---|---|
/// | `call`, `request`, `invoke` | await it |
/// | `call-async` and `join` | `start` it, await what that gives |
/// | `notify` | [`Notification`], or [`Connection::notify`] |
/// | a timeout of the client, of a call | `ConnectOptions::with_timeout`, [`Call::with_timeout`] |
/// | `register-callback`, `remove-callback` | [`Handlers::on`](crate::Handlers::on), [`Handlers::remove`](crate::Handlers::remove) |
/// | a callback that calls back | [`Handlers::on_with_context`](crate::Handlers::on_with_context) |
/// | a handler object, events `request` and `notify` | [`Service`](crate::Service), `ServeOptions::with_observer` |
/// | a responder, an asynchronous result | `Handlers::on_with_responder` |
/// | `close`, `closeClients` | [`Connection::close`], `Pool::close_all` |
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R, F = ServerError, W = Json> {
    raw: RawCall,
    answer: Promised<(R, F, W)>,
}

impl<R, F> Call<R, F> {
    /// A call over `connection` of a method that no generated code knows.
    pub fn dynamic(connection: Arc<dyn Connection>, request: Request) -> Self {
        Self::new(RawCall::new(connection, request))
    }

    /// The same call, compiled for both wires.
    #[cfg(feature = "msgpack")]
    pub fn both_wires(self) -> Call<R, F, crate::JsonAndMessagePack> {
        Call::new(self.raw)
    }
}

impl<R, F, W: Wires> Call<R, F, W> {
    pub(crate) fn new(raw: RawCall) -> Self {
        Self {
            raw,
            answer: PhantomData,
        }
    }

    pub(crate) fn into_raw(self) -> RawCall {
        self.raw
    }

    settings!("this call", W);
}

impl<R: DeserializeOwned, F: Failure, W: Wires> IntoFuture for Call<R, F, W> {
    type Output = Result<R, Error<F>>;
    type IntoFuture = CallFuture<R, F>;

    fn into_future(self) -> Self::IntoFuture {
        let request = &self.raw.request;
        let (method, null_as) = (request.method_name(), request.null_as());
        CallFuture {
            reply: self.raw.begin(),
            method,
            null_as,
            read: Reply::decode_as::<W, R>,
            failure: PhantomData,
        }
    }
}

/// The types of what is to come. They are only promised, so a call is Send and Sync whatever they are.
pub(crate) type Promised<T> = PhantomData<fn() -> T>;

/// The future of a [`Call`].
#[must_use = "futures do nothing until they are awaited"]
pub struct CallFuture<R, F = ServerError> {
    // One boxed future of one type serves every method; only decoding is compiled per type.
    reply: BoxFuture<'static, Result<Reply, Error>>,
    method: Cow<'static, str>,
    null_as: Option<&'static str>,
    read: fn(&Reply) -> Result<R, Error>,
    failure: Promised<F>,
}

impl<R, F: Failure> Future for CallFuture<R, F> {
    type Output = Result<R, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let reply = ready!(self.reply.as_mut().poll(cx));
        let reply = reply.map(|reply| reply.or_null_as(self.null_as));
        Poll::Ready(match reply.and_then(|reply| (self.read)(&reply)) {
            Ok(result) => Ok(result),
            Err(error) => Err(error.in_method(self.method.clone()).declared()),
        })
    }
}

impl<R, F, W> Clone for Call<R, F, W> {
    fn clone(&self) -> Self {
        Self {
            raw: self.raw.clone(),
            answer: PhantomData,
        }
    }
}

impl<R, F, W> fmt::Debug for Call<R, F, W> {
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
