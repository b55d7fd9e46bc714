//! When calls are over: takes their times, ends those that are late by one timer for all.
use std::{
    convert::Infallible,
    time::{Duration, Instant},
};

use tokio::time::sleep_until;

use super::Pending;

/// When a call is over.
#[derive(Clone, Copy)]
pub(in crate::session) struct Due {
    pub(in crate::session) at: Instant,
    limit: Duration,
}

impl Due {
    /// So long from now. None where the clock does not reach as far.
    pub(in crate::session) fn after(limit: Duration) -> Option<Self> {
        let at = Instant::now().checked_add(limit)?;
        Some(Self { at, limit })
    }

    fn began(self) -> Option<Instant> {
        self.at.checked_sub(self.limit)
    }
}

impl Pending {
    /// Says when a call is over, if that is looked after here.
    pub(in crate::session) fn set_due(&self, id: u64, due: Option<Due>) {
        let Some(due) = due else { return };
        let mut table = self.lock();
        let Some(waiter) = table.waiting.get_mut(&id) else {
            return;
        };
        waiter.due = Some(due);
        if self
            .outbox
            .entrance(|entrance| entrance.set_alarm(Some(due)))
        {
            self.earlier.notify_one();
        }
    }

    /// Ends calls when they are late.
    ///
    /// A timer of its own costs a call more than its place in the table, and nearly all calls are answered. This one
    /// rings when the first of those that waited when it was set would be late, and is set anew then.
    pub(in crate::session) async fn end_late_calls(&self) -> Infallible {
        loop {
            let alarm = self.outbox.entrance(|entrance| entrance.alarm());
            tokio::select! {
                () = self.earlier.notified() => {}
                () = sleep_until(alarm.unwrap_or_else(Instant::now).into()), if alarm.is_some() => {
                    self.end_late(Instant::now());
                }
            }
        }
    }

    fn end_late(&self, now: Instant) {
        let mut table = self.lock();
        let known = |(id, due): (&u64, Option<Due>)| Some((*id, due?));
        let all = table.waiting.iter().map(|(id, waiter)| (id, waiter.due));
        let (late, early): (Vec<_>, Vec<_>) =
            all.filter_map(known).partition(|(_, due)| due.at <= now);
        let alarm = early.iter().map(|(_, due)| due.at).min();
        self.outbox.entrance(|entrance| entrance.reset_alarm(alarm));
        let given_up = late
            .into_iter()
            .map(|(id, due)| (table.give_up(id, true), due));
        let given_up: Vec<_> = given_up.collect();
        table.shrink();
        drop(table);
        for ((answer, unclaimed), due) in given_up {
            self.count(unclaimed);
            let late = self.late(due.limit, due.began());
            drop(answer.map(|answer| answer.send(Err(late))));
        }
    }
}
