//! One of several endpoints: takes a connection and its name, knows how it fares and how busy it is.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use super::health::{Health, Rest};
use crate::{Connection, Error};

/// A connection among others.
pub(super) struct Member {
    /// What errors call it.
    pub(super) name: Arc<str>,
    pub(super) connection: Arc<dyn Connection>,
    pub(super) health: Health,
    under_way: AtomicUsize,
}

/// A message under way, until it is dropped.
pub(super) struct Visit<'a>(&'a Member);

impl Member {
    pub(super) fn new(name: String, connection: Arc<dyn Connection>) -> Self {
        Self {
            name: name.into(),
            connection,
            health: Health::default(),
            under_way: AtomicUsize::new(0),
        }
    }

    pub(super) fn visit(&self, rest: Rest) -> Visit<'_> {
        self.health.begin(rest, Instant::now());
        self.under_way.fetch_add(1, Ordering::Relaxed);
        Visit(self)
    }

    /// How many messages are under way.
    pub(super) fn busy(&self) -> usize {
        self.under_way.load(Ordering::Relaxed)
    }

    /// Notes how a message went, and names the endpoint in its error.
    pub(super) fn learn<T>(&self, outcome: Result<T, Error>, rest: Rest) -> Result<T, Error> {
        let outcome = outcome.map_err(|error| error.at(&self.name));
        match &outcome {
            Err(error) if is_ill(error) => {
                let _rests = self.health.fail(rest, Instant::now());
                #[cfg(feature = "tracing")]
                if _rests {
                    tracing::warn!(endpoint = &*self.name, %error, "an endpoint rests");
                }
            }
            // Nothing was asked of it.
            Err(Error::Encode(_) | Error::Subscription(_) | Error::Layer(_)) => {}
            _ => self.health.succeed(),
        }
        outcome
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether an error says something of its endpoint, and not of the call.
fn is_ill(error: &Error) -> bool {
    match error {
        Error::Connect(_) | Error::Closed(_) | Error::Timeout(_) | Error::Transport(_) => true,
        Error::Server(_) => error.is_retryable(),
        _ => false,
    }
}

/// Whether another endpoint may do better.
pub(super) fn may_go_elsewhere(error: &Error) -> bool {
    match error {
        // Not every endpoint brings subscriptions.
        Error::Subscription(_) => !error.may_have_been_received(),
        Error::Layer(_) => error.is_retryable(),
        error => is_ill(error),
    }
}
