//! Calls on their way into the table: takes them with their messages, under the one lock that every call takes.
use std::time::Instant;

use super::pending::{Due, Ids, Waiter};

/// Calls that were put into the queue and are not in the table yet.
///
/// Callers only come here. The session's task moves them on as it takes their messages, and whoever looks at the table
/// does first.
pub(super) struct Entrance {
    pub(super) ids: Ids,
    calls: Vec<(u64, Waiter)>,
    /// How many may come without a look at the table.
    free: usize,
    /// When the first call may be late.
    alarm: Option<Instant>,
    is_shut: bool,
}

impl Entrance {
    pub(super) fn new(ids: Ids) -> Self {
        Self {
            ids,
            calls: Vec::new(),
            free: 0,
            alarm: None,
            is_shut: false,
        }
    }

    /// Lets no more calls in.
    pub(super) fn shut(&mut self) {
        self.is_shut = true;
    }

    /// The id for another call; none where the table has to be looked at, or nobody is let in.
    pub(super) fn next_id(&mut self) -> Option<u64> {
        if self.is_shut || self.free == 0 || self.ids.have_wrapped() {
            return None;
        }
        Some(self.ids.give(|_| false))
    }

    /// Puts a call here; whether it may be late before all others.
    pub(super) fn put(&mut self, id: u64, call: Waiter) -> bool {
        let is_next = self.set_alarm(call.due);
        self.free -= 1;
        if self.calls.capacity() == 0 {
            // Of an idle session this is held.
            self.calls.reserve_exact(1);
        }
        self.calls.push((id, call));
        is_next
    }

    /// Moves the calls to an empty list; so many may come then without a look at the table.
    pub(super) fn move_to(&mut self, list: &mut Vec<(u64, Waiter)>, free: usize) {
        std::mem::swap(&mut self.calls, list);
        self.free = free.saturating_sub(list.len());
    }

    /// When the first call may be late.
    pub(super) fn alarm(&self) -> Option<Instant> {
        self.alarm
    }

    /// States that a call may be late; whether before all others.
    pub(super) fn set_alarm(&mut self, due: Option<Due>) -> bool {
        let Some(at) = due.map(|due| due.at) else {
            return false;
        };
        let is_next = self.alarm.is_none_or(|alarm| at < alarm);
        if is_next {
            self.alarm = Some(at);
        }
        is_next
    }

    /// States when the first call of the table may be late.
    pub(super) fn reset_alarm(&mut self, alarm: Option<Instant>) {
        let newer = self.calls.iter().filter_map(|(_, call)| Some(call.due?.at));
        self.alarm = newer.chain(alarm).min();
    }
}
