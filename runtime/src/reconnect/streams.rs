//! What is carried from a connection to the next: subscriptions, which are made again, and who listens.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::shared::Up;
use crate::{Error, Feed, Request};

/// All streams of a connection that is made again.
#[derive(Default)]
pub(super) struct Streams {
    table: Mutex<Table>,
    /// A subscription was kept, perhaps of a connection that has ended meanwhile.
    is_new: Notify,
}

#[derive(Default)]
struct Table {
    kept: Vec<Kept>,
    /// At how many streams those that nobody reads are let go.
    crowded: usize,
    /// Why there will be no connection any more.
    ended: Option<Error>,
}

/// A stream that outlives connections.
#[derive(Clone)]
pub(super) struct Kept {
    /// What subscribes; none of who listens.
    pub(super) request: Option<Request>,
    pub(super) feed: Arc<Feed>,
    /// The number of the connection that was asked for it last; 0 before any was.
    over: u64,
    is_begun: bool,
}

impl Kept {
    /// What the connection that is asked now feeds.
    pub(super) fn leg(&self) -> Feed {
        self.feed.leg(self.is_begun)
    }
}

impl Streams {
    /// Keeps a subscription that the server agreed to over the connection of this number.
    pub(super) fn subscribed(&self, request: Request, feed: Feed, over: u64) {
        let kept = Kept {
            request: Some(request),
            feed: Arc::new(feed),
            over,
            is_begun: true,
        };
        // Of a connection that has ended for good the stream does, too.
        if let Err(error) = self.keep(kept.clone()) {
            kept.feed.close(error);
        }
        self.is_new.notify_one();
    }

    /// Keeps who listens.
    pub(super) fn listens(&self, feed: Feed) -> Result<(), Error> {
        self.keep(Kept {
            request: None,
            feed: Arc::new(feed),
            over: 0,
            is_begun: false,
        })
    }

    fn keep(&self, kept: Kept) -> Result<(), Error> {
        let mut table = self.lock();
        if let Some(error) = &table.ended {
            return Err(error.clone());
        }
        table.kept.push(kept);
        if table.kept.len() > table.crowded {
            table.kept.retain(|kept| kept.feed.is_wanted());
            table.crowded = (table.kept.len() * 2).max(16);
        }
        Ok(())
    }

    /// Has all who listen hear this connection, once each. Gives the error of a connection that nobody can hear, with
    /// which their streams end.
    pub(super) fn listen_over(&self, up: &Up) -> Result<(), Error> {
        let due = self.lock().due(up.number, |kept| kept.request.is_none());
        let mut heard = Ok(());
        for listener in due {
            match up.connection.listen(listener.leg()) {
                Ok(()) | Err(Error::Closed(_)) => {}
                Err(error) => {
                    listener.feed.close(error.clone());
                    heard = Err(error);
                }
            }
        }
        heard
    }

    /// Waits until there are subscriptions to make again over the connection of this number; gives each once.
    pub(super) async fn due_subscriptions(&self, number: u64) -> Vec<Kept> {
        loop {
            let due = self.lock().due(number, |kept| kept.request.is_some());
            if !due.is_empty() {
                return due;
            }
            self.is_new.notified().await;
        }
    }

    /// Ends all streams, and those to come.
    pub(super) fn end(&self, error: &Error) {
        let mut table = self.lock();
        table.ended = Some(error.clone());
        let all = std::mem::take(&mut table.kept);
        drop(table);
        for kept in all {
            kept.feed.close(error.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // No code under the lock leaves the table half changed.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn due(&mut self, number: u64, is_asked: impl Fn(&Kept) -> bool) -> Vec<Kept> {
        self.kept.retain(|kept| kept.feed.is_wanted());
        let due = self.kept.iter_mut();
        let due = due.filter(|kept| kept.over < number && is_asked(kept));
        due.map(|kept| {
            let due = kept.clone();
            kept.over = number;
            kept.is_begun = true;
            due
        })
        .collect()
    }
}
