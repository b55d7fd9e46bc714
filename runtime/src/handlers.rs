//! What answers the other side's requests: takes closures by method, gives the answer to each request.
mod arrival;
#[cfg(any(feature = "streams", feature = "ws"))]
mod caught;
mod context;
mod extensions;
mod incoming;
mod peer;
#[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
mod responder;
mod service;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use serde::{Serialize, de::DeserializeOwned};

#[cfg_attr(
    not(feature = "serve"),
    allow(unused_imports, reason = "nobody serves")
)]
pub(crate) use arrival::Arrival;
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) use caught::caught;
pub use context::Context;
pub use extensions::Extensions;
pub use incoming::Incoming;
pub use peer::Peer;
#[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
pub use responder::Responder;
pub use service::Service;

#[cfg(feature = "msgpack")]
use crate::JsonAndMessagePack;
use crate::{BoxFuture, Json, Reply, ServerError, Wire, Wires};

/// Code of JSON-RPC 2.0, section 5.1.
const INTERNAL_ERROR: i64 = -32603;

/// What is answered when the other side asks: closures by method, and a [`Service`] for the rest.
///
/// Clones share the closures, which come and go while connections use them. Options carry them to
/// the connections that are made with them; a server has the same for all its clients.
///
/// ```
/// use callwright::{ConnectOptions, Handlers, ServerError};
///
/// let handlers = Handlers::new();
/// handlers.on("sum", async |(a, b): (i64, i64)| {
///     let sum = a.checked_add(b);
///     sum.ok_or_else(|| ServerError::new(1, "too much"))
/// });
/// let options = ConnectOptions::new().with_handlers(handlers.clone());
/// ```
///
/// A notification comes to the closure of its method, too, and its answer goes nowhere. Requests
/// are answered side by side; the notifications of a connection come one after another, in the
/// order in which they were sent.
///
/// A closure that captures a client keeps its connection open as long as it is registered, since
/// the connection holds the closures. One that calls the other side takes a [`Context`], whose
/// [`peer`](Context::peer) keeps nothing open.
#[derive(Clone, Default)]
pub struct Handlers {
    closures: Arc<RwLock<HashMap<String, Handler>>>,
    service: Option<Arc<dyn Service>>,
}

