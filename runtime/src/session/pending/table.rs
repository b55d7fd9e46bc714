//! The table of a session: who waits for which answer, and what the answers mean.
use std::{collections::HashMap, hash::BuildHasherDefault, time::Instant};

use tokio::sync::oneshot;

use super::{
    Answer, Due, abandoned::Abandoned, batches::Batches, dropped::Dropped, hash::IdHasher, ids::Ids,
};
use crate::{
    ConnectOptions, StrayKind,
    session::routes::{Address, Route, Routes},
};

/// How many times the timeout an answer that begins or ends a subscription is waited for once nobody does.
const PATIENCE: u32 = 10;

/// What waits.
pub(super) struct Table {
    pub(super) ids: Ids,
    pub(super) waiting: HashMap<u64, Waiter, BuildHasherDefault<IdHasher>>,
    /// When the first of them may be late.
    pub(super) alarm: Option<Instant>,
    /// How many of them have no caller any more.
    pub(super) given_up: usize,
    pub(super) abandoned: Abandoned,
    pub(super) routes: Routes,
    pub(super) batches: Batches,
    /// The calls that were dropped after they were sent.
    pub(super) dropped: Dropped,
}

impl Table {
    pub(super) fn new(is_strict: bool, options: &ConnectOptions) -> Self {
        let longest = options.timeout.saturating_mul(PATIENCE);
        Self {
            ids: Ids::up_to(options.wire.last_id()),
            waiting: HashMap::default(),
            alarm: None,
            given_up: 0,
            abandoned: Abandoned::new(options.max_in_flight, longest),
            routes: Routes::new(is_strict),
            batches: Batches::default(),
            dropped: Dropped::default(),
        }
    }

    /// An id for another call.
    pub(super) fn new_id(&mut self) -> u64 {
        let Self { ids, waiting, .. } = self;
        ids.give(|id| waiting.contains_key(&id))
    }

    /// What an answer is for which nobody waits.
    pub(super) fn kind_of(&mut self, id: u64) -> StrayKind {
        match self.dropped.take(id) {
            _ if !self.ids.were_given(id) => StrayKind::UnknownId,
            true => StrayKind::LateAnswer,
            false => StrayKind::SecondAnswer,
        }
    }
}

/// Who waits for an answer, and what it means for subscriptions.
pub(super) struct Waiter {
    /// None when the caller was dropped and the answer still matters.
    pub(super) answer: Option<oneshot::Sender<Answer>>,
    pub(super) then: Then,
    /// None before it is sent, and when somebody else looks after its time.
    pub(super) due: Option<Due>,
}

/// What an answer means for subscriptions.
pub(in crate::session) enum Then {
    Nothing,
    /// It begins one.
    Route(Box<Route>),
    /// It ends one.
    Forget(Address),
}
