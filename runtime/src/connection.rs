//! The trait under every client: takes an encoded request, gives an undecoded reply.
use std::{any::Any, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use crate::{Error, Fault, Feed, Handlers, Reply, Request, Wire};

/// Carries requests to a server and replies back.
///
/// HTTP, WebSocket, decorators (retry, trace) and mocks implement the same two methods, and those
/// through which the server can speak by itself two more. A mock is a few lines:
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

    /// As [`Connection::call`], with a future that keeps the connection itself: what a client's calls begin with.
    ///
    /// A connection need not have it.
    fn call_static(self: Arc<Self>, request: Request) -> BoxFuture<'static, Result<Reply, Error>> {
        Box::pin(async move { self.call(request).await })
    }

    /// Sends a notification, to which the server does not answer (JSON-RPC 2.0, section 4.1).
    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>>;

    /// The format in which it carries values. Clients that can encode in it; what comes in another
    /// is transcoded as it goes out.
    fn wire(&self) -> Wire {
        Wire::Json
    }

    /// Sends several requests as one message (JSON-RPC 2.0, section 6), and gives what became of
    /// each, in their order. Those that say [`Request::is_notification`] get no answer: null
    /// stands for it once they are on their way.
    ///
    /// A connection that has no batches sends them one by one, many at a time.
    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        crate::batch::one_by_one(self, requests)
    }

    /// Sends a request that subscribes, and gives its answer. From the answer on, what the server
    /// sends for the id in it goes to `feed`, and so does what came for that id before.
    ///
    /// A connection that only calls need not have it: it is [`Error::Subscription`].
    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        let _ = (request, feed);
        Box::pin(async { Err(only_answers()) })
    }

    /// Sends to `feed` what the server sends by itself and no subscription takes.
    ///
    /// A connection that only calls need not have it: it is [`Error::Subscription`].
    fn listen(&self, feed: Feed) -> Result<(), Error> {
        let _ = feed;
        Err(only_answers())
    }

    /// What answers the server's own requests.
    ///
    /// A connection on which the server cannot ask need not have it: it is
    /// [`Error::Subscription`].
    fn handlers(&self) -> Result<&Handlers, Error> {
        Err(only_answers())
    }

    /// Ends the connection. From now on it refuses calls with [`Error::Closed`]; those that run
    /// may do so until `deadline` has passed. What waits to be written then goes out, for a second
    /// at most, and whoever still waits for anything is told the same reason.
    ///
    /// A connection that has nothing to close need not have it.
    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        let _ = deadline;
        Box::pin(async {})
    }

    /// Waits until the connection has ended, and gives why: [`Error::Closed`].
    ///
    /// A connection that does not end by itself need not have it: it waits for ever.
    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(std::future::pending())
    }
}

fn only_answers() -> Error {
    let message = "this connection brings answers only: subscriptions, notifications and requests of the server need a WebSocket (`ws://`, `wss://`) or a stream of bytes (`tcp://`, `tls://`, `unix:`, `stdio:`)";
    Error::Subscription(Fault::new(message).lasting())
}

/// The reason that all are told when the user closes a connection.
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
pub(crate) fn closed_by_us() -> Fault {
    Fault::new("the client closed the connection")
}

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A pointer to a connection is one.
macro_rules! behind {
    ($($pointer:ident),*) => {$(
        impl<C: Connection + ?Sized> Connection for $pointer<C> {
            fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
                (**self).call(request)
            }

            fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
                (**self).notify(request)
            }

            fn wire(&self) -> Wire {
                (**self).wire()
            }

            fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
                (**self).batch(requests)
            }

            fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
                (**self).subscribe(request, feed)
            }

            fn listen(&self, feed: Feed) -> Result<(), Error> {
                (**self).listen(feed)
            }

            fn handlers(&self) -> Result<&Handlers, Error> {
                (**self).handlers()
            }

            fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
                (**self).close(deadline)
            }

            fn ended(&self) -> BoxFuture<'_, Error> {
                (**self).ended()
            }
        }
    )*};
}

behind!(Arc, Box);

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
