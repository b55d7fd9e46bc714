//! When messages are written: takes how many wait, says whether callers may add theirs first.
use tokio::runtime::Handle;

/// So many messages are worth a write of their own.
const WORTH: usize = 4;

/// How the callers of a session run.
///
/// Those who were answered together go on together, and what they ask next may share a write. Where one thread runs them
/// all, the session's task has to step back for that. Where there are others, they run beside it, and more than a few
/// messages that are held back keep the server waiting.
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
        callers > 0 && (self.has_one_thread || messages() < WORTH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_thread_steps_back_for_anybody() {
        let gather = Gather::here();
        assert!(!gather.steps_back(0, || 1));
        assert!(gather.steps_back(1, || 1) && gather.steps_back(1, || WORTH));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_threads_step_back_for_a_few_messages() {
        let gather = Gather::here();
        assert!(!gather.steps_back(0, || 1));
        assert!(gather.steps_back(1, || WORTH - 1) && !gather.steps_back(1, || WORTH));
    }
}
