//! Batches that wait: takes arrays, and errors to nobody, gives them to the calls that they concern.
use std::{collections::BTreeMap, ops::Range, sync::Arc};

use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

use super::{Answer, Inside, Pending, Then, Ticket, unreadable};
use crate::{Error, Fault, StrayKind, batch::left_out, session::wire::Said, sniff::stray_kind};

/// The batches that were sent, by the first of their ids, each with the id behind its last.
#[derive(Default)]
pub(super) struct Batches(BTreeMap<u64, u64>);

impl Batches {
    /// The batch that has this id.
    fn of(&self, id: u64) -> Option<Range<u64>> {
        let (first, end) = self.0.range(..=id).next_back()?;
        (id < *end).then_some(*first..*end)
    }

    /// Whether there is any.
    pub(super) fn is_any_open(&self) -> bool {
        !self.0.is_empty()
    }

    /// All of them, the oldest first.
    fn iter(&self) -> impl Iterator<Item = Range<u64>> {
        self.0.iter().map(|(first, end)| *first..*end)
    }
}

/// A batch among those that were sent, until it is dropped.
pub(in crate::session) struct Opened {
    first: u64,
    pending: Arc<Pending>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.pending.lock().batches.0.remove(&self.first);
    }
}

impl Pending {
    /// Tickets under ids that follow each other, for calls that are let in and have their turns.
    pub(in crate::session) fn enter_batch<'a>(
        &'a self,
        calls: Vec<Inside<&'a Self>>,
        turns: Option<OwnedSemaphorePermit>,
    ) -> Result<Vec<Ticket<&'a Self>>, Fault> {
        let mut table = self.lock();
        if let Some(fault) = self.gate.end_reason() {
            return Err(fault);
        }
        let calls = calls.into_iter();
        let tickets = calls.map(|call| self.insert(&mut table, Then::Nothing, &call));
        let tickets = tickets.collect();
        table.take_turns(turns);
        Ok(tickets)
    }

    /// From now on these tickets may be answered together.
    pub(in crate::session) fn open_batch(
        self: &Arc<Self>,
        tickets: &[Ticket<&Self>],
    ) -> Option<Opened> {
        let (first, last) = (tickets.first()?.id(), tickets.last()?.id());
        self.lock().batches.0.insert(first, last + 1);
        Some(Opened {
            first,
            pending: Arc::clone(self),
        })
    }

    /// Hands out the elements of an array. It is all that comes for its batch: calls that it leaves
    /// out fail, and have the error in it that has no id, if there is one.
    pub(super) fn deliver_batch(self: &Arc<Self>, frame: &Bytes, elements: Vec<Bytes>) {
        let is_empty = elements.is_empty();
        let mut batch = None;
        let mut refusal = None;
        let (mut asked, mut responses) = (Vec::new(), Vec::new());
        // Ids that were given away may be late answers; what is to an id that never was, or to
        // none, is to whom waits.
        let mut is_to_oldest = is_empty;
        for element in elements {
            match self.said(&element) {
                Said::Answer(id) => {
                    let table = self.lock();
                    batch = batch.or_else(|| table.batches.of(id));
                    drop(table);
                    is_to_oldest |= !self.was_given(id);
                    self.answer(id, element);
                }
                Said::Request(request) => asked.push((request, element)),
                Said::Nothing(_) if self.is_error(&element) => refusal = Some(element),
                Said::Nothing(kind) => {
                    self.stray(kind, &element);
                    responses.extend(self.objection(kind, &element));
                }
                _ => self.deliver_one(element),
            }
        }
        if !(asked.is_empty() && responses.is_empty()) {
            self.answer_requests(asked, responses);
        }
        is_to_oldest |= refusal.is_some();
        if is_to_oldest {
            batch = batch.or_else(|| self.oldest_batch());
        }
        match (batch, refusal) {
            (Some(batch), Some(refusal)) => self.settle(batch, Ok(refusal)),
            (Some(batch), None) => self.settle(batch, Err(unreadable(left_out(frame)))),
            (None, Some(refusal)) => self.stray(stray_kind(&refusal), &refusal),
            (None, None) if is_empty => self.stray(StrayKind::NotJsonRpc, frame),
            (None, None) => {}
        }
    }

    /// Whether this is the error of a batch: servers that refuse one answer without an id.
    pub(super) fn refuses_batch(&self, frame: &Bytes) -> bool {
        match self.oldest_batch().filter(|_| self.is_error(frame)) {
            Some(batch) => {
                self.settle(batch, Ok(frame.clone()));
                true
            }
            None => false,
        }
    }

    /// Ends the batch of `id`, whose answer came but cannot be had.
    pub(in crate::session) fn fail_batch(&self, id: u64, fault: Fault) {
        let batch = self.lock().batches.of(id);
        match batch {
            Some(batch) => self.settle(batch, Err(unreadable(fault))),
            None => self.unreadable(
                self.kind_of_long().unwrap_or(StrayKind::SecondAnswer),
                fault.snippet().unwrap_or_default().as_bytes(),
            ),
        }
    }

    /// The batch that has waited longest. What has no id is taken as its answer: the wire tells no more, and servers that
    /// refuse a batch as a whole do so as they read it.
    fn oldest_batch(&self) -> Option<Range<u64>> {
        let table = self.lock();
        let waits = |batch: &Range<u64>| batch.clone().any(|id| table.waiting.contains_key(&id));
        table.batches.iter().find(waits)
    }

    /// Answers all calls of a batch that still wait.
    fn settle(&self, batch: Range<u64>, answer: Answer) {
        let mut table = self.lock();
        let rest: Vec<_> = batch.filter_map(|id| table.waiting.remove(&id)).collect();
        drop(table);
        for sender in rest.into_iter().filter_map(|waiter| waiter.answer) {
            // A call that was dropped just now needs no answer.
            drop(sender.send(answer.clone()));
        }
    }

    fn is_error(&self, frame: &Bytes) -> bool {
        let answer = self.wire.reply(frame.clone());
        matches!(answer, Err(Error::Server(_)))
    }
}
