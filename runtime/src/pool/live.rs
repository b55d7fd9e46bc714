//! A session of a pool: who uses it, and when it ends.
use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{key::Key, table::Table};
use crate::Connection;

/// A session, and how busy it is.
pub(super) struct Live {
    pub(super) connection: Arc<dyn Connection>,
    in_use: AtomicUsize,
    /// Somebody subscribed or listens: it is not closed for having nothing to do.
    is_kept: AtomicBool,
    used: Mutex<Instant>,
}

impl Live {
    pub(super) fn new(connection: Arc<dyn Connection>) -> Arc<Self> {
        Arc::new(Self {
            connection,
            in_use: AtomicUsize::new(0),
            is_kept: AtomicBool::new(false),
            used: Mutex::new(Instant::now()),
        })
    }

    /// How many calls are under way.
    pub(super) fn in_use(&self) -> usize {
        self.in_use.load(Ordering::SeqCst)
    }

    /// Counts a call. The table is locked, so that nobody finds it idle meanwhile.
    pub(super) fn enter(self: &Arc<Self>) -> InUse {
        self.in_use.fetch_add(1, Ordering::SeqCst);
        InUse(Arc::clone(self))
    }

    /// When it was without a call for so long, if it has none.
    pub(super) fn idle_at(&self, timeout: Duration) -> Option<Instant> {
        let is_free = self.in_use() == 0 && !self.is_kept.load(Ordering::SeqCst);
        let used = *self.used.lock().unwrap_or_else(PoisonError::into_inner);
        is_free.then(|| used.checked_add(timeout)).flatten()
    }

    /// Waits until it has been idle for so long; it may be in use again by then.
    async fn idle(&self, timeout: Option<Duration>) {
        let Some(timeout) = timeout else {
            return std::future::pending().await;
        };
        loop {
            let again = || Instant::now().checked_add(timeout);
            match self.idle_at(timeout).or_else(again) {
                Some(at) => sleep_until(at).await,
                None => std::future::pending().await,
            }
            if self.idle_at(timeout).is_some_and(|at| at <= Instant::now()) {
                return;
            }
        }
    }
}

/// A call under way over a session.
pub(super) struct InUse(Arc<Live>);

impl InUse {
    pub(super) fn live(&self) -> &Arc<Live> {
        &self.0
    }

    pub(super) fn connection(&self) -> &Arc<dyn Connection> {
        &self.0.connection
    }

    /// The session stays until it ends by itself.
    pub(super) fn keep(&self) {
        self.0.is_kept.store(true, Ordering::SeqCst);
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        *self.0.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.0.in_use.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Holds a session until it ends, has nothing to do, or the pool has gone.
pub(super) async fn watch(
    table: Weak<Table>,
    key: Key,
    live: Arc<Live>,
    idle_timeout: Option<Duration>,
    mut gone: watch::Receiver<()>,
) {
    let ended = live.connection.ended();
    tokio::pin!(ended);
    loop {
        tokio::select! {
            _ = &mut ended => break,
            _ = gone.changed() => return,
            () = live.idle(idle_timeout) => {}
        }
        let Some(table) = table.upgrade() else {
            return;
        };
        if table.retire(&key, &live, idle_timeout) {
            live.connection.close(Duration::ZERO).await;
            return;
        }
    }
    if let Some(table) = table.upgrade() {
        table.forget(&key, &live);
    }
}
