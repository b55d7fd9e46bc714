//! A span of `tracing` for each message, named and filled as OpenTelemetry's RPC conventions say.
use tower::Layer;
use tracing::{Instrument, Span, field::Empty};

use super::{
    attributes::{CANCELLED, SYSTEM, Server, error_type, status_code},
    message::{Answer, Kind, Message},
    observe::{Exchange, Observed, Observer, Watch},
};
use crate::{Error, Fault, error::Snippet};

/// Makes a span of each message, which lasts until it is answered or dropped.
///
/// The fields are the attributes that the [RPC conventions] name: `rpc.system.name`, `rpc.method`,
/// `jsonrpc.protocol.version`, `server.address` and `server.port`, and of errors `error.type` and
/// `rpc.response.status_code`. `otel.name`, `otel.kind` and `otel.status_code` are for
/// `tracing-opentelemetry`. Neither params nor results nor headers are in it, and of a server's
/// error its code and the beginning of its message.
///
/// A batch has one span, with `callwright.batch.size` and how many of it failed in
/// `callwright.batch.failed`; it is an error when all of it failed. The span of a subscription
/// ends with the answer to the request. Over a [`Retry`](super::Retry) there is one span of all
/// attempts, under it one of each.
///
/// [RPC conventions]: https://opentelemetry.io/docs/specs/semconv/rpc/json-rpc/
#[derive(Clone, Debug, Default)]
pub struct Trace {
    server: Server,
}

impl Trace {
    /// Spans that do not say which server they are of.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says which server it is, by the URL that it is connected by. Only host and port are kept, or
    /// the path of a socket.
    #[must_use]
    pub fn with_server(mut self, url: &str) -> Self {
        self.server = Server::of(url);
        self
    }
}

impl<S> Layer<S> for Trace {
    type Service = Observed<Self, S>;

    fn layer(&self, inner: S) -> Self::Service {
        Observed::new(self.clone(), inner)
    }
}

impl Observer for Trace {
    type Watch = Traced;

    fn begin(&self, message: &Message) -> Traced {
        let is_batch = message.kind() == Kind::Batch;
        let requests = message.requests();
        let method = requests
            .first()
            .filter(|_| !is_batch)
            .map(crate::Request::method);
        Traced(tracing::info_span!(
            "rpc.client.call",
            otel.name = method.unwrap_or("jsonrpc batch"),
            otel.kind = "client",
            otel.status_code = Empty,
            otel.status_description = Empty,
            rpc.system.name = SYSTEM,
            rpc.method = method,
            rpc.response.status_code = Empty,
            jsonrpc.protocol.version = "2.0",
            server.address = self.server.address.as_deref(),
            server.port = self.server.port.map(i64::from),
            http.response.status_code = Empty,
            "error.type" = Empty,
            callwright.batch.size = is_batch.then(|| number(requests.len())),
            callwright.batch.failed = Empty,
        ))
    }
}

/// The span of a message.
pub(super) struct Traced(Span);

impl Watch for Traced {
    fn around(&self, start: impl FnOnce() -> Exchange) -> Exchange {
        let exchange = self.0.in_scope(start);
        Box::pin(exchange.instrument(self.0.clone()))
    }

    fn ended(self, outcome: Option<&Result<Answer, Error>>) {
        let span = self.0;
        match outcome {
            None => {
                span.record("error.type", CANCELLED);
            }
            Some(Err(error)) => failed(&span, error),
            Some(Ok(Answer::Batch(outcomes))) => {
                let errors: Vec<_> = outcomes
                    .iter()
                    .filter_map(|one| one.as_ref().err())
                    .collect();
                span.record("callwright.batch.failed", number(errors.len()));
                // Of one that got nothing at all.
                if let Some(error) = errors.first().filter(|_| errors.len() == outcomes.len()) {
                    failed(&span, error);
                }
            }
            Some(Ok(Answer::Reply(reply))) => {
                span.record("http.response.status_code", reply.status.map(i64::from));
            }
            Some(Ok(Answer::Sent)) => {}
        }
    }
}

fn failed(span: &Span, error: &Error) {
    span.record("otel.status_code", "ERROR");
    span.record("otel.status_description", description(error));
    span.record("error.type", &*error_type(error));
    span.record("rpc.response.status_code", status_code(error));
    span.record("http.response.status_code", error.status().map(i64::from));
}

/// A count as collectors take numbers.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// One line of what happened, of 200 bytes at most. What came in place of an answer is not in it.
fn description(error: &Error) -> String {
    let text = match error {
        Error::Server(failure) => failure.message(),
        Error::Decode(_) => "the result is not as the document says",
        _ => error.fault().map_or("", Fault::message),
    };
    Snippet::head(text.as_bytes()).as_str().to_owned()
}
