//! Connections that do not come to be, or break: takes an error of the system, gives a fault with its reason.
use std::{fmt, io};

use super::Fault;

impl Fault {
    /// There is no connection to `peer`.
    pub(crate) fn unreachable(peer: impl fmt::Display, error: io::Error) -> Self {
        let fault = Self::new(format!("cannot connect to {peer}: {}", reason(&error)));
        let fault = match error.kind() {
            // These are ours or TLS's, and no matter of time.
            io::ErrorKind::InvalidData | io::ErrorKind::Unsupported => fault.lasting(),
            _ => fault,
        };
        fault.caused_by(error)
    }

    /// The connection to `peer` broke.
    pub(crate) fn broken(peer: impl fmt::Display, error: io::Error) -> Self {
        let reason = reason(&error);
        Self::new(format!("the connection to {peer} has broken: {reason}")).caused_by(error)
    }
}

/// TLS may refuse at any time: its newest version takes a client certificate or not when the
/// handshake is over.
pub(crate) fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    #[cfg(feature = "tls")]
    if let Some(refusal) = crate::tls::Refusal::find(error) {
        return refusal.to_string();
    }
    error.to_string()
}
