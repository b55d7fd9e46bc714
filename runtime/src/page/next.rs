//! The way to a next page: takes the key that a page ended with, gives a closure that can be stored.
use std::{fmt, ops::Deref, sync::Arc};

use super::{PageFuture, call::ReadItems};
use crate::{Encoded, ServerError, paging::Step};

/// The next page, as a closure: `next().await` asks for it.
///
/// It may be called again, and asks again. Every request repeats the parameters, the timeout and
/// the headers of the original call, with the key put in. It owns all that it needs: clone it,
/// send it to another task, or store [`NextPage::key`] and go on another day with `from_key`.
///
/// A key that leads back to an earlier page gives [`Error::Paging`](crate::Error::Paging), without
/// a request, rather than a list without end.
pub struct NextPage<T, F = ServerError> {
    key: Arc<Encoded>,
    ask: Arc<Ask<T, F>>,
}

type Ask<T, F> = dyn Fn() -> PageFuture<T, F> + Send + Sync;

impl<T, F> NextPage<T, F> {
    /// The page of `key`, which `step` asks for.
    pub(crate) fn new(key: Arc<Encoded>, step: Step, read: ReadItems<T>) -> Self
    where
        T: 'static,
        F: 'static,
    {
        Self {
            key,
            ask: Arc::new(move || PageFuture::new(Step::clone(&step), read)),
        }
    }

    /// The key of the page, as the server sent it.
    pub fn key(&self) -> &Encoded {
        &self.key
    }
}

impl<T, F> Deref for NextPage<T, F> {
    type Target = dyn Fn() -> PageFuture<T, F> + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.ask
    }
}

impl<T, F> Clone for NextPage<T, F> {
    fn clone(&self) -> Self {
        Self {
            key: Arc::clone(&self.key),
            ask: Arc::clone(&self.ask),
        }
    }
}

impl<T, F> fmt::Debug for NextPage<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextPage")
            .field("key", self.key())
            .finish_non_exhaustive()
    }
}
