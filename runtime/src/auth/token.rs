//! A token and its time: takes what a token server gave, tells when another one is due.
use std::{
    fmt,
    time::{Duration, Instant},
};

/// The longest time before its end at which a token is replaced.
const MARGIN: Duration = Duration::from_secs(30);

/// A bearer token, for [`Auth::refreshing`](crate::Auth::refreshing).
#[derive(Clone)]
pub struct Token {
    text: String,
    due: Option<Instant>,
}

impl Token {
    /// A token that is used until the server refuses it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, due: None }
    }

    /// Says how long it may be used from now on; what OAuth calls `expires_in` (RFC 6749, section
    /// 5.1). Another one is asked for when a tenth of that is left, at most 30 seconds.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.due = Instant::now().checked_add(life - (life / 10).min(MARGIN));
        self
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }
}

/// Without its text.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("due", &self.due)
            .finish_non_exhaustive()
    }
}
