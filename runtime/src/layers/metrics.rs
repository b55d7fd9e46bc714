//! How long calls take, as the histogram that OpenTelemetry's RPC conventions name.
use std::time::Instant;

use opentelemetry::{
    KeyValue,
    metrics::{Histogram, Meter},
};
use tower::Layer;

use super::{
    attributes::{CANCELLED, SYSTEM, Server, error_type, status_code},
    message::{Answer, Message},
    observe::{Observed, Observer, Watch},
};
use crate::Error;

/// The bounds that the conventions give, in seconds.
const BOUNDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// Records `rpc.client.call.duration` of each call, in seconds.
///
/// By `rpc.system.name`, `rpc.method` and, of those that fail, `error.type` and
/// `rpc.response.status_code`; a call that is dropped has the type `cancelled`. The requests of a
/// batch are recorded one by one, each with the time of the batch; a subscription with the time
/// until its answer.
///
/// ```
/// use callwright::layers::Metrics;
///
/// let meter = opentelemetry::global::meter("my-service");
/// let metrics = Metrics::new(&meter).with_server("https://node.example");
/// ```
#[derive(Clone, Debug)]
pub struct Metrics {
    duration: Histogram<f64>,
    server: Server,
}

impl Metrics {
    /// Records with an instrument of this meter.
    pub fn new(meter: &Meter) -> Self {
        let duration = meter
            .f64_histogram("rpc.client.call.duration")
            .with_unit("s")
            .with_description("How long outgoing remote procedure calls take.")
            .with_boundaries(BOUNDS.to_vec());
        Self {
            duration: duration.build(),
            server: Server::default(),
        }
    }

    /// Adds `server.address` and `server.port`, by the URL that the server is connected by.
    #[must_use]
    pub fn with_server(mut self, url: &str) -> Self {
        self.server = Server::of(url);
        self
    }
}

impl<S> Layer<S> for Metrics {
    type Service = Observed<Self, S>;

    fn layer(&self, inner: S) -> Self::Service {
        Observed::new(self.clone(), inner)
    }
}

impl Observer for Metrics {
    type Watch = Measured;

    fn begin(&self, message: &Message) -> Measured {
        let requests = message.requests().iter();
        Measured {
            metrics: self.clone(),
            methods: requests.map(crate::Request::method_name).collect(),
            begun: Instant::now(),
        }
    }
}

/// A message under way.
pub(super) struct Measured {
    metrics: Metrics,
    methods: Vec<std::borrow::Cow<'static, str>>,
    begun: Instant,
}

impl Watch for Measured {
    fn ended(self, outcome: Option<&Result<Answer, Error>>) {
        let seconds = self.begun.elapsed().as_secs_f64();
        let Server { address, port } = &self.metrics.server;
        let address = address
            .clone()
            .map(|address| KeyValue::new("server.address", address));
        let port = port.map(|port| KeyValue::new("server.port", i64::from(port)));
        for (place, method) in self.methods.into_iter().enumerate() {
            let mut attributes = vec![
                KeyValue::new("rpc.system.name", SYSTEM),
                KeyValue::new("rpc.method", method),
            ];
            attributes.extend(address.clone());
            attributes.extend(port.clone());
            match outcome {
                None => attributes.push(KeyValue::new("error.type", CANCELLED)),
                Some(Err(error)) => attributes.extend(failed(error)),
                Some(Ok(Answer::Batch(outcomes))) => {
                    let error = outcomes
                        .get(place)
                        .and_then(|outcome| outcome.as_ref().err());
                    attributes.extend(error.into_iter().flat_map(failed));
                }
                Some(Ok(_)) => {}
            }
            self.metrics.duration.record(seconds, &attributes);
        }
    }
}

fn failed(error: &Error) -> impl Iterator<Item = KeyValue> + use<> {
    let code = status_code(error).map(|code| KeyValue::new("rpc.response.status_code", code));
    let kind = KeyValue::new("error.type", error_type(error));
    [kind].into_iter().chain(code)
}
