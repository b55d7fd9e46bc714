//! Serving over HTTP and WebSocket: takes requests of any stack of tower, gives what the server's handlers answer.
mod answer;
mod asked;
mod batch;
mod body;
mod budget;
mod client;
mod content;
mod converse;
mod document;
mod exchange;
mod flow;
mod intake;
mod layered;
mod layering;
mod listen;
mod mounts;
mod options;
mod patient;
mod reach;
mod refusal;
mod request;
mod route;
mod stack;
mod upgrade;

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll},
};

use ::http::{Request, Response};
pub use body::HttpBody;
pub(super) use budget::Budget;
use client::Client;
pub(super) use converse::Stacked;
use http_body::Body;
pub(super) use layered::Layers;
use layered::Stack;
pub(super) use listen::{Caller, HttpPort};
pub(super) use mounts::Mounts;
pub use options::{HttpOptions, HttpStatus};
pub(crate) use request::HttpRequest;

use super::{Server, sessions::Sessions};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A [`Server`] as a service of tower: HTTP and WebSocket, to be mounted into an axum or hyper
/// application or any other stack.
///
/// [`Server::http_service`] gives it. Clones are cheap and all the same server, which stays as long
/// as one of them does. It is always ready and never fails: what cannot be answered is a response,
/// too.
///
/// ```no_run
/// # async fn run(pets: callwright::Handlers) -> std::io::Result<()> {
/// use callwright::Server;
///
/// let service = Server::new(pets).http_service().with_prefix("/rpc");
/// // With axum: Router::new().nest_service("/rpc", service)
/// # Ok(())
/// # }
/// ```
///
/// What a stack knows of the client is taken from the request's extensions: a
/// [`SocketAddr`](std::net::SocketAddr) is its address. With the feature `axum`, `ConnectInfo` is
/// that, too, and the prefix of a nested service is found by itself. WebSockets need the server
/// below to allow upgrades, as those of axum and hyper-util do.
#[derive(Clone)]
pub struct HttpService {
    sessions: Weak<Sessions>,
    /// What was handed to a user keeps the server; listeners of the server do not.
    keeper: Option<Server>,
    prefix: Arc<str>,
}

impl HttpService {
    pub(super) fn new(sessions: &Arc<Sessions>) -> Self {
        Self {
            sessions: Arc::downgrade(sessions),
            keeper: None,
            prefix: "".into(),
        }
    }

    /// The same, which keeps the server.
    pub(super) fn kept_by(server: Server) -> Self {
        Self {
            keeper: Some(server.clone()),
            ..Self::new(&server.sessions)
        }
    }

    /// Says where it is nested, such as `/rpc`: that goes into the URL by which clients reach it,
    /// and is taken off where the stack has not done so.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        self.prefix = mounts::normal(prefix).into();
        self
    }
}

impl<B> tower_service::Service<Request<B>> for HttpService
where
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    type Response = Response<HttpBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            let client = Client::of_request(&request);
            Ok(exchange::exchange(&service, request, &client).await)
        })
    }
}

impl fmt::Debug for HttpService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpService")
            .field("server", &self.keeper)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
