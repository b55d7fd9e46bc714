//! A connection without a server: takes closures and a document's examples, answers calls with them.
mod streams;

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::{Serialize, de::DeserializeOwned};
use streams::Streams;
use tokio::sync::watch;

use crate::{
    BoxFuture, Connection, Context, Error, Examples, Fault, Feed, Handlers, Incoming, Reply,
    Request, ServerError, ServerNotification,
};

/// The code of JSON-RPC 2.0, section 5.1, for a method that is not there.
const METHOD_NOT_FOUND: i64 = -32601;

/// A server for tests, in the place of a connection.
///
/// A call is answered by the closure for its method, and else from the examples of the document.
/// Whoever knows the mock sends notifications, asks what a server asks, and ends the connection.
/// Clones are the same mock.
///
/// ```
/// # use callwright::{Call, Error, IntoConnection, Mock, Params, Request, ServerError};
/// # async fn run() -> Result<(), Error> {
/// let mock = Mock::new()
///     .on("double", async |(n,): (i64,)| Ok(2 * n))
///     .on("sell", async |()| Err::<(), _>(ServerError::new(7, "sold out")));
/// // With a generated client: `Petshop::with_connection(mock.clone())`.
/// let request = Request::new("double", Params::by_position().with("n", &21)?);
/// let call: Call<i64> = Call::dynamic(mock.clone().into_connection(), request);
/// assert_eq!(call.await?, 42);
/// assert_eq!(mock.requests()[0].method(), "double");
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Mock(Arc<Shared>);

struct Shared {
    answers: Handlers,
    examples: Examples,
    /// What answers the server's requests.
    handlers: Handlers,
    asked: Mutex<Vec<Request>>,
    streams: Arc<Mutex<Streams>>,
    closed: watch::Sender<Option<Fault>>,
}

impl Mock {
    /// A mock that knows no method.
    pub fn new() -> Self {
        Self::with(Examples::default())
    }

    /// A mock that answers from the examples of an OpenRPC document, which is JSON, as by
    /// `include_str!`.
    ///
    /// Of a method's examples it is the one whose params are those of the call; and the first,
    /// where there is none. `rpc.discover` is answered with the document. Gives
    /// [`Error::Connect`] for what is not JSON.
    pub fn from_document(json: &str) -> Result<Self, Error> {
        Examples::from_document(json).map(Self::with)
    }

    fn with(examples: Examples) -> Self {
        Self(Arc::new(Shared {
            answers: Handlers::new(),
            examples,
            handlers: Handlers::new(),
            asked: Mutex::default(),
            streams: Arc::default(),
            closed: watch::Sender::new(None),
        }))
    }

    /// Has a closure answer a method. How it takes params is said at [`Handlers::on`].
    #[must_use]
    pub fn on<P, R, F, A>(self, method: impl Into<String>, answer: F) -> Self
    where
        P: DeserializeOwned,
        R: Serialize,
        F: Fn(P) -> A + Send + Sync + 'static,
        A: Future<Output = Result<R, ServerError>> + Send + 'static,
    {
        self.0.answers.on(method, answer);
        self
    }

    /// The closures that answer, to change while the mock is used.
    pub fn answers(&self) -> &Handlers {
        &self.0.answers
    }

