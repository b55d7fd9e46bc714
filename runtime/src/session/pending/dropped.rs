//! The calls that were dropped: takes their ids, tells late answers from second ones.
use std::collections::VecDeque;

/// How many ids are kept.
const KEPT: usize = 1024;

/// The ids of calls that were dropped after they were sent, the last of them.
#[derive(Default)]
pub(super) struct Dropped {
    ids: VecDeque<u64>,
    /// Ids below this one may have been forgotten.
    forgotten: u64,
}

impl Dropped {
    pub(super) fn put(&mut self, id: u64) {
        self.ids.push_back(id);
        if self.ids.len() > KEPT
            && let Some(oldest) = self.ids.pop_front()
        {
            self.forgotten = self.forgotten.max(oldest + 1);
        }
    }

    /// Whether the call was dropped, or may have been. It is answered now.
    pub(super) fn take(&mut self, id: u64) -> bool {
        match self.ids.iter().position(|dropped| *dropped == id) {
            Some(place) => {
                self.ids.swap_remove_back(place);
                true
            }
            None => id < self.forgotten,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_late_is() {
        let mut dropped = Dropped::default();
        dropped.put(7);
        assert!(dropped.take(7) && !dropped.take(7) && !dropped.take(6));
        for id in 10..11 + KEPT as u64 {
            dropped.put(id);
        }
        assert!(dropped.take(10) && dropped.take(5), "they were forgotten");
        assert!(dropped.take(11) && !dropped.take(11));
    }
}
