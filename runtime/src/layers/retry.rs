//! Sending again what failed: takes how often, how long apart and which errors, gives a layer of tower.
mod outcomes;
mod policy;

use std::{fmt, sync::Arc, time::Duration};

use tower::{
    Layer,
    retry::{
        Retry as RetryService,
        backoff::{ExponentialBackoff, ExponentialBackoffMaker, MakeBackoff},
        budget::{Budget, TpsBudget},
    },
    util::rng::HasherRng,
};

pub use policy::RetryPolicy;

use crate::Error;

/// The longest backoff: tower's arithmetic has an end.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends messages again that failed.
///
/// Never one that the server may have received, unless it [is idempotent](crate::Request::is_idempotent)
/// by the document, the options or the call. Of a batch, those requests are sent again, together,
/// that failed and may be; what the others got stays.
///
/// ```
/// # use std::time::Duration;
/// use callwright::layers::Retry;
///
/// let retry = Retry::new()
///     .with_attempts(5)
///     .with_backoff(Duration::from_millis(100), Duration::from_secs(5));
/// ```
///
/// By itself: three attempts, for errors that [may pass](Error::is_retryable), the second after
/// 50 to 100 ms and each later one after twice that, up to 10 s. All messages together are sent
/// again ten times a second and for every fifth that succeeds, so that a server in trouble is
/// not given more of it. A server that asks to be left alone for a minute at most is.
#[derive(Clone)]
pub struct Retry(Arc<Settings>);

#[derive(Clone)]
pub(super) struct Settings {
    attempts: usize,
    shortest: Duration,
    longest: Duration,
    jitter: f64,
    patience: Duration,
    budget: Option<Arc<dyn Budget + Send + Sync>>,
    may_pass: Arc<dyn Fn(&Error) -> bool + Send + Sync>,
}

impl Retry {
    /// As said above.
    pub fn new() -> Self {
        Self(Arc::new(Settings {
            attempts: 3,
            shortest: Duration::from_millis(50),
            longest: Duration::from_secs(10),
            jitter: 1.0,
            patience: Duration::from_secs(60),
            budget: Some(Arc::new(TpsBudget::default())),
            may_pass: Arc::new(Error::is_retryable),
        }))
    }

    /// Sets how often a message is sent at most, the first time included.
    #[must_use]
    pub fn with_attempts(mut self, attempts: usize) -> Self {
        self.settings().attempts = attempts;
        self
    }

    /// Sets how long the second attempt waits at least, and how long any at most; each waits twice
    /// as long as the one before it.
    #[must_use]
    pub fn with_backoff(mut self, shortest: Duration, longest: Duration) -> Self {
        let settings = self.settings();
        settings.longest = longest.clamp(Duration::from_nanos(1), YEAR);
        settings.shortest = shortest.min(settings.longest);
        self
    }

    /// Sets how much longer an attempt may wait by chance, as a share of its time: 1 for up to
    /// twice as long, 0 for not at all, 100 at most.
    #[must_use]
    pub fn with_jitter(mut self, share: f64) -> Self {
        self.settings().jitter = match share {
            share if share.is_finite() => share.clamp(0.0, 100.0),
            _ => 1.0,
        };
        self
    }

    /// Sets how long a server may ask to be left alone (`Retry-After`), which is waited for where it
    /// is longer than the attempt would wait. When a server asks for more, its error is the answer.
    #[must_use]
    pub fn with_max_retry_after(mut self, longest: Duration) -> Self {
        self.settings().patience = longest;
        self
    }

    /// Sets how often all messages together may be sent again; `None` for no bound. Layers may
    /// share a budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Option<Arc<dyn Budget + Send + Sync>>) -> Self {
        self.settings().budget = budget;
        self
    }

    /// Sets which errors may pass. That the server may have received a request is looked at
    /// besides.
    #[must_use]
    pub fn when(mut self, may_pass: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.settings().may_pass = Arc::new(may_pass);
        self
    }

    fn settings(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.0)
    }
}

impl Settings {
    /// Each message has a generator of its own: clones of one would have all wait the same time.
    fn backoff(&self) -> Option<ExponentialBackoff> {
        let rng = HasherRng::default();
        let made = ExponentialBackoffMaker::new(self.shortest, self.longest, self.jitter, rng);
        Some(made.ok()?.make_backoff())
    }
}

impl<S> Layer<S> for Retry {
    type Service = RetryService<RetryPolicy, S>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService::new(RetryPolicy::new(Arc::clone(&self.0)), inner)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("attempts", &self.0.attempts)
            .field("backoff", &(self.0.shortest..self.0.longest))
            .field("jitter", &self.0.jitter)
            .finish_non_exhaustive()
    }
}
