//! What tests do with a feed: takes who else is told of notifications, and those that were recorded.
use std::sync::Arc;

use super::Feed;
use crate::ServerNotification;

impl Feed {
    /// The feed, with somebody who is told of what comes before its reader.
    pub(crate) fn heard_by(
        mut self,
        hears: impl Fn(&ServerNotification) + Send + Sync + 'static,
    ) -> Self {
        let before = self.tap.take();
        self.tap = Some(Arc::new(move |notification| {
            hears(notification);
            if let Some(before) = &before {
                before(notification);
            }
        }));
        self
    }

    /// Hands over notifications however many may wait: they were taken in once.
    pub(crate) fn fill(&self, notifications: impl Iterator<Item = ServerNotification>) {
        let mut state = self.shared.lock();
        if state.has_left || self.is_mute(&state) {
            return;
        }
        state.gaps.close();
        let gaps = state.gaps.closed;
        for notification in notifications {
            if let Some(tap) = &self.tap {
                tap(&notification);
            }
            state.waiting.push_back((gaps, notification));
        }
        state.wake();
    }
}
