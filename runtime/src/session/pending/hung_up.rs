//! A peer that sends no more: ends what waits for it, and leaves what it asked.
use std::mem;

use super::{Pending, table::Waiting};
use crate::Fault;

impl Pending {
    /// Ends the calls and streams that wait for what does not come any more, and lets none begin. What came is still
    /// being answered.
    pub(in crate::session) fn hear_no_more(&self, fault: &Fault) {
        self.shut(fault.clone());
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

#[cfg(test)]
mod tests {
    use crate::{
        Fault,
        session::pending::{Pending, tests::open},
    };

    #[test]
    fn no_call_begins_by_the_short_way_either() {
        let (pending, _inbox) = open();
        // The table gives turns with its first look at the queue.
        assert_eq!(pending.len(), 0);
        let send = || Pending::send(&*pending, None, |_, _| Ok(())).unwrap();
        let waiting = send().expect("there are turns");
        assert_eq!(pending.len(), 1);
        pending.hear_no_more(&Fault::new("gone"));
        assert!(send().is_none());
        assert_eq!(pending.len(), 0);
        drop(waiting);
    }
}