type Handler = Arc<dyn Fn(Incoming<'_>) -> Answering<'static> + Send + Sync>;

type Answering<'a> = BoxFuture<'a, Result<Reply, ServerError>>;

impl Handlers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has a service answer what no closure does. Clones that there are already do not have it.
    #[must_use]
    pub fn with_service(mut self, service: impl Service) -> Self {
        self.service = Some(Arc::new(service));
        self
    }

    /// Has a closure answer the requests by `method`, in place of the one that did.
    ///
    /// Params are decoded into `P`, from an object or from an array as serde does; those that are
    /// left out may also be `()`. What is no `P` is answered with -32602 and the place of the
    /// fault; the closure does not see it.
    pub fn on<P, R, F, A>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.on_with_context(method, move |params, _| handler(params));
    }

    /// As [`Handlers::on`], straight between the closure's types and the bytes of either wire.
    #[cfg(feature = "msgpack")]
    pub fn on_both<P, R, F, A>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.on_both_with_context(method, move |params, _| handler(params));
    }

    /// As [`Handlers::on`], of a closure that takes the connection, too: to know who asks, and to
    /// call back.
    ///
    /// ```
    /// use callwright::{Call, Context, Handlers, Params, Request, ServerError};
    /// use std::sync::Arc;
    ///
    /// let handlers = Handlers::new();
    /// handlers.on_with_context("twice", async |(word,): (String,), context: Context| {
    ///     let spell = Request::new("spell", Params::by_position());
    ///     let spelled = Call::<String>::dynamic(Arc::new(context.peer()), spell).await;
    ///     let spelled = spelled.map_err(|error| ServerError::new(1, error.to_string()))?;
    ///     Ok(format!("{word} {spelled}"))
    /// });
    /// ```
    pub fn on_with_context<P, R, F, A>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P, Context) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.on_wires::<Json, P, R, F, A>(method.into(), handler);
    }

    /// As [`Handlers::on_with_context`], straight between the closure's types and the bytes of
    /// either wire.
    #[cfg(feature = "msgpack")]
    pub fn on_both_with_context<P, R, F, A>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P, Context) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.on_wires::<JsonAndMessagePack, P, R, F, A>(method.into(), handler);
    }

    fn on_wires<W, P, R, F, A>(&self, method: String, handler: F)
    where
        W: Wires,
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P, Context) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.insert(method, move |asked| match asked.params_as::<W, P>() {
            Err(error) => Box::pin(async { Err(error) }),
            Ok(params) => {
                let wire = asked.wire();
                let answer = handler(params, asked.context().clone());
                Box::pin(async move { written::<W, R>(wire, &answer.await?) })
            }
        });
    }

    /// As [`Handlers::on_with_context`], of a closure that does not answer itself but hands the
    /// [`Responder`] on: to another task, or to a thread.
    #[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
    pub fn on_with_responder<P, R, F>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize + 'static,
        F: Fn(P, Context, Responder<R>) + Send + Sync + 'static,
    {
        self.on_wires_with_responder::<Json, P, R, F>(method.into(), handler);
    }

    /// As [`Handlers::on_with_responder`], straight between the closure's types and the bytes of
    /// either wire.
    #[cfg(all(
        feature = "msgpack",
        any(feature = "mock", feature = "streams", feature = "ws")
    ))]
    pub fn on_both_with_responder<P, R, F>(&self, method: impl Into<String>, handler: F)
    where
        P: DeserializeOwned,
        R: Serialize + 'static,
        F: Fn(P, Context, Responder<R>) + Send + Sync + 'static,
    {
        self.on_wires_with_responder::<JsonAndMessagePack, P, R, F>(method.into(), handler);
    }

    #[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
    fn on_wires_with_responder<W, P, R, F>(&self, method: String, handler: F)
    where
        W: Wires,
        P: DeserializeOwned,
        R: Serialize + 'static,
        F: Fn(P, Context, Responder<R>) + Send + Sync + 'static,
    {
        self.insert(method, move |asked| match asked.params_as::<W, P>() {
            Err(error) => Box::pin(async { Err(error) }),
            Ok(params) => {
                let (responder, answer) = Responder::pair::<W>(asked.wire());
                handler(params, asked.context().clone(), responder);
                Box::pin(answer)
            }
        });
    }

    /// Forgets who answers `method`; whether there was one. Requests that are being answered are
    /// answered still.
    pub fn remove(&self, method: &str) -> bool {
        self.change(|closures| closures.remove(method))
    }

    /// The answer to a request, for who writes a connection; none when nobody answers its method.
    pub fn answer<'a>(&'a self, asked: Incoming<'a>) -> Option<Answering<'a>> {
        match self.closure(asked.method()) {
            Some(closure) => Some(closure(asked)),
            None => Some(self.service_for(asked.method())?.call(asked)),
        }
    }

    /// Hands on a notification, for who writes a connection; none when nobody takes its method.
    pub fn notify<'a>(&'a self, told: Incoming<'a>) -> Option<BoxFuture<'a, ()>> {
        let Some(closure) = self.closure(told.method()) else {
            return Some(self.service_for(told.method())?.notify(told));
        };
        let answer = closure(told);
        Some(Box::pin(async { drop(answer.await) }))
    }

    /// Whether somebody answers `method`.
    pub fn has(&self, method: &str) -> bool {
        let closures = self.closures.read().unwrap_or_else(PoisonError::into_inner);
        closures.contains_key(method) || self.service_for(method).is_some()
    }

    /// What is said of the methods that are answered; none where nothing is said.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub fn document(&self) -> Option<crate::Document> {
        self.service.as_ref()?.document()
    }

    fn insert(
        &self,
        method: impl Into<String>,
        handler: impl Fn(Incoming<'_>) -> Answering<'static> + Send + Sync + 'static,
    ) {
        self.change(|closures| closures.insert(method.into(), Arc::new(handler)));
    }

    fn closure(&self, method: &str) -> Option<Handler> {
        // A handler may change the handlers: it is called without the lock.
        let closures = self.closures.read().unwrap_or_else(PoisonError::into_inner);
        closures.get(method).map(Arc::clone)
    }

    fn service_for(&self, method: &str) -> Option<&dyn Service> {
        self.service
            .as_deref()
            .filter(|service| service.has(method))
    }

    /// Makes a change; whether a handler went by it.
    fn change(&self, make: impl FnOnce(&mut HashMap<String, Handler>) -> Option<Handler>) -> bool {
        let mut closures = self
            .closures
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let gone = make(&mut closures);
        // What a handler holds may change the handlers when it goes.
        drop(closures);
        gone.is_some()
    }
}

