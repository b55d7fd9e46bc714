//! What answers the other side's requests: takes closures by method, gives the answer to each request.
mod arrival;
#[cfg(any(feature = "service", feature = "streams", feature = "ws"))]
mod caught;
mod context;
mod discover;
mod extensions;
mod incoming;
mod peer;
#[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
mod responder;
mod service;
#[cfg(any(feature = "serve", feature = "service"))]
mod services;
mod table;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

#[cfg_attr(
    not(feature = "serve"),
    allow(unused_imports, reason = "nobody serves")
)]
pub(crate) use arrival::Arrival;
#[cfg(any(feature = "service", feature = "streams", feature = "ws"))]
pub(crate) use caught::caught;
pub use context::Context;
pub use extensions::Extensions;
pub use incoming::Incoming;
pub use peer::Peer;
#[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
pub use responder::Responder;
pub use service::Service;
#[cfg(any(feature = "serve", feature = "service"))]
pub use services::Services;
use table::{Found, Table};

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
    table: Arc<Table>,
    /// Elsewhere, since every connection has handlers, and most have no more than closures.
    rest: Option<Arc<Rest>>,
}

/// What answers, and says what it is, where no closure does.
#[derive(Clone, Default)]
struct Rest {
    service: Option<Arc<dyn Service>>,
    #[cfg(any(feature = "serve", feature = "service"))]
    info: Option<crate::describe::Info>,
    /// Whether the service says anything of itself, once it was asked: to find out, it makes all of its document.
    #[cfg(any(feature = "serve", feature = "service"))]
    is_described: std::sync::OnceLock<bool>,
    /// Whether the service answers `rpc.discover` itself.
    #[cfg(any(feature = "serve", feature = "service"))]
    discovers: bool,
    /// Told of requests that nobody answers.
    #[cfg(feature = "metrics")]
    missed: Option<prometheus_client::metrics::counter::Counter>,
}

type Answering<'a> = BoxFuture<'a, Result<Reply, ServerError>>;

impl Handlers {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Has a service answer what no closure does. Clones that there are already do not have it.
    #[must_use]
    pub fn with_service(mut self, service: impl Service) -> Self {
        let rest = self.rest_mut();
        rest.service = Some(Arc::new(service));
        #[cfg(any(feature = "serve", feature = "service"))]
        rest.is_described.take();
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

    /// Forgets who answers `method`, and hides what the service has of that name; whether there was
    /// one. Requests that are being answered are answered still.
    pub fn remove(&self, method: &str) -> bool {
        let was = self.has(method);
        self.table.remove(method);
        was
    }

    /// The answer to a request, for who writes a connection; none when nobody answers its method.
    pub fn answer<'a>(&'a self, asked: Incoming<'a>) -> Option<Answering<'a>> {
        let answer = self.found(asked);
        #[cfg(feature = "metrics")]
        if let (None, Some(rest)) = (&answer, &self.rest)
            && let Some(missed) = &rest.missed
        {
            missed.inc();
        }
        answer
    }

    /// Counts the requests that nobody answers.
    #[cfg(feature = "metrics")]
    pub(crate) fn with_missed(
        mut self,
        missed: prometheus_client::metrics::counter::Counter,
    ) -> Self {
        self.rest_mut().missed = Some(missed);
        self
    }

    fn found<'a>(&'a self, asked: Incoming<'a>) -> Option<Answering<'a>> {
        match self.table.find(asked.method()) {
            Found::Closure(closure) => Some(closure(asked)),
            Found::Service => match self.discovered(&asked) {
                None => Some(self.service_for(asked.method())?.call(asked)),
                discovered => discovered,
            },
            Found::Nobody => None,
        }
    }

    /// Hands on a notification, for who writes a connection; none when nobody takes its method.
    pub fn notify<'a>(&'a self, told: Incoming<'a>) -> Option<BoxFuture<'a, ()>> {
        let told = told.told();
        match self.table.find(told.method()) {
            Found::Closure(closure) => {
                let answer = closure(told);
                Some(Box::pin(async { drop(answer.await) }))
            }
            Found::Service => Some(self.service_for(told.method())?.notify(told)),
            Found::Nobody => None,
        }
    }

    /// Whether somebody answers `method`.
    pub fn has(&self, method: &str) -> bool {
        match self.table.find(method) {
            Found::Closure(_) => true,
            Found::Service => self.service_for(method).is_some() || self.is_discovery(method),
            Found::Nobody => false,
        }
    }

    fn insert(
        &self,
        method: impl Into<String>,
        handler: impl Fn(Incoming<'_>) -> Answering<'static> + Send + Sync + 'static,
    ) {
        self.table.insert(method.into(), Arc::new(handler));
    }

    fn service_for(&self, method: &str) -> Option<&dyn Service> {
        self.service().filter(|service| service.has(method))
    }

    fn service(&self) -> Option<&dyn Service> {
        self.rest.as_ref()?.service.as_deref()
    }

    fn rest_mut(&mut self) -> &mut Rest {
        Arc::make_mut(self.rest.get_or_insert_default())
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
        self.table.fmt(f)
    }
}
