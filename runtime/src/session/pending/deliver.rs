//! What comes: takes frames, gives each to the call, the handler or the feed that it is for.
use std::sync::Arc;

use bytes::Bytes;

use super::{Locked, Pending, Then, Waiter, unreadable};
use crate::{Fault, StrayKind, session::wire::Said};

impl Pending {
    /// Hands a frame to whom it is for, or counts it as a stray.
    pub(in crate::session) fn deliver(self: &Arc<Self>, frame: Bytes) {
        let most = self.most_elements();
        match self.wire.elements(&frame, most) {
            None => self.deliver_one(frame),
            Some(elements) => {
                let is_refused =
                    most.is_some_and(|most| self.refuses_array(&frame, &elements, most));
                if !is_refused {
                    self.deliver_batch(&frame, elements);
                }
            }
        }
    }

    pub(super) fn deliver_one(self: &Arc<Self>, frame: Bytes) {
        match self.said(&frame) {
            Said::Answer(id) => self.answer(id, frame),
            Said::Request(asked) => self.answer_request(asked, &frame),
            Said::Nothing(_) if self.refuses_batch(&frame) => {}
            Said::Nothing(kind) => self.unreadable(kind, &frame),
            #[cfg(feature = "msgpack")]
            Said::Refused(kind, id, error) => {
                self.stray(kind, &frame);
                self.tell_at_once(&id, error);
            }
            Said::Notification(notification) => {
                let notification = notification.kept();
                let is_heard = self.hear(&notification);
                let unclaimed = self.lock().routes.route(notification);
                if unclaimed.is_some() && !is_heard {
                    self.stray(StrayKind::NobodyListens, &frame);
                }
            }
        }
    }

    pub(super) fn said(&self, frame: &Bytes) -> Said {
        let said = self.wire.said(frame, self.requests.handlers());
        match self.fault_of(&said, frame) {
            Some(kind) => Said::Nothing(kind),
            None => said,
        }
    }

    pub(super) fn answer(self: &Arc<Self>, id: u64, frame: Bytes) {
        let Some((mut table, waiter)) = self.take(id) else {
            return self.stray(self.kind_of(id), &frame);
        };
        let (mut orphan, mut unclaimed) = (None, Vec::new());
        match waiter.then {
            Then::Nothing => {}
            Then::Forget(address) => table.routes.forget(&address),
            Then::Route(route) => {
                (orphan, unclaimed) = self.begin(&mut table, *route, id, &frame);
            }
        }
        drop(table);
        self.count(unclaimed);
        let answer = match self.strays.is_strict().then(|| self.wire.check(&frame)) {
            Some(Err(tolerance)) => Err(unreadable(tolerance.fault(&frame))),
            _ => Ok(frame),
        };
        // A call that was dropped just now needs no answer.
        drop(waiter.answer.map(|to| to.send(answer)));
        if let Some(leave) = orphan {
            drop(leave());
        }
    }

    /// Takes the call out of the table that has this id, if one waits.
    fn take(&self, id: u64) -> Option<(Locked<'_>, Waiter)> {
        let mut table = self.lock_as_it_is();
        let mut waiter = table.waiting.remove(&id);
        if waiter.is_none() {
            // A peer may guess an id before it has the request.
            drop(table);
            table = self.lock();
            waiter = table.waiting.remove(&id);
        }
        let waiter = waiter?;
        table.given_up -= usize::from(waiter.answer.is_none());
        Some((table, waiter))
    }

    /// What an answer is for which nobody waits.
    fn kind_of(&self, id: u64) -> StrayKind {
        let was_dropped = self.lock().dropped.take(id);
        match was_dropped {
            _ if !self.was_given(id) => StrayKind::UnknownId,
            true => StrayKind::LateAnswer,
            false => StrayKind::SecondAnswer,
        }
    }

    /// Whether a call ever had this id.
    pub(super) fn was_given(&self, id: u64) -> bool {
        self.outbox.entrance(|entrance| entrance.ids.were_given(id))
    }

    /// Ends the call `id`, whose answer came but cannot be had.
    pub(in crate::session) fn fail(&self, id: u64, fault: Fault) {
        let Some((mut table, waiter)) = self.take(id) else {
            let kind = self.kind_of_long().unwrap_or_else(|| self.kind_of(id));
            return self.unreadable(kind, fault.snippet().unwrap_or_default().as_bytes());
        };
        let unclaimed = match &waiter.then {
            Then::Route(route) => table.routes.expect_no_more(&route.streaming),
            // It answered all the same.
            Then::Forget(address) => {
                table.routes.forget(address);
                Vec::new()
            }
            Then::Nothing => Vec::new(),
        };
        drop(table);
        self.count(unclaimed);
        drop(
            waiter
                .answer
                .map(|answer| answer.send(Err(unreadable(fault)))),
        );
    }
}
