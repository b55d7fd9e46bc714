//! A peer that sends no more: ends what waits for it, and leaves what it asked.
use std::mem;

use super::{Pending, table::Waiting};
use crate::Fault;

impl Pending {
    /// Ends the calls and streams that wait for what does not come any more, and lets none begin. What came is still
    /// being answered.
    pub(in crate::session) fn hear_no_more(&self, fault: &Fault) {
        self.gate.shut(fault.clone());
        // They are told why by the gate.
        drop(self.take_waiting(fault));
    }

    /// Ends the streams, for this reason; gives the calls that wait.
    pub(super) fn take_waiting(&self, fault: &Fault) -> Waiting {
        let mut table = self.lock();
        table.routes.close(fault);
        table.given_up = 0;
        mem::take(&mut table.waiting)
    }
}
