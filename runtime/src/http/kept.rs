//! Whether a connection was kept from an earlier call: such a one the server may be hanging up already.
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use ::http::Extensions;
use hyper_util::client::legacy::connect::{CaptureConnection, Connected};

/// What a connection remembers, hung onto what hyper tells of it.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<AtomicBool>);

impl Kept {
    /// Of the connection that a call was given, if it was.
    pub(super) fn of(call: &CaptureConnection) -> Option<Self> {
        let mut extensions = Extensions::new();
        call.connection_metadata()
            .as_ref()?
            .get_extras(&mut extensions);
        extensions.remove()
    }

    pub(super) fn remembered_by(&self, connected: Connected) -> Connected {
        connected.extra(self.clone())
    }

    /// It has carried an answer.
    pub(super) fn note_answer(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_answered(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
