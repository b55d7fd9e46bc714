//! How many calls may be under way at once: gives each its turn.
use tokio::sync::{Semaphore, SemaphorePermit};

/// A permit for each call that may be under way.
pub(crate) struct Turns {
    free: Semaphore,
    most: usize,
}

impl Turns {
    /// For so many calls at once; at least one.
    pub(crate) fn new(most: usize) -> Self {
        let most = most.clamp(1, Semaphore::MAX_PERMITS.min(u32::MAX as usize));
        Self {
            free: Semaphore::new(most),
            most,
        }
    }

    /// Waits until so many calls may be under way, or as many as may ever be.
    pub(crate) async fn take(&self, calls: usize) -> Option<SemaphorePermit<'_>> {
        let calls = u32::try_from(calls.min(self.most)).unwrap_or(u32::MAX);
        self.free.acquire_many(calls).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::future::poll_immediate;

    use super::*;

    #[tokio::test]
    async fn more_calls_than_may_be_go_when_all_are_free() {
        let turns = Turns::new(2);
        let first = turns.take(1).await;
        let mut many = pin!(turns.take(5));
        assert!(poll_immediate(&mut many).await.is_none());
        drop(first);
        assert!(many.await.is_some());
    }
}
