//! One call as it is counted: takes its beginning and its end, however it ends.
use std::time::Instant;

use prometheus_client::encoding::EncodeLabelValue;

use super::{
    Metrics, UNKNOWN,
    labels::{Called, Told},
};
use crate::{Reply, ServerError};

/// What became of a call. Codes of one's own are one outcome: a service may have any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    Ok,
    Error,
    InvalidParams,
    MethodNotFound,
    InternalError,
    /// The handler panicked, which the client sees as an internal error.
    Panic,
    /// The connection ended first, or the time of the server.
    Cancelled,
}

impl Outcome {
    fn of(answer: &Result<Reply, ServerError>) -> Self {
        match answer.as_ref().map_err(ServerError::code) {
            Ok(_) => Self::Ok,
            Err(-32601) => Self::MethodNotFound,
            Err(-32602) => Self::InvalidParams,
            Err(-32603) => Self::InternalError,
            Err(_) => Self::Error,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
            Self::InvalidParams => "invalid_params",
            Self::MethodNotFound => "method_not_found",
            Self::InternalError => "internal_error",
            Self::Panic => "panic",
            Self::Cancelled => "cancelled",
        }
    }
}

impl EncodeLabelValue for Outcome {
    fn encode(
        &self,
        encoder: &mut prometheus_client::encoding::LabelValueEncoder<'_>,
    ) -> Result<(), std::fmt::Error> {
        self.name().encode(encoder)
    }
}

/// A call that is being answered.
pub(in crate::serve) struct Underway<'a> {
    metrics: &'a Metrics,
    method: &'a str,
    begun: Instant,
    outcome: Option<Outcome>,
}

impl<'a> Underway<'a> {
    pub(in crate::serve) fn begin(metrics: &'a Metrics, method: &'a str) -> Self {
        metrics.in_progress.inc();
        Self {
            metrics,
            method,
            begun: Instant::now(),
            outcome: None,
        }
    }

    pub(in crate::serve) fn ended(mut self, answer: &Result<Reply, ServerError>) {
        self.outcome = Some(Outcome::of(answer));
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        let metrics = self.metrics;
        metrics.in_progress.dec();
        let outcome = self.outcome.unwrap_or(match std::thread::panicking() {
            true => Outcome::Panic,
            false => Outcome::Cancelled,
        });
        let method = match outcome {
            Outcome::MethodNotFound => UNKNOWN.to_owned(),
            _ => metrics.label(self.method),
        };
        if self.outcome.is_some() {
            let seconds = self.begun.elapsed().as_secs_f64();
            let told = Told {
                method: method.clone(),
            };
            metrics.durations.get_or_create(&told).observe(seconds);
        }
        metrics
            .calls
            .get_or_create(&Called { method, outcome })
            .inc();
    }
}

impl Metrics {
    /// Counts a notification that was handled.
    pub(in crate::serve) fn notified(&self, method: &str) {
        let method = self.label(method);
        self.notifications.get_or_create(&Told { method }).inc();
    }
}
