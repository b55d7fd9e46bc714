//! JSON-RPC over HTTP: takes requests, posts each, gives what its body answers whatever the status.
mod answer;
mod batch;
mod body;
mod connector;
mod exchange;
mod failure;
mod kept;
mod posting;
mod proxy;
mod redirect;
mod retry_after;
mod stream;
mod way;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use ::http::HeaderMap;
use answer::Answer;
use bytes::Bytes;
use exchange::Exchange;
use posting::Posting;
pub use proxy::Proxy;

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Fault, Reply, Request, StrayCounts, StrayKind,
    batch::in_parts,
    endpoint::{Endpoint, header_map},
    envelope,
    gate::Gate,
    stray::Strays,
    tolerance,
    turns::Turns,
};

/// A server by HTTP or HTTPS. Every call is one POST; connections are kept and shared.
///
/// A JSON-RPC error counts whatever HTTP status it comes under, and the status is kept. What is
/// not JSON-RPC becomes [`Error::Transport`] with the status and the beginning of the body.
/// Redirects by 307 and 308 are followed within the origin; others are an error that names the origin
/// to which they lead. Proxies are those of the environment, see [`Proxy`]. A server that answers a POST twice, as snapserver does, spoils the
/// connection for the next call; the header `connection: close` asks for one connection per call.
///
/// Clones share the pool of connections.
#[derive(Clone)]
pub struct Http {
    shared: Arc<Shared>,
}

struct Shared {
    exchange: Exchange,
    /// What `Debug` shows of the address.
    origin: String,
    gate: Arc<Gate>,
    turns: Turns,
    timeout: Duration,
    max_batch: usize,
    next_id: AtomicU64,
    strays: Strays,
}

impl Http {
    /// A connection to `url`. Nothing is sent before the first call.
    ///
    /// Gives [`Error::Connect`] when the URL cannot be read or its scheme is not HTTP, and
    /// [`Error::Encode`] for a header that HTTP does not allow.
    pub fn new(url: &str, options: ConnectOptions) -> Result<Self, Error> {
        let endpoint = Endpoint::new(url, &options.headers)?;
        let origin = endpoint.to_string();
        let shared = Shared {
            strays: Strays::new(origin.as_str().into(), &options),
            origin,
            gate: Arc::new(Gate::new()),
            turns: Turns::new(options.max_in_flight),
            timeout: options.timeout,
            max_batch: options.max_batch,
            next_id: AtomicU64::new(0),
            exchange: Exchange::new(endpoint, &options)?,
        };
        Ok(Self {
            shared: shared.into(),
        })
    }

    /// How many answers came that were for nobody, by kind: in batches for none of their calls or for
    /// one that had an answer, to notifications, and under the id of another call.
    pub fn strays(&self) -> StrayCounts {
        self.shared.strays.counts()
    }

    /// The answer to the call `id`.
    fn answer(&self, id: u64, status: u16, body: Bytes) -> Result<Reply, Error> {
        let strays = &self.shared.strays;
        let (outcome, is_own) = envelope::read_for(id, body.clone(), status);
        if !is_own {
            let noted = strays.note(StrayKind::WrongId, &body);
            noted.map_err(|fault| Error::Transport(fault.with_status(status).sent()))?;
        }
        if strays.is_strict() {
            tolerance::check(&body).map_err(|tolerance| tolerance.error(&body))?;
        }
        outcome
    }

    /// What a body says that came after a notification, to which there is no answer.
    fn answer_to_notification(&self, status: u16, body: Bytes) -> Result<(), Error> {
        // jsonrpsee's server writes null for nothing.
        if !matches!(body.trim_ascii(), b"" | b"null") {
            let noted = (self.shared.strays).note(StrayKind::AnswerToNotification, &body);
            noted.map_err(|fault| Error::Transport(fault.with_status(status).sent()))?;
        }
        match Reply::from_response(body, Some(status)) {
            Err(Error::Transport(_)) if (200..300).contains(&status) => Ok(()),
            answer => answer.map(drop),
        }
    }

    async fn post(&self, request: Request, id: Option<u64>) -> Result<Answer, Error> {
        let headers = header_map(&request.options().headers)?;
        let limit = request.options().timeout.unwrap_or(self.shared.timeout);
        let mut body = Vec::with_capacity(256);
        request.write_json(id, &mut body);
        let posting = Posting::of([&request], body);
        // The parameters may be large and are not needed while waiting.
        drop(request);
        self.exchange(headers, posting, limit, 1).await
    }

    /// Posts the body of so many calls when it is their turn.
    async fn exchange(
        &self,
        headers: HeaderMap,
        posting: Posting,
        limit: Duration,
        calls: usize,
    ) -> Result<Answer, Error> {
        let Shared {
            gate,
            turns,
            strays,
            ..
        } = &*self.shared;
        let _inside = gate.enter().map_err(Error::Closed)?;
        let since = Instant::now();
        let mut is_sent = false;
        let answer = async {
            let turns = tokio::time::timeout(limit, turns.take(calls)).await;
            let _turns = turns.map_err(|_| {
                let origin = strays.origin();
                let message = format!("the connection to {origin} took no request in {limit:?}");
                Error::Timeout(Fault::new(message))
            })?;
            is_sent = true;
            let posted = self.shared.exchange.post(headers, posting, limit, since);
            posted.await
        };
        tokio::select! {
            // At the end nobody may take the turn of who is cut off.
            biased;
            closed = gate.ended() => {
                Err(Error::Closed(if is_sent { closed.sent() } else { closed }))
            }
            answer = answer => answer,
        }
    }
}

impl Connection for Http {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let id = self.shared.next_id.fetch_add(1, Ordering::Relaxed);
            let Answer {
                status,
                body,
                retry_after,
            } = self.post(request, Some(id)).await?;
            let answer = self.answer(id, status, body);
            answer.map_err(|error| error.with_retry_after(retry_after))
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let Answer {
                status,
                body,
                retry_after,
            } = self.post(request, None).await?;
            let answer = self.answer_to_notification(status, body);
            answer.map_err(|error| error.with_retry_after(retry_after))
        })
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        let limit = self.shared.max_batch;
        in_parts(self, requests, limit, |http, part| {
            Box::pin(http.post_batch(part))
        })
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            Arc::clone(&self.shared.gate).close(deadline).await;
            self.shared.exchange.release();
        })
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async { Error::Closed(self.shared.gate.ended().await) })
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.shared.origin).finish()
    }
}
