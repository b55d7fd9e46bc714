//! When a server wants to be asked again: kept with the error that it came beside.
use std::time::Duration;

use super::{Error, ServerError};

impl<F: AsRef<ServerError>> Error<F> {
    /// How long the server asks to be left alone, by the header `Retry-After` (RFC 9110, section
    /// 10.2.3). A date in it was turned into a time when it came.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Server(failure) => failure.as_ref().retry_after(),
            _ => self.fault()?.retry_after(),
        }
    }
}

impl Error {
    /// Keeps what the header said, if there was one.
    #[cfg(feature = "http")]
    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        match (&mut self, wait) {
            (Self::Server(server), Some(wait)) => server.set_retry_after(wait),
            (Self::Transport(fault), Some(wait)) => fault.set_retry_after(wait),
            // Others do not come of a response.
            _ => {}
        }
        self
    }
}
