//! A place among the calls that wait: takes an id, gives the frame that answers it.
use std::ops::Deref;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::pending::{Answer, Due, Pending};
use crate::{
    Error, Fault,
    gate::{Gate, Pass},
};

/// A call without a ticket, or what else is under way, inside of the connection with this table.
pub(super) type Inside<P> = Pass<Through<P>>;

/// The gate of a connection, by its table.
pub(super) struct Through<P>(pub(super) P);

impl<P: Deref<Target = Pending>> Deref for Through<P> {
    type Target = Gate;

    fn deref(&self) -> &Gate {
        self.0.gate()
    }
}

/// A place in the table, given up when dropped.
pub(super) struct Ticket<P: Deref<Target = Pending>> {
    id: u64,
    answer: oneshot::Receiver<Answer>,
    pending: P,
    is_sent: bool,
}

impl<P: Deref<Target = Pending>> Ticket<P> {
    /// Of a call that may have gone out already.
    pub(super) fn new(
        id: u64,
        answer: oneshot::Receiver<Answer>,
        pending: P,
        is_sent: bool,
    ) -> Self {
        Self {
            id,
            answer,
            pending,
            is_sent,
        }
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// States that the server may answer, and when that would be late; not where somebody else looks after it.
    pub(super) fn sent(&mut self, due: Option<Due>) {
        self.is_sent = true;
        self.pending.set_due(self.id, due);
    }

    /// Waits for the frame; of a connection that ends first, says why it did.
    pub(super) async fn answer(&mut self) -> Result<Bytes, Error> {
        match (&mut self.answer).await {
            Ok(answer) => answer,
            Err(_) => {
                let fault = self.pending.refusal().unwrap_or_else(ended);
                Err(Error::Closed(fault.sent()))
            }
        }
    }
}

impl<P: Deref<Target = Pending>> Drop for Ticket<P> {
    fn drop(&mut self) {
        // What was answered is out of the table already.
        if !self.answer.is_terminated() {
            self.pending.give_up(self.id, self.is_sent);
        }
    }
}

/// Of a connection whose task stopped without a word, as when its runtime is shut down.
pub(super) fn ended() -> Fault {
    Fault::new("the connection has ended")
}
