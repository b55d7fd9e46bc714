//! The table as it is looked at: takes in the calls that have come, and counts the turns when it is left.
use std::{
    ops::{Deref, DerefMut},
    sync::{MutexGuard, PoisonError},
};

use super::{Pending, table::Table};
use crate::{gate::Gate, session::outbox::Inbox, socket::Messages};

/// The table, and nobody else at it.
pub(super) struct Locked<'a> {
    table: MutexGuard<'a, Table>,
    gate: &'a Gate,
}

impl Pending {
    /// The table with all calls that there are.
    pub(super) fn lock(&self) -> Locked<'_> {
        let mut table = self.lock_as_it_is();
        self.outbox.entrance(|entrance| table.take_in(entrance));
        table.seat();
        table
    }

    /// The table without calls whose messages nobody has taken yet, which costs callers nothing.
    pub(super) fn lock_as_it_is(&self) -> Locked<'_> {
        // No code under the lock leaves the table half changed.
        Locked {
            table: self.table.lock().unwrap_or_else(PoisonError::into_inner),
            gate: &self.gate,
        }
    }

    /// Adds the messages that wait to those taken before, once their calls are in the table. Gives the room that they
    /// have.
    pub(in crate::session) fn take_messages(
        &self,
        inbox: &Inbox,
        messages: &mut Messages,
    ) -> usize {
        let mut table = self.lock_as_it_is();
        let room = inbox.drain(messages, |entrance| table.take_in(entrance));
        table.seat();
        room
    }
}

impl Deref for Locked<'_> {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut Table {
        &mut self.table
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.table.count_turns();
        if self.table.callers() == 0 {
            self.gate.left();
        }
    }
}
