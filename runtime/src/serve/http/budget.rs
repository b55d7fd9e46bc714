//! The memory of bodies that have not come to their end: what all clients take of it together is bounded.
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::refusal::Refusal;

/// A permit stands for so many bytes.
const UNIT: usize = 1 << 10;

/// The most that a body takes without asking.
pub(super) const FREE: usize = 64 << 10;

/// The memory that there is.
pub(in crate::serve) struct Budget(Arc<Semaphore>);

/// What a body has taken of it, given back when it is dropped.
pub(super) struct Share<'a> {
    budget: &'a Budget,
    taken: Option<OwnedSemaphorePermit>,
}

impl Budget {
    pub(in crate::serve) fn new(bytes: usize) -> Self {
        let units = (bytes / UNIT).min(Semaphore::MAX_PERMITS);
        Self(Arc::new(Semaphore::new(units)))
    }

    pub(super) fn share(&self) -> Share<'_> {
        Share {
            budget: self,
            taken: None,
        }
    }
}

impl Share<'_> {
    /// Takes what a body of so many bytes needs, if it is there.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Refusal> {
        let has = self.taken.as_ref().map_or(0, |taken| taken.num_permits());
        let needs = match bytes {
            0..=FREE => 0,
            bytes => bytes.div_ceil(UNIT),
        };
        let Some(more) = needs.checked_sub(has).filter(|more| *more > 0) else {
            return Ok(());
        };
        let budget = Arc::clone(&self.budget.0);
        let more = u32::try_from(more).ok();
        let more = more.and_then(|more| budget.try_acquire_many_owned(more).ok());
        match (&mut self.taken, more) {
            (Some(taken), Some(more)) => taken.merge(more),
            // What cannot be had is not needed any more, and others may have the rest.
            (taken, more) => *taken = more,
        }
        self.taken.is_some().then_some(()).ok_or(Refusal::Full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_given_back() {
        let budget = Budget::new(100 * UNIT);
        let mut first = budget.share();
        assert!(first.grow(FREE).is_ok() && first.grow(FREE + 1).is_ok());
        assert!(first.grow(90 * UNIT).is_ok() && first.grow(80 * UNIT).is_ok());
        let mut second = budget.share();
        assert!(second.grow(1000).is_ok());
        assert!(second.grow(FREE + 1).is_err());
        drop(first);
        assert!(second.grow(100 * UNIT).is_ok() && second.grow(101 * UNIT).is_err());
        assert!(
            budget.share().grow(100 * UNIT).is_ok(),
            "who is refused keeps nothing"
        );
    }
}
