//! Tries to subscribe for one reader: takes its feed, gives each try one of its own, which counts from when the server agrees.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Feed, Shared};
use crate::Error;

/// The feed of a call that may be sent again when it fails.
pub(crate) struct Tries(Feed);

/// One try. Dropped before the server has agreed, it has failed: what still comes for it is not taken.
pub(crate) struct Try {
    trial: Arc<Trial>,
    shared: Arc<Shared>,
}

/// How a try stands.
pub(super) struct Trial(Mutex<Standing>);

enum Standing {
    /// Not known yet; what its connection ended with meanwhile.
    Open(Option<Error>),
    Agreed,
    Failed,
}

impl Tries {
    /// The next try, and what feeds the reader if it succeeds.
    pub(crate) fn next(&self) -> (Feed, Try) {
        let trial = Arc::new(Trial(Mutex::new(Standing::Open(None))));
        let shared = Arc::clone(&self.0.shared);
        let feed = self.0.of_try(Arc::clone(&trial));
        (feed, Try { trial, shared })
    }
}

impl From<Feed> for Tries {
    fn from(mut feed: Feed) -> Self {
        // It feeds nothing itself, and its end is not that of the stream.
        feed.trial = Some(Arc::new(Trial(Mutex::new(Standing::Failed))));
        Self(feed)
    }
}

impl Try {
    /// The server has agreed: from now on the stream ends with the feed.
    pub(crate) fn agreed(self) {
        let before = std::mem::replace(&mut *self.trial.lock(), Standing::Agreed);
        if let Standing::Open(Some(error)) = before {
            self.shared.end(error);
        }
    }
}

impl Drop for Try {
    fn drop(&mut self) {
        let mut standing = self.trial.lock();
        if !matches!(*standing, Standing::Open(_)) {
            return;
        }
        *standing = Standing::Failed;
        drop(standing);
        let leave = self.shared.lock().leave.take();
        // The server is told; nobody waits for the answer.
        if let Some(leave) = leave {
            drop(leave());
        }
    }
}

impl Trial {
    pub(super) fn has_failed(&self) -> bool {
        matches!(*self.lock(), Standing::Failed)
    }

    /// Keeps the error until it is known whether it counts; gives it back when it does.
    pub(super) fn end(&self, error: Error) -> Option<Error> {
        match &mut *self.lock() {
            Standing::Open(kept) => {
                kept.get_or_insert(error);
                None
            }
            Standing::Agreed => Some(error),
            Standing::Failed => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Standing> {
        // No code under the lock leaves the state half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        sync::atomic::{AtomicUsize, Ordering},
    };

    use super::{
        super::{
            Room, queue,
            reader::{closed, leaving, read, said},
        },
        *,
    };

    #[test]
    fn a_failed_try_ends_nothing_and_brings_nothing() {
        let (feed, inbox) = queue(Room::default(), None);
        let tries = Tries::from(feed);
        let (first, failed) = tries.next();
        first.close(closed("lost"));
        drop(failed);
        let left = Arc::new(AtomicUsize::new(0));
        assert!(!first.push(said("late")));
        assert!(first.on_leave(leaving(&left)).is_some());
        drop(first);
        let (second, succeeded) = tries.next();
        assert!(second.push(said("early")));
        succeeded.agreed();
        drop(tries);
        assert_eq!(
            (read(&inbox), read(&inbox)),
            ("early".into(), "pending".into())
        );
        assert!(second.on_leave(leaving(&left)).is_none());
        second.close(closed("gone"));
        assert_eq!((read(&inbox), read(&inbox)), ("gone".into(), "over".into()));
    }

    #[test]
    fn a_stream_ends_with_what_fed_it_whenever_that_was() {
        let (feed, inbox) = queue(Room::default(), None);
        let (feed, attempt) = Tries::from(feed).next();
        feed.close(closed("gone at once"));
        drop(feed);
        assert_eq!(read(&inbox), "pending");
        attempt.agreed();
        assert_eq!(read(&inbox), "gone at once");
    }

    #[test]
    fn what_the_server_began_for_a_failed_try_is_left() {
        let (feed, inbox) = queue(Room::default(), None);
        let (feed, attempt) = Tries::from(feed).next();
        let left = Arc::new(AtomicUsize::new(0));
        assert!(feed.on_leave(leaving(&left)).is_none());
        drop(attempt);
        assert_eq!(left.load(Ordering::SeqCst), 1);
        drop((feed, inbox));
        assert_eq!(left.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn tries_move_between_threads() {
        fn shareable<T: Send + Sync>() {}
        shareable::<(Tries, Try, Pin<Box<Tries>>)>();
    }
}
