//! The sessions of a pool by their addresses: gives one that is there, or one that is made for all who wait.
//!
//! It is our own: deadpool and bb8 lend a connection to one user at a time, and a cache such as moka goes by when an entry
//! was looked up last and knows nothing of calls that are still under way.
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{Shared, join_all},
};
use tokio::{
    sync::{oneshot, watch},
    time::Instant,
};

use super::{
    Profile,
    key::Key,
    live::{self, InUse, Live},
    options::PoolOptions,
};
use crate::{Error, Fault, Wire, connect_with, connection::closed_by_us};

pub(super) struct Table {
    options: PoolOptions,
    slots: Mutex<HashMap<Key, Slot>>,
    /// Its end tells the tasks that hold sessions.
    here: watch::Sender<()>,
}

/// What there is to one address.
#[derive(Default)]
struct Slot {
    sessions: Vec<Arc<Live>>,
    /// What all wait for.
    coming: Option<Coming>,
}

type Coming = Shared<oneshot::Receiver<Result<(), Error>>>;

impl Slot {
    /// The session with the fewest calls.
    fn best(&self) -> Option<&Arc<Live>> {
        self.sessions.iter().min_by_key(|live| live.in_use())
    }
}

impl Table {
    pub(super) fn new(options: PoolOptions) -> Self {
        Self {
            options,
            slots: Mutex::default(),
            here: watch::Sender::default(),
        }
    }

    /// A session to use. It is counted as used at once.
    pub(super) async fn session(
        self: &Arc<Self>,
        key: &Key,
        profile: &Arc<Profile>,
    ) -> Result<InUse, Error> {
        loop {
            let coming = match self.find(key, profile) {
                Ok(session) => return Ok(session),
                Err(coming) => coming,
            };
            match coming.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return Err(error),
                Err(_) => return Err(Error::Connect(Fault::new("the connecting task has ended"))),
            }
        }
    }

    /// The session that is best, or the one that is coming. Where there is nothing better than a
    /// busy one, another is made for those who come later.
    fn find(self: &Arc<Self>, key: &Key, profile: &Arc<Profile>) -> Result<InUse, Coming> {
        let mut slots = self.lock();
        let slot = slots.entry(key.clone()).or_default();
        let best = slot.best().map(Live::enter);
        let begin = || self.connect(key, profile);
        match best {
            None => Err(slot.coming.get_or_insert_with(begin).clone()),
            Some(best) => {
                let is_busy = best.live().in_use() > 1;
                if is_busy && slot.sessions.len() < self.options.max_sessions {
                    slot.coming.get_or_insert_with(begin);
                }
                Ok(best)
            }
        }
    }

    /// A session that is there.
    pub(super) fn present(&self, key: &Key) -> Option<InUse> {
        self.lock().get(key)?.best().map(Live::enter)
    }

    /// The format of its sessions; before there is one, as the URL says.
    pub(super) fn wire(&self, key: &Key) -> Wire {
        let slots = self.lock();
        let session = slots.get(key).and_then(Slot::best);
        session.map_or_else(|| key.wire(), |live| live.connection.wire())
    }

    /// Starts to connect, whoever waits for it to the end. The lock is held.
    fn connect(self: &Arc<Self>, key: &Key, profile: &Arc<Profile>) -> Coming {
        let (told, coming) = oneshot::channel();
        let (key, profile) = (key.clone(), Arc::clone(profile));
        let (table, coming) = (Arc::downgrade(self), coming.shared());
        let (ours, gone) = (coming.clone(), self.here.subscribe());
        tokio::spawn(async move {
            let mut leaving = gone.clone();
            let connected = tokio::select! {
                connected = connect_with(key.url(), profile.options.clone()) => connected,
                _ = leaving.changed() => return,
            };
            let Some(here) = table.upgrade() else {
                return;
            };
            let live = connected.map(Live::new);
            let is_wanted = here.arrived(&key, &ours, live.as_ref().ok());
            let idle_timeout = here.options.idle_timeout;
            drop(here);
            let outcome = match live {
                Ok(live) if is_wanted => {
                    tokio::spawn(live::watch(table, key, live, idle_timeout, gone));
                    Ok(())
                }
                Ok(live) => {
                    live.connection.close(Duration::ZERO).await;
                    Err(Error::Closed(closed_by_us()))
                }
                Err(error) => Err(error),
            };
            // Who waited may have gone.
            drop(told.send(outcome));
        });
        coming
    }

    /// Takes note of what connecting has come to; whether it was still wanted.
    fn arrived(&self, key: &Key, coming: &Coming, live: Option<&Arc<Live>>) -> bool {
        let mut slots = self.lock();
        let Some(slot) = slots.get_mut(key) else {
            return false;
        };
        let is_wanted = slot.coming.as_ref().is_some_and(|it| it.ptr_eq(coming));
        if is_wanted {
            slot.coming = None;
            slot.sessions.extend(live.cloned());
        }
        Self::tidy(&mut slots, key);
        is_wanted
    }

    /// Lets go of a session that has ended.
    pub(super) fn forget(&self, key: &Key, live: &Arc<Live>) -> bool {
        let mut slots = self.lock();
        let Some(slot) = slots.get_mut(key) else {
            return false;
        };
        let count = slot.sessions.len();
        slot.sessions.retain(|known| !Arc::ptr_eq(known, live));
        let is_gone = slot.sessions.len() < count;
        Self::tidy(&mut slots, key);
        is_gone
    }

    /// Lets go of a session that has had nothing to do for so long; not of one that is in use by now.
    pub(super) fn retire(&self, key: &Key, live: &Arc<Live>, timeout: Option<Duration>) -> bool {
        let mut slots = self.lock();
        let idle_at = timeout.and_then(|timeout| live.idle_at(timeout));
        let is_idle = idle_at.is_some_and(|at| at <= Instant::now());
        if let Some(slot) = slots.get_mut(key)
            && is_idle
        {
            slot.sessions.retain(|known| !Arc::ptr_eq(known, live));
            Self::tidy(&mut slots, key);
        }
        is_idle
    }

    fn tidy(slots: &mut HashMap<Key, Slot>, key: &Key) {
        let is_empty = |slot: &Slot| slot.sessions.is_empty() && slot.coming.is_none();
        if slots.get(key).is_some_and(is_empty) {
            slots.remove(key);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lock().values().map(|slot| slot.sessions.len()).sum()
    }

    /// Lets go of all sessions, and closes them.
    pub(super) async fn close_all(&self, deadline: Duration) {
        let slots = std::mem::take(&mut *self.lock());
        let sessions: Vec<_> = slots.into_values().flat_map(|slot| slot.sessions).collect();
        join_all(sessions.iter().map(|live| live.connection.close(deadline))).await;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