    /// What it was asked so far: calls, notifications, and what unsubscribes.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.0.asked).clone()
    }

    /// Sends a notification: to the subscriptions that it is for, and else to who listens. Gives
    /// how many heard it.
    ///
    /// Gives [`Error::Encode`] for params that cannot be JSON.
    pub fn emit<P: Serialize + ?Sized>(&self, method: &str, params: &P) -> Result<usize, Error> {
        let params = Reply::of(params)?.result;
        let notification = ServerNotification::new(method, params);
        Ok(lock(&self.0.streams).emit(&notification))
    }

    /// Sends an item to all subscriptions by `method`, in the notification that carries it. Gives
    /// how many heard it.
    ///
    /// Gives [`Error::Encode`] for an item that cannot be JSON.
    pub fn push<T: Serialize + ?Sized>(&self, method: &str, item: &T) -> Result<usize, Error> {
        let item = Reply::of(item)?.decode()?;
        Ok(lock(&self.0.streams).push(method, &item))
    }

    /// Asks the client, and gives what its handlers answer: [`Error::Server`] where they refuse or
    /// nobody handles the method.
    pub async fn ask<P, R>(&self, method: &str, params: &P) -> Result<R, Error>
    where
        P: Serialize + ?Sized,
        R: DeserializeOwned,
    {
        let params = Reply::of(params)?.result;
        let context = Context::new("the mock");
        let asked = Incoming::new(method, &params, &context);
        match self.0.handlers.answer(asked) {
            None => Err(not_found(format!("the client does not handle `{method}`"))),
            Some(answer) => answer.await.map_err(Error::Server)?.decode(),
        }
    }

    /// Ends the connection, as when the server has gone: calls and streams are told this.
    pub fn end(&self, why: impl Into<String>) {
        self.end_with(Fault::new(why.into()));
    }

    fn end_with(&self, fault: Fault) {
        self.0.closed.send_if_modified(|closed| {
            let is_new = closed.is_none();
            closed.get_or_insert(fault.clone());
            is_new
        });
        let all = std::mem::take(&mut *lock(&self.0.streams));
        all.close(&Error::Closed(fault));
    }

    fn check(&self) -> Result<(), Error> {
        match &*self.0.closed.borrow() {
            Some(fault) => Err(Error::Closed(fault.clone())),
            None => Ok(()),
        }
    }

    /// What a request is answered with, if anything knows its method.
    async fn answer(&self, request: &Request) -> Option<Result<Reply, Error>> {
        let params = request.params().to_json();
        let read = || serde_json::from_str(params.get()).unwrap_or_default();
        let context = Context::new("the mock");
        let asked = Incoming::new(request.method(), params.get().as_bytes(), &context);
        match self.0.answers.answer(asked) {
            Some(answer) => Some(answer.await.map_err(Error::Server)),
            None => self.0.examples.answer(request.method(), &read()).map(Ok),
        }
    }

    async fn take(&self, request: Request) -> Result<Option<Reply>, Error> {
        self.check()?;
        lock(&self.0.asked).push(request.clone());
        self.answer(&request).await.transpose()
    }
}

impl Connection for Mock {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let message = format!("the mock has no answer for `{}`", request.method());
            let answer = self.take(request).await?;
            answer.ok_or_else(|| not_found(message))
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            match self.take(request).await {
                Ok(_) | Err(Error::Server(_)) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let answer = self.take(request.clone()).await?;
            let asked = Arc::downgrade(&self.0);
            let told = move |request: Request| {
                if let Some(shared) = asked.upgrade() {
                    lock(&shared.asked).push(request);
                }
            };
            Streams::subscribe(&self.0.streams, request, feed, answer, told)
        })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.check()?;
        lock(&self.0.streams).listen(feed);
        Ok(())
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        Ok(&self.0.handlers)
    }

    fn close(&self, _: Duration) -> BoxFuture<'_, ()> {
        self.end_with(Fault::new("the client closed the connection"));
        Box::pin(async {})
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async {
            let mut closed = self.0.closed.subscribe();
            let fault = closed.wait_for(Option::is_some).await;
            let fault = fault.ok().and_then(|fault| fault.clone());
            Error::Closed(fault.unwrap_or_else(|| Fault::new("the mock has gone")))
        })
    }
}

fn not_found(message: String) -> Error {
    Error::Server(ServerError::new(METHOD_NOT_FOUND, message))
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // No code under these locks leaves a list half changed.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock")
            .field("answers", &self.0.answers)
            .field("examples", &self.0.examples)
            .finish_non_exhaustive()
    }
}
