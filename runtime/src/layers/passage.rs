//! Whether any try of a message may have reached the server: counts what the connection was given and did not give back.
use std::sync::atomic::{AtomicUsize, Ordering};

/// Tries of one message that the server may have received.
#[derive(Debug, Default)]
pub(super) struct Passage(AtomicUsize);

impl Passage {
    /// The connection has the message now.
    pub(super) fn depart(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// The connection says that the server cannot have received it.
    pub(super) fn come_back(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn may_have_arrived(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}