/// A result as a reply.
pub(crate) fn written<W, R>(wire: Wire, result: &R) -> Result<Reply, ServerError>
where
    W: Wires,
    R: Serialize + ?Sized,
{
    W::encode(&|| wire, result)
        .map(Reply::from)
        .map_err(|error| {
            let message = format!("the answer cannot be written: {error}");
            ServerError::new(INTERNAL_ERROR, message)
        })
}

/// The methods that have closures.
impl fmt::Debug for Handlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let closures = self.closures.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(closures.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use super::*;

    #[derive(Debug, serde::Deserialize, serde::Serialize, PartialEq)]
    struct Sum {
        a: i64,
        #[serde(default)]
        b: i64,
    }

    async fn ask(handlers: &Handlers, params: &'static str) -> Result<String, ServerError> {
        let context = Context::new("here");
        let reply = {
            let asked = Incoming::new("ask", params.as_bytes(), &context);
            handlers.answer(asked).unwrap().await?
        };
        Ok(String::from_utf8(reply.result.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn params_come_by_name_and_by_position() {
        let handlers = Handlers::new();
        handlers.on("ask", async |sum: Sum| Ok(sum.a + sum.b));
        for params in [r#"{"a":1,"b":2}"#, r#"{"a":3}"#, "[1,2]", "[3.0]"] {
            assert_eq!(ask(&handlers, params).await.unwrap(), "3", "{params}");
        }
        let error = ask(&handlers, r#"{"a":1,"b":"x"}"#).await.unwrap_err();
        assert_eq!(error.code(), -32602);
        assert_eq!(error.raw_data().unwrap().get(), r#"{"path":"$.b"}"#);
        assert!(error.message().contains("`$.b`"), "{error}");
        for odd in ["7", "", "{}", "[", "null"] {
            assert_eq!(ask(&handlers, odd).await.unwrap_err().code(), -32602);
        }
    }

    #[tokio::test]
    async fn no_params_are_the_same_however_they_are_written() {
        let handlers = Handlers::new();
        let all = ["", "null", "{}", "[]"];
        handlers.on("ask", async |(): ()| Ok(()));
        for params in all {
            assert_eq!(ask(&handlers, params).await.unwrap(), "null");
        }
        handlers.on("ask", async |all: Vec<i64>| Ok(all));
        for params in all {
            assert_eq!(ask(&handlers, params).await.unwrap(), "[]");
        }
    }

    #[tokio::test]
    async fn handlers_come_and_go() {
        let handlers = Handlers::new();
        assert!(!handlers.has("ask"));
        let held = Arc::new(());
        let (weak, own) = (Arc::downgrade(&held), handlers.clone());
        handlers.on("ask", move |(): ()| {
            let (held, own) = (Arc::clone(&held), own.clone());
            async move { Ok(Arc::strong_count(&held) > 0 && own.remove("ask")) }
        });
        assert_eq!(format!("{handlers:?}"), r#"{"ask"}"#);
        assert_eq!(ask(&handlers, "").await.unwrap(), "true");
        assert!(!handlers.remove("ask"));
        assert_eq!(Weak::strong_count(&weak), 0);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_told() {
        let handlers = Handlers::new();
        let odd = || HashMap::from([((1, 2), 3)]);
        handlers.on("ask", move |(): ()| async move { Ok(odd()) });
        assert_eq!(ask(&handlers, "").await.unwrap_err().code(), -32603);
    }
}
