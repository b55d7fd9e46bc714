//! The table of a session: who waits for which answer, and what the answers mean.
use std::{collections::HashMap, hash::BuildHasherDefault};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{
    Answer, Due, abandoned::Abandoned, batches::Batches, dropped::Dropped, hash::IdHasher,
};
use crate::{
    ConnectOptions,
    session::{
        budget::Budget,
        entrance::Entrance,
        routes::{Address, Route, Routes},
    },
};

/// How many times the timeout an answer that begins or ends a subscription is waited for once nobody does.
const PATIENCE: u32 = 10;

/// No semaphore counts further.
const MOST_TURNS: usize = if Semaphore::MAX_PERMITS < u32::MAX as usize {
    Semaphore::MAX_PERMITS
} else {
    u32::MAX as usize
};

/// For how many times what there is memory is kept.
const KEPT: usize = 8;

/// The calls without an answer, by their ids.
pub(super) type Waiting = HashMap<u64, Waiter, BuildHasherDefault<IdHasher>>;

/// What waits.
pub(super) struct Table {
    pub(super) waiting: Waiting,
    /// Where calls are put on their way here. It is empty otherwise.
    arriving: Vec<(u64, Waiter)>,
    /// A turn for each call that may be without an answer.
    pub(super) turns: Budget,
    /// How many of them are taken.
    pub(super) turns_taken: usize,
    pub(super) most: usize,
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
        let most = options.max_in_flight.clamp(1, MOST_TURNS);
        Self {
            waiting: HashMap::default(),
            arriving: Vec::new(),
            turns: Budget::new(most),
            turns_taken: 0,
            most,
            given_up: 0,
            abandoned: Abandoned::new(options.max_in_flight, longest),
            routes: Routes::new(is_strict),
            batches: Batches::default(),
            dropped: Dropped::default(),
        }
    }

    /// Takes in the calls that have come.
    pub(super) fn take_in(&mut self, entrance: &mut Entrance) {
        entrance.move_to(&mut self.arriving, self.turns.free());
    }

    /// Puts those that were taken in to their places, which needs no lock of the queue.
    pub(super) fn seat(&mut self) {
        let most = self.arriving.len() * KEPT;
        self.waiting.extend(self.arriving.drain(..));
        self.arriving.shrink_to(most);
        self.count_turns();
    }

    /// These turns are those of calls that came just now.
    pub(super) fn take_turns(&mut self, turns: Option<OwnedSemaphorePermit>) {
        if let Some(turns) = turns {
            self.turns_taken += turns.num_permits();
            turns.forget();
        }
    }

    /// How many callers wait.
    pub(super) fn callers(&self) -> usize {
        self.waiting.len() - self.given_up
    }

    /// Takes and gives turns as calls have come and gone.
    pub(super) fn count_turns(&mut self) {
        let taken = self.callers();
        match taken.checked_sub(self.turns_taken) {
            Some(more) => self.turns.overdraw(more),
            None => self.turns.give(self.turns_taken - taken),
        }
        self.turns_taken = taken;
    }

    /// Gives back memory that a crowd took.
    pub(super) fn shrink(&mut self) {
        self.waiting.shrink_to(self.waiting.len() * KEPT);
    }
}

/// Who waits for an answer, and what it means for subscriptions.
pub(in crate::session) struct Waiter {
    /// None when the caller was dropped and the answer still matters.
    pub(in crate::session) answer: Option<oneshot::Sender<Answer>>,
    pub(in crate::session) then: Then,
    /// None before it is sent, and when somebody else looks after its time.
    pub(in crate::session) due: Option<Due>,
}

/// What an answer means for subscriptions.
pub(in crate::session) enum Then {
    Nothing,
    /// It begins one.
    Route(Box<Route>),
    /// It ends one.
    Forget(Box<Address>),
}
