//! One exchange of HTTP: takes a request, gives the response to it, whatever it is.
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header::ALLOW, request::Parts};
use http_body::Body;

#[cfg(feature = "metrics")]
use super::route::is_of_metrics;
use super::{
    BoxError, Budget, Client, HttpBody, HttpRequest, HttpService, batch,
    budget::Share,
    content, document, intake,
    mounts::Found,
    reach::Place,
    refusal::{self, Refusal},
    route::{Task, route},
    stack, upgrade,
};
use crate::{
    ConnectOptions, Context, ServeOptions,
    serve::{
        closing::Closing,
        sessions::{Presence, Sessions},
    },
};

/// What is known where a request has come to its service. It does not keep the server.
pub(super) struct Desk<'a> {
    pub(super) service: &'a HttpService,
    pub(super) client: &'a Client,
    pub(super) serve: Arc<ServeOptions>,
    /// Those of a service that is mounted.
    mounted: Option<Arc<ConnectOptions>>,
    place: Place,
    closing: Closing,
    budget: Arc<Budget>,
    /// An exchange over a listener of ours is there as long as its connection is.
    _presence: Option<Presence>,
}

/// Answers a request.
pub(super) async fn exchange<B>(
    service: &HttpService,
    request: Request<B>,
    client: &Client,
) -> Response<HttpBody>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    let (head, body) = request.into_parts();
    let sessions = service.sessions.upgrade();
    let Some(sessions) = sessions.filter(|sessions| !sessions.is_closing()) else {
        return refuse(&head, &Refusal::Closing);
    };
    let (desk, task) = Desk::of(service, client, sessions, &head);
    match task {
        Err(refusal) => refuse(&head, &refusal),
        Ok(Task::Greet) => greet(),
        Ok(Task::Options) => options(),
        Ok(Task::Upgrade) => upgrade::upgrade(desk, head),
        #[cfg(feature = "metrics")]
        Ok(Task::Metrics) => refusal::metrics(&desk.serve),
        Ok(Task::Document) => {
            let context = desk.context(head);
            document::document(desk.options(), &context).await
        }
        Ok(Task::Call) => {
            let mut share = desk.budget.share();
            match desk.read(&head, body, &mut share).await {
                Err(refusal) => refusal.error(),
                Ok(body) => call(&desk, head, &body).await,
            }
        }
    }
}

impl<'a> Desk<'a> {
    fn of(
        service: &'a HttpService,
        client: &'a Client,
        sessions: Arc<Sessions>,
        head: &Parts,
    ) -> (Self, Result<Task, Refusal>) {
        let entrance = client.listener.as_deref();
        let prefix = match entrance {
            Some(entrance) => Arc::clone(&entrance.prefix),
            None if !service.prefix.is_empty() => Arc::clone(&service.prefix),
            None => stack::prefix(head).unwrap_or_default(),
        };
        let (Found { options, path }, task) = route(head, &prefix, sessions.mounts());
        let serve = Arc::clone(sessions.options());
        #[cfg(feature = "metrics")]
        let task = match is_of_metrics(head, &service.prefix, &serve) {
            true => Ok(Task::Metrics),
            false => task,
        };
        let desk = Self {
            place: Place {
                is_secure: client.is_secure,
                is_websocket: matches!(task, Ok(Task::Upgrade)),
                trusts_forwarded: serve.http.trusts_forwarded,
                prefix,
                path,
                listener: entrance.map(|entrance| Arc::clone(&entrance.url)),
            },
            service,
            client,
            serve,
            mounted: options,
            closing: sessions.closing(),
            budget: Arc::clone(sessions.budget()),
            _presence: client.listener.is_none().then(|| sessions.presence()),
        };
        (desk, task)
    }

    pub(super) fn options(&self) -> &ConnectOptions {
        self.mounted.as_deref().unwrap_or(&self.serve.connection)
    }

    /// The body of a call.
    async fn read<B>(&self, head: &Parts, body: B, share: &mut Share<'_>) -> Result<Bytes, Refusal>
    where
        B: Body,
        B::Error: Into<BoxError>,
    {
        content::check(&head.headers)?;
        let (limit, time) = (self.options().max_reply_bytes, self.serve.http.body_timeout);
        intake::read(body, limit, time, share).await
    }

    /// The head of the request as handlers get it.
    pub(super) fn request(&self, head: Parts) -> HttpRequest {
        HttpRequest::new(head, self.place.clone())
    }

    /// The exchange, as handlers get it.
    fn context(&self, head: Parts) -> Context {
        Context::over(self.client.arrival(self.request(head)), None)
    }
}

/// Has handlers answer a body, as long as the server lets them.
async fn call(desk: &Desk<'_>, head: Parts, body: &[u8]) -> Response<HttpBody> {
    let context = desk.context(head);
    let mut closing = desk.closing.clone();
    let answer = tokio::select! {
        biased;
        answer = batch::answer(body, desk.options(), &context) => answer,
        () = closing.deadline() => return Refusal::Closing.error(),
    };
    match answer.body {
        Some(body) => refusal::json(desk.serve.http.status.of(answer.code), body),
        None => refusal::empty(StatusCode::NO_CONTENT),
    }
}

/// As JSON to who asks by JSON-RPC, as text to a browser.
fn refuse(head: &Parts, refusal: &Refusal) -> Response<HttpBody> {
    match head.method {
        Method::POST => refusal.error(),
        _ => refusal.text(),
    }
}

fn greet() -> Response<HttpBody> {
    let words = "This is a JSON-RPC 2.0 service: ask it by POST or over a WebSocket.\n\
                 What it can do says openrpc.json, if it has that.\n";
    refusal::text(StatusCode::OK, words)
}

fn options() -> Response<HttpBody> {
    let mut response = refusal::empty(StatusCode::NO_CONTENT);
    let allowed = HeaderValue::from_static(refusal::ALLOWED);
    response.headers_mut().insert(ALLOW, allowed);
    response
}
