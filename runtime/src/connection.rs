//! The trait under every client: takes an encoded request, gives an undecoded reply.
use std::{any::Any, fmt, future::Future, pin::Pin, sync::Arc};

use crate::{Error, Reply, Request};

/// Carries requests to a server and replies back.
///
/// HTTP, WebSocket, decorators (retry, trace) and mocks implement the same two methods. A mock is
/// a few lines:
///
/// ```
/// use callwright::{BoxFuture, Connection, Error, Reply, Request};
///
/// #[derive(Debug)]
/// struct Mock;
///
/// impl Connection for Mock {
///     fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
///         Box::pin(async move { Reply::of(&request.method()) })
///     }
///     fn notify(&self, _: Request) -> BoxFuture<'_, Result<(), Error>> {
///         Box::pin(async { Ok(()) })
///     }
/// }
/// ```
///
/// A connection need not name the method in its errors: the call that awaits it does.
/// Dropping a returned future at any moment must leave the connection sound.
pub trait Connection: Send + Sync + fmt::Debug + 'static {
    /// Sends a request object and gives its response (JSON-RPC 2.0, sections 4 and 5).
    ///
    /// An error object in the response is [`Error::Server`].
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>>;

    /// Sends a notification, to which the server does not answer (JSON-RPC 2.0, section 4.1).
    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>>;
}

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl<C: Connection + ?Sized> Connection for Arc<C> {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        (**self).call(request)
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        (**self).notify(request)
    }
}

impl<C: Connection + ?Sized> Connection for Box<C> {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        (**self).call(request)
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        (**self).notify(request)
    }
}

/// What a client can be made of: any [`Connection`], shared or not.
pub trait IntoConnection {
    /// The connection behind a shared pointer, as clients hold it.
    fn into_connection(self) -> Arc<dyn Connection>;
}

impl<C: Connection> IntoConnection for C {
    fn into_connection(self) -> Arc<dyn Connection> {
        // A shared connection is taken as it is, so that what `connection()` gives makes a second
        // client without another pointer to follow per call.
        match (&self as &dyn Any).downcast_ref::<Arc<dyn Connection>>() {
            Some(shared) => Arc::clone(shared),
            None => Arc::new(self),
        }
    }
}
