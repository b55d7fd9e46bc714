//! What a user sets of a pool.
use std::time::Duration;

use crate::ConnectOptions;

/// What a [`Pool`](super::Pool) is made with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PoolOptions {
    /// What its sessions are made with.
    pub connect: ConnectOptions,
    /// How many sessions there may be to one address. A call goes over the one with the fewest calls
    /// under way; where that has some, one more is made for those who come later. 1.
    pub max_sessions: usize,
    /// How long a session may have no call under way before it is closed. `None`: for ever. 5
    /// minutes. One over which somebody subscribed or listens stays.
    pub idle_timeout: Option<Duration>,
}

impl PoolOptions {
    /// The defaults named at each field.
    pub fn new() -> Self {
        Self {
            connect: ConnectOptions::new(),
            max_sessions: 1,
            idle_timeout: Some(Duration::from_secs(300)),
        }
    }

    /// Sets what its sessions are made with.
    #[must_use]
    pub fn with_connect(mut self, options: ConnectOptions) -> Self {
        self.connect = options;
        self
    }

    /// Sets how many sessions there may be to one address.
    #[must_use]
    pub fn with_max_sessions(mut self, sessions: usize) -> Self {
        self.max_sessions = sessions;
        self
    }

    /// Sets how long a session may have no call under way; `None` keeps it.
    #[must_use]
    pub fn with_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self::new()
    }
}
