//! How a session comes to its end: told by who closes or drops it, waited for by its task.
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

/// As good as no deadline, where the clock does not reach further.
const FOREVER: Duration = Duration::from_secs(1 << 30);

/// What is known of the end of a session.
#[derive(Default)]
pub(super) struct Closing {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Clone, Copy, Default, PartialEq)]
struct State {
    /// When calls that run are cut off, once the session closes.
    deadline: Option<Instant>,
    is_dropped: bool,
    /// The task has let go of the transport.
    is_over: bool,
}

/// What the task has to do.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Wish {
    /// Nobody has the session any more.
    End,
    /// To end by then.
    Close(Instant),
}

impl Closing {
    /// Cuts off after so long; an earlier end stays.
    pub(super) fn close_after(&self, deadline: Duration) {
        let latest = Instant::now().checked_add(deadline);
        let latest = latest.unwrap_or_else(|| Instant::now() + FOREVER);
        self.change(|state| {
            state.deadline = Some(state.deadline.map_or(latest, |known| known.min(latest)));
        });
    }

    /// Says that nobody has the session any more.
    pub(super) fn drop_session(&self) {
        self.change(|state| state.is_dropped = true);
    }

    /// Says that the task has let go of the transport.
    pub(super) fn end(&self) {
        self.change(|state| state.is_over = true);
    }

    /// Waits until the task has let go of the transport, and of a child behind it.
    pub(super) async fn over(&self) {
        self.until(|state| state.is_over.then_some(())).await;
    }

    /// Waits for another wish than this one.
    pub(super) async fn wish(&self, known: Option<Wish>) -> Wish {
        self.until(|state| state.wish().filter(|wish| Some(*wish) != known))
            .await
    }

    /// Whether the user closes the session.
    pub(super) fn is_closing(&self) -> bool {
        self.lock().deadline.is_some()
    }

    async fn until<T>(&self, find: impl Fn(State) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            let state = *self.lock();
            if let Some(found) = find(state) {
                return found;
            }
            changed.await;
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wish(self) -> Option<Wish> {
        match (self.is_dropped, self.deadline) {
            (true, _) => Some(Wish::End),
            (false, Some(deadline)) => Some(Wish::Close(deadline)),
            (false, None) => None,
        }
    }
}
