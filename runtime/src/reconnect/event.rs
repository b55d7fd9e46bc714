//! What is told of a connection that is made again.
use std::time::Duration;

use crate::Error;

/// What became of a connection that is made again, as `Reconnect::with_observer` hears it. With the feature `tracing`
/// each is an event, too.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ReconnectEvent {
    /// The connection has ended, for this reason.
    Disconnected(Error),
    /// An attempt begins.
    Attempt {
        /// Which attempt in a row it is, from 1.
        number: usize,
        /// How long it was waited for.
        delay: Duration,
    },
    /// An attempt has failed, for this reason.
    Failed(Error),
    /// There is a connection; subscriptions are being made again.
    Connected,
    /// The server refused to subscribe again, for this reason; that stream has ended.
    Unsubscribed(Error),
    /// No connection will be made any more, for this reason.
    Ended(Error),
}

impl ReconnectEvent {
    pub(super) fn trace(&self) {
        #[cfg(feature = "tracing")]
        match self {
            Self::Disconnected(why) => tracing::warn!(%why, "disconnected"),
            Self::Attempt { number, delay } => tracing::debug!(number, ?delay, "connecting again"),
            Self::Failed(why) => tracing::debug!(%why, "cannot connect again"),
            Self::Connected => tracing::info!("connected"),
            Self::Unsubscribed(why) => tracing::warn!(%why, "cannot subscribe again"),
            Self::Ended(why) => tracing::info!(%why, "no connection is made any more"),
        }
    }
}
