//! Ids for calls: gives the next one, knows which were given.

/// The ids from 0 on. Behind the last one they begin again.
pub(in crate::session) struct Ids {
    next: u64,
    last: u64,
    has_wrapped: bool,
}

impl Ids {
    /// Up to this one.
    pub(in crate::session) fn up_to(last: u64) -> Self {
        Self {
            next: 0,
            last,
            has_wrapped: false,
        }
    }

    /// The next id. One that is still taken is passed over: there have to be others.
    pub(in crate::session) fn give(&mut self, is_taken: impl Fn(u64) -> bool) -> u64 {
        loop {
            let id = self.next;
            match id < self.last {
                true => self.next += 1,
                false => (self.next, self.has_wrapped) = (0, true),
            }
            if !is_taken(id) {
                return id;
            }
        }
    }

    /// As after so many.
    #[cfg(all(test, feature = "msgpack", unix))]
    pub(in crate::session) fn go_on_from(&mut self, id: u64) {
        self.next = id;
    }

    /// Whether an id may be taken.
    pub(in crate::session) fn have_wrapped(&self) -> bool {
        self.has_wrapped
    }

    /// Whether a call ever had this id.
    pub(in crate::session) fn were_given(&self, id: u64) -> bool {
        id < self.next || (self.has_wrapped && id <= self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_wrap_and_pass_over_those_that_are_taken() {
        let mut ids = Ids::up_to(3);
        let taken = [0, 1];
        assert!(!ids.were_given(0));
        let given: Vec<_> = (0..4).map(|_| ids.give(|_| false)).collect();
        assert_eq!(given, [0, 1, 2, 3]);
        assert!(ids.were_given(3) && !ids.were_given(4));
        let given: Vec<_> = (0..3).map(|_| ids.give(|id| taken.contains(&id))).collect();
        assert_eq!(given, [2, 3, 2]);
    }
}
