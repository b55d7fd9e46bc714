//! When messages are written: takes how many wait, says whether callers may add theirs first.
use tokio::runtime::Handle;

/// So many callers are a crowd: of it, few messages are no write of their own.
const CROWD: usize = 32;

/// So many messages are.
const WORTH: usize = 8;

/// How the callers of a session run.
///
/// Those who were answered together go on together, and what they ask next may share a write. Where one thread runs them
/// all, the session's task has to step back for that. Where there are others, they run beside it, and a message that is
/// held back keeps the server waiting: only a crowd gains by it.
pub(super) struct Gather {
    has_one_thread: bool,
}

impl Gather {
    /// In this runtime.
    pub(super) fn here() -> Self {
        let threads = Handle::try_current().map(|runtime| runtime.metrics().num_workers());
        Self {
            has_one_thread: threads.is_ok_and(|threads| threads < 2),
        }
    }

    /// Whether to step back, with so many callers whose messages were written before. With none the server has nothing
    /// to do, and begins the sooner.
    pub(super) fn steps_back(&self, callers: usize, messages: impl FnOnce() -> usize) -> bool {
        match self.has_one_thread {
            true => callers > 0,
            false => callers >= CROWD && messages() < WORTH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_thread_steps_back_for_anybody() {
        let gather = Gather::here();
        assert!(!gather.steps_back(0, || 1));
        assert!(gather.steps_back(1, || 1) && gather.steps_back(CROWD, || WORTH));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_threads_step_back_for_a_crowd() {
        let gather = Gather::here();
        assert!(!gather.steps_back(CROWD - 1, || 1));
        assert!(gather.steps_back(CROWD, || WORTH - 1) && !gather.steps_back(CROWD, || WORTH));
    }
}
