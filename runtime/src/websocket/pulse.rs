//! Whether the peer lives: takes word of what comes, says when to ask for a sign of life and when none came.
use std::{pin::Pin, time::Duration};

use tokio::time::Sleep;

use crate::KeepAlive;

/// A clock that costs nothing while something comes: it is looked at when it rings.
pub(super) struct Pulse {
    keep_alive: Option<KeepAlive>,
    timer: Pin<Box<Sleep>>,
    was_heard: bool,
    was_asked: bool,
}

/// What to do when the clock has rung.
pub(super) enum Beat {
    /// Nothing: the peer was heard.
    Rest,
    Ask,
    /// Nothing came for so long after the peer was asked.
    Dead(Duration),
}

impl Pulse {
    pub(super) fn new(keep_alive: Option<KeepAlive>) -> Self {
        let first = keep_alive.map_or(Duration::MAX, |keep_alive| keep_alive.interval);
        Self {
            keep_alive,
            timer: Box::pin(tokio::time::sleep(first)),
            was_heard: false,
            was_asked: false,
        }
    }

    /// Something came.
    pub(super) fn hear(&mut self) {
        self.was_heard = true;
    }

    /// Waits until the clock rings. Its future may be dropped at any moment.
    pub(super) async fn ring(&mut self) -> Beat {
        let Some(keep_alive) = self.keep_alive else {
            return std::future::pending().await;
        };
        self.timer.as_mut().await;
        let was_asked = std::mem::take(&mut self.was_asked);
        let (beat, next) = match std::mem::take(&mut self.was_heard) {
            true => (Beat::Rest, keep_alive.interval),
            false if was_asked => (Beat::Dead(keep_alive.deadline), keep_alive.interval),
            false => {
                self.was_asked = true;
                (Beat::Ask, keep_alive.deadline)
            }
        };
        // A clock that always rings would be all there is.
        let next = next.max(Duration::from_millis(1));
        self.timer.set(tokio::time::sleep(next));
        beat
    }
}
