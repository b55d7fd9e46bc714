//! A connection as it is counted, as long as it is there.
use prometheus_client::metrics::gauge::Gauge;

use super::{Metrics, labels::Transport};
use crate::session::Origin;

/// A connection among those that there are.
pub(in crate::serve) struct Connected(Gauge);

impl Connected {
    /// One over this transport.
    pub(in crate::serve) fn by(metrics: &Metrics, transport: &'static str) -> Self {
        let label = Transport { transport };
        metrics.opened.get_or_create(&label).inc();
        let gauge = metrics.connections.get_or_create_owned(&label);
        gauge.inc();
        Self(gauge)
    }

    /// That of a session.
    pub(in crate::serve) fn of(metrics: &Metrics, origin: &Origin) -> Self {
        Self::by(metrics, transport(origin))
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// What a session goes over, as its URL calls it.
fn transport(origin: &Origin) -> &'static str {
    let name = &origin.arrival.name;
    let scheme = name.split(':').next().unwrap_or_default();
    #[cfg(feature = "serve-http")]
    if origin.arrival.request.is_some() {
        return match scheme {
            "https" => "wss",
            _ => "ws",
        };
    }
    let known = ["tcp", "tls", "udp", "unix", "npipe", "stdio"];
    // Others are streams that a user has connected.
    known
        .into_iter()
        .find(|known| *known == scheme)
        .unwrap_or("stream")
}
