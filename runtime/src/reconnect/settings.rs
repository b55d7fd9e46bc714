//! How a connection is made again: takes what the user chose, gives how long to wait before each attempt.
use std::{fmt, sync::Arc, time::Duration};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::ReconnectEvent;
use crate::observer;

/// How a connection that has ended is made again. `ConnectOptions::with_reconnect` takes it.
///
/// ```
/// use std::time::Duration;
/// use callwright::{ConnectOptions, Reconnect, ReconnectEvent};
///
/// let reconnect = Reconnect::new()
///     .with_max_delay(Duration::from_secs(5))
///     .with_observer(|event| match event {
///         ReconnectEvent::Disconnected(why) => eprintln!("{why}"),
///         other => eprintln!("{other:?}"),
///     });
/// let options = ConnectOptions::new().with_reconnect(reconnect);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Reconnect {
    /// The wait before the first attempt. Each wait is twice the one before, and a random part of it, from a half to
    /// all, is taken, so that clients that lost a server together do not come back together. 200 ms.
    pub first_delay: Duration,
    /// The longest wait. 30 seconds.
    pub max_delay: Duration,
    /// How many attempts there are before the connection ends for good. They are counted anew behind a connection that
    /// lasted longer than the next wait would be. `None`, the default: for ever.
    pub max_attempts: Option<usize>,
    /// Whether calls that find no connection wait for the next one, as part of their timeout. True; otherwise they fail
    /// at once with [`Error::Closed`](crate::Error::Closed).
    pub calls_wait: bool,
    /// Whether connecting gives the connection at once and makes the first attempt behind it. False: the first attempt
    /// is waited for, and is not repeated when it fails.
    pub is_lazy: bool,
    observer: Option<Observer>,
}

type Observer = Arc<dyn Fn(&ReconnectEvent) + Send + Sync>;

impl Reconnect {
    /// The defaults named at each field.
    pub fn new() -> Self {
        Self {
            first_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(30),
            max_attempts: None,
            calls_wait: true,
            is_lazy: false,
            observer: None,
        }
    }

    /// Sets the wait before the first attempt.
    #[must_use]
    pub fn with_first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest wait before an attempt.
    #[must_use]
    pub fn with_max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets how many attempts there are before the connection ends for good.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: usize) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Sets whether calls that find no connection wait for the next one.
    #[must_use]
    pub fn with_calls_wait(mut self, wait: bool) -> Self {
        self.calls_wait = wait;
        self
    }

    /// Has connecting give the connection at once, whether the server is there or not.
    #[must_use]
    pub fn lazy(mut self) -> Self {
        self.is_lazy = true;
        self
    }

    /// Sets who is told what becomes of the connection. It is called in the task that connects, and should
    /// return soon; its panic ends nothing.
    #[must_use]
    pub fn with_observer(
        mut self,
        observer: impl Fn(&ReconnectEvent) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    pub(super) fn tell(&self, event: &ReconnectEvent) {
        event.trace();
        if let Some(observer) = &self.observer {
            observer::tell(|| observer(event));
        }
    }

    /// The waits, from the first one on.
    pub(super) fn delays(&self) -> ExponentialBackoff {
        // Nothing doubled would stay nothing.
        let first = self.first_delay.max(Duration::from_millis(1));
        // What is random is added to each wait, up to the same again.
        let builder = ExponentialBuilder::new()
            .with_min_delay(first / 2)
            .with_max_delay(self.max_delay.max(first) / 2)
            .with_jitter();
        match self.max_attempts {
            Some(attempts) => builder.with_max_times(attempts),
            None => builder.without_max_times(),
        }
        .build()
    }
}

impl Default for Reconnect {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Reconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnect")
            .field("first_delay", &self.first_delay)
            .field("max_delay", &self.max_delay)
            .field("max_attempts", &self.max_attempts)
            .field("calls_wait", &self.calls_wait)
            .field("is_lazy", &self.is_lazy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observer_that_panics_ends_nothing() {
        let reconnect = Reconnect::new().with_observer(|event| panic!("{event:?}"));
        reconnect.tell(&ReconnectEvent::Connected);
        // The end is told while a task that panicked is taken down, where a second panic would end the process.
        reconnect.tell(&ReconnectEvent::Connected);
    }

    #[test]
    fn waits_double_up_to_the_cap_and_are_never_the_same() {
        let reconnect = Reconnect::new().with_max_delay(Duration::from_secs(3));
        let mut wait = Duration::from_millis(200);
        for delay in reconnect.delays().take(200) {
            let rounding = Duration::from_millis(1);
            let range = wait / 2 - rounding..wait + rounding;
            assert!(range.contains(&delay), "{delay:?} of {wait:?}");
            wait = (wait * 2).min(Duration::from_secs(3));
        }
        let seen: std::collections::HashSet<_> = reconnect
            .delays()
            .chain(reconnect.delays())
            .take(100)
            .collect();
        assert!(seen.len() > 90, "{seen:?}");
        let few = reconnect.with_max_attempts(3);
        assert_eq!(few.delays().count(), 3);
    }
}
