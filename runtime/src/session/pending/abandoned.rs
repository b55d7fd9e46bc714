//! Calls without a caller whose answers still matter: takes their ids, gives those that have waited long enough.
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The ids of such calls, the oldest first. Some may have been answered since.
pub(super) struct Abandoned {
    ids: VecDeque<(u64, Instant)>,
    /// How many are kept.
    most: usize,
    /// How long they are kept.
    longest: Duration,
}

impl Abandoned {
    /// None yet. So many are kept at the most, and none much longer than this.
    pub(super) fn new(most: usize, longest: Duration) -> Self {
        Self {
            ids: VecDeque::new(),
            most,
            longest,
        }
    }

    /// Adds one; gives those that are to be forgotten.
    pub(super) fn put(&mut self, id: u64, now: Instant) -> Vec<u64> {
        self.ids.push_back((id, now));
        let too_many = self.ids.len().saturating_sub(self.most);
        let is_old = |(_, since): &&(u64, Instant)| now.duration_since(*since) > self.longest;
        let old = self.ids.iter().take_while(is_old).count();
        let forgotten = self.ids.drain(..too_many.max(old));
        forgotten.map(|(id, _)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_and_what_is_too_much_goes() {
        let second = Duration::from_secs(1);
        let mut abandoned = Abandoned::new(3, second);
        let start = Instant::now();
        for id in 0..3 {
            assert!(abandoned.put(id, start).is_empty());
        }
        assert_eq!(abandoned.put(3, start + second), [0]);
        assert_eq!(abandoned.put(4, start + second * 2), [1, 2]);
        assert_eq!(abandoned.put(5, start + second * 4), [3, 4]);
    }
}
