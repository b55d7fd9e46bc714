//! So much that may be taken at once: takes and gives under the lock of who has it, and a line for those who find too little.
use std::sync::Arc;

use tokio::sync::Semaphore;

/// What is free. Nearly nobody ever waits, so the line is there only while somebody stands in it.
pub(super) struct Budget {
    /// Below zero where something was taken that was not there.
    free: isize,
    line: Option<Line>,
}

/// Where it is waited for free parts: one comes after another.
pub(super) type Line = Arc<Semaphore>;

impl Budget {
    pub(super) fn new(free: usize) -> Self {
        Self {
            free: isize::try_from(free).unwrap_or(isize::MAX),
            line: None,
        }
    }

    /// How much may be taken without a look at who waits.
    pub(super) fn free(&mut self) -> usize {
        self.end_line();
        match self.line {
            Some(_) => 0,
            None => usize::try_from(self.free).unwrap_or(0),
        }
    }

    /// Takes so much, if it is free and nobody waits for it.
    pub(super) fn take(&mut self, parts: usize) -> bool {
        let is_free = self.free() >= parts;
        if is_free {
            self.overdraw(parts);
        }
        is_free
    }

    /// Takes so much whether it is there or not. Others wait the longer.
    pub(super) fn overdraw(&mut self, parts: usize) {
        let taken = self
            .line
            .as_ref()
            .map_or(0, |line| line.forget_permits(parts));
        self.free = self.free.saturating_sub_unsigned(parts - taken);
    }

    /// Gives back.
    pub(super) fn give(&mut self, parts: usize) {
        self.free = self.free.saturating_add_unsigned(parts);
        self.hand_on();
    }

    /// The line, to stand in. A permit of it that is forgotten is taken.
    pub(super) fn line(&mut self) -> Line {
        self.end_line();
        let line = self.line.get_or_insert_with(|| Semaphore::new(0).into());
        let line = Arc::clone(line);
        self.hand_on();
        line
    }

    /// Those who wait are told that nothing will be free.
    pub(super) fn close(&mut self) {
        if let Some(line) = &self.line {
            line.close();
        }
    }

    /// Gives what is free to those who wait.
    fn hand_on(&mut self) {
        if let (Some(line), Ok(free @ 1..)) = (&self.line, usize::try_from(self.free)) {
            line.add_permits(free);
            self.free = 0;
        }
    }

    /// Takes the line away when nobody stands in it.
    fn end_line(&mut self) {
        if let Some(line) = self.line.take_if(|line| Arc::strong_count(line) == 1) {
            self.free = self.free.saturating_add_unsigned(line.available_permits());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_goes_first() {
        let mut budget = Budget::new(2);
        assert!(budget.take(2) && !budget.take(1));
        let line = budget.line();
        let waiting = tokio::spawn(async move { line.acquire_many(2).await.map(|it| it.forget()) });
        tokio::task::yield_now().await;
        budget.give(1);
        assert!(!budget.take(1), "it is for who waits");
        budget.give(1);
        waiting.await.unwrap().unwrap();
        budget.give(2);
        assert!(budget.take(2), "nobody stands there any more");
    }

    #[tokio::test]
    async fn what_was_not_there_is_made_up_for_first() {
        let mut budget = Budget::new(10);
        let line = budget.line();
        budget.overdraw(14);
        budget.give(4);
        assert_eq!(line.available_permits(), 0);
        budget.give(3);
        assert_eq!(line.available_permits(), 3);
        drop(line);
        assert_eq!(budget.free(), 3);
    }
}
