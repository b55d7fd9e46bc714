//! When a server counts as gone: how long it may be silent, and how long it has to say that it lives.
use std::time::Duration;

/// When a server that says nothing is asked for a sign of life, and when it counts as gone.
///
/// Whatever the server sends is one, so that no ping is sent while answers come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    /// After how long without a word a ping is sent; at most twice as long. 30 seconds.
    pub interval: Duration,
    /// How long after the ping the connection ends, unless anything comes. 30 seconds.
    pub deadline: Duration,
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(30),
            deadline: Duration::from_secs(30),
        }
    }
}
