//! The subscriptions of a connection: counts them, ends one by its id, and all with the connection.
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::oneshot;

use crate::Context;

/// Subscriptions that a connection has at the most, where nothing else is said.
pub(crate) const MAX_SUBSCRIPTIONS: usize = 1024;

/// No two subscriptions of this process have the same id, so that one that has come back over
/// another connection ends nobody else's.
static IDS: AtomicU64 = AtomicU64::new(1);

/// Kept among the extensions of the connection's [`Context`], and gone from there when it ends.
#[derive(Debug)]
pub(crate) struct Registry {
    max: usize,
    /// By id. What has only a place yet has nothing to stop; a sender that is dropped stops the rest.
    running: Mutex<HashMap<u64, Running>>,
}

#[derive(Debug)]
struct Running {
    /// What tells it where no id does: how it is left, and the params that it began with.
    key: Option<String>,
    stop: Option<oneshot::Sender<()>>,
}

/// A place among the subscriptions, given back when dropped.
#[derive(Debug)]
pub(super) struct Entry {
    id: u64,
    registry: Weak<Registry>,
}

impl Registry {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            running: Mutex::default(),
        }
    }

    pub(super) fn of(context: &Context) -> Arc<Self> {
        let extensions = context.extensions();
        extensions.get_or_insert_with(|| Self::new(MAX_SUBSCRIPTIONS))
    }

    /// A place for one more; none when there are too many.
    pub(super) fn enter(self: Arc<Self>, key: Option<String>) -> Option<Entry> {
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let mut running = self.lock();
        if running.len() >= self.max {
            return None;
        }
        running.insert(id, Running { key, stop: None });
        drop(running);
        let registry = Arc::downgrade(&self);
        Some(Entry { id, registry })
    }

    /// Ends what runs under this id; whether there was anything.
    pub(super) fn end(&self, id: u64) -> bool {
        let ended = self.lock().remove(&id);
        ended.is_some()
    }

    /// Ends all that have no id but this key; whether there was anything.
    pub(super) fn end_all(&self, key: &str) -> bool {
        let mut running = self.lock();
        let before = running.len();
        running.retain(|_, running| running.key.as_deref() != Some(key));
        running.len() < before
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Running>> {
        // No code under the lock leaves the table half changed.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    /// Runs a subscription until it is over, is ended, or the connection ends.
    pub(super) fn run(self, subscription: impl Future<Output = ()> + Send + 'static) {
        let (stop, stopped) = oneshot::channel();
        let Some(registry) = self.registry.upgrade() else {
            return;
        };
        match registry.lock().get_mut(&self.id) {
            Some(running) => running.stop = Some(stop),
            None => return,
        }
        tokio::spawn(async move {
            tokio::select! {
                () = subscription => {}
                _ = stopped => {}
            }
            drop(self);
        });
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some(registry) = self.registry.upgrade() {
            registry.end(self.id);
        }
    }
}
