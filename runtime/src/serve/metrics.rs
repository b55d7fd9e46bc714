//! What a server counts, as Prometheus reads it: takes calls and connections, gives a text.
mod call;
mod connected;
mod labels;

use std::{
    collections::HashSet,
    fmt,
    sync::{PoisonError, RwLock},
};

use call::Outcome;
pub(super) use call::Underway;
pub(super) use connected::Connected;
use labels::{Called, Told, Transport};
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// The content type of the text.
#[cfg(feature = "serve-http")]
pub(super) const TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The bounds of durations, in seconds: those of OpenTelemetry's conventions.
const BOUNDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// How many methods are told apart, and how long their names may be. Others share a label: a
/// service may take any name that a client thinks of.
const METHODS: usize = 1000;
const LONGEST: usize = 200;

/// The label of methods that there are not, which no method has.
const UNKNOWN: &str = "(unknown)";
/// The label of those beyond the bounds.
const OTHERS: &str = "(others)";

/// The counts of a server.
pub(super) struct Metrics {
    /// Where it is served over HTTP.
    pub(super) path: Box<str>,
    registry: Registry,
    calls: Family<Called, Counter>,
    durations: Family<Told, Histogram, fn() -> Histogram>,
    notifications: Family<Told, Counter>,
    in_progress: Gauge,
    connections: Family<Transport, Gauge>,
    opened: Family<Transport, Counter>,
    /// The methods that have labels of their own.
    methods: RwLock<HashSet<String>>,
}

impl Metrics {
    pub(super) fn at(path: &str) -> Self {
        let mut registry = Registry::with_prefix("rpc_server");
        let calls = Family::default();
        registry.register(
            "calls",
            "Calls by method and outcome",
            Family::clone(&calls),
        );
        let durations: Family<_, _, fn() -> _> =
            Family::new_with_constructor(|| Histogram::new(BOUNDS));
        let help = "How long calls took that handlers have answered";
        registry.register_with_unit("call_duration", help, Unit::Seconds, durations.clone());
        let notifications = Family::default();
        let help = "Notifications that were handled, by method";
        registry.register("notifications", help, Family::clone(&notifications));
        let in_progress = Gauge::default();
        let help = "Calls that are being answered";
        registry.register("calls_in_progress", help, in_progress.clone());
        let connections = Family::default();
        let help = "Connections that there are, by transport";
        registry.register("connections", help, Family::clone(&connections));
        let opened = Family::default();
        let help = "Connections that there were, by transport";
        registry.register("connections_opened", help, Family::clone(&opened));
        Self {
            path: format!("/{}", path.trim_matches('/')).into(),
            registry,
            calls,
            durations,
            notifications,
            in_progress,
            connections,
            opened,
            methods: RwLock::default(),
        }
    }

    /// All that was counted, in the format of OpenMetrics.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string takes every write");
        text
    }

    /// Counts calls of methods that there are not.
    pub(super) fn missed(&self) -> Counter {
        self.calls.get_or_create_owned(&Called {
            method: UNKNOWN.to_owned(),
            outcome: Outcome::MethodNotFound,
        })
    }

    /// The label of a method.
    fn label(&self, method: &str) -> String {
        let is_known = |methods: &HashSet<String>| methods.contains(method);
        if is_known(&self.methods.read().unwrap_or_else(PoisonError::into_inner)) {
            return method.to_owned();
        }
        let mut methods = self.methods.write().unwrap_or_else(PoisonError::into_inner);
        if method.len() > LONGEST || methods.len() >= METHODS && !is_known(&methods) {
            return OTHERS.to_owned();
        }
        methods.insert(method.to_owned());
        method.to_owned()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_clients_think_of_do_not_grow_the_labels() {
        let metrics = Metrics::at("metrics");
        assert_eq!(&*metrics.path, "/metrics");
        for number in 0..5000 {
            let method = format!("m{number}");
            Underway::begin(&metrics, &method).ended(&Ok(crate::Reply::new("null")));
        }
        Underway::begin(&metrics, &"x".repeat(1 << 20)).ended(&Ok(crate::Reply::new("null")));
        Underway::begin(&metrics, "no such").ended(&Err(crate::ServerError::method_not_found()));
        let text = metrics.text();
        let calls = text
            .lines()
            .filter(|line| line.starts_with("rpc_server_calls_total"));
        assert_eq!(calls.count(), METHODS + 2);
        assert!(
            text.contains("{method=\"(others)\",outcome=\"ok\"} 4001\n"),
            "{text}"
        );
        assert!(text.contains("{method=\"(unknown)\",outcome=\"method_not_found\"} 1\n"));
        assert!(!text.contains("no such") && text.ends_with("# EOF\n"));
    }

    #[test]
    fn what_is_dropped_was_cancelled() {
        let metrics = Metrics::at("");
        drop(Underway::begin(&metrics, "a\"b"));
        let text = metrics.text();
        assert!(
            text.contains(r#"{method="a\"b",outcome="cancelled"} 1"#),
            "{text}"
        );
        assert!(text.contains("rpc_server_calls_in_progress 0"));
        assert!(!text.contains("rpc_server_call_duration_seconds_count{"));
    }
}
