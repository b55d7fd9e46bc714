//! An object that answers the other side, whatever the method.
use std::sync::Arc;

use super::{Handlers, Incoming};
use crate::{BoxFuture, Reply, ServerError};

/// What answers requests of all methods: an object in place of closures.
///
/// It answers on either side of a connection: in a server, and among the [`Handlers`] of a client,
/// where it is asked for methods that have no closure.
///
/// ```
/// use callwright::{BoxFuture, Handlers, Incoming, Reply, ServerError, Service};
///
/// struct Sums;
///
/// impl Service for Sums {
///     fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
///         Box::pin(async move {
///             match asked.method() {
///                 "sum" => {
///                     let (a, b): (i64, i64) = asked.params()?;
///                     asked.answer(&(a + b))
///                 }
///                 _ => Err(ServerError::method_not_found()),
///             }
///         })
///     }
/// }
///
/// let handlers = Handlers::from(Sums);
/// ```
pub trait Service: Send + Sync + 'static {
    /// Answers a request. Many run at once; a panic is answered with -32603.
    ///
    /// The future is dropped when the connection ends.
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>>;

    /// Takes a notification, to which there is no answer. Those of a connection come one after
    /// another, each when the future of the one before it has ended. By itself it is a call
    /// whose answer goes nowhere.
    fn notify<'a>(&'a self, told: Incoming<'a>) -> BoxFuture<'a, ()> {
        let answer = self.call(told);
        Box::pin(async move { drop(answer.await) })
    }

    /// Whether it has this method. What it has not is answered with -32601 and counted as a stray.
    /// By itself it says that it has all.
    fn has(&self, method: &str) -> bool {
        let _ = method;
        true
    }

    /// What it says of itself: the OpenRPC document of its methods, without the URL where it is
    /// reached. By itself it says nothing.
    #[cfg(any(feature = "serve", feature = "service"))]
    fn document(&self) -> Option<crate::Document> {
        None
    }
}

/// A service behind a pointer is one.
impl<S: Service + ?Sized> Service for Arc<S> {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        (**self).call(asked)
    }

    fn notify<'a>(&'a self, told: Incoming<'a>) -> BoxFuture<'a, ()> {
        (**self).notify(told)
    }

    fn has(&self, method: &str) -> bool {
        (**self).has(method)
    }

    #[cfg(any(feature = "serve", feature = "service"))]
    fn document(&self) -> Option<crate::Document> {
        (**self).document()
    }
}

/// No closures yet, and a service for what they do not answer.
impl<S: Service> From<S> for Handlers {
    fn from(service: S) -> Self {
        Self::new().with_service(service)
    }
}
