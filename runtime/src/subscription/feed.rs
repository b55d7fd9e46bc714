//! What waits between a connection and a reader: takes notifications without ever waiting, gives them in order.
#[cfg_attr(not(feature = "reconnect"), allow(dead_code))]
mod legs;
#[cfg(test)]
mod reader;
#[cfg(feature = "mock")]
mod taps;
#[cfg_attr(not(any(feature = "failover", feature = "tower")), allow(dead_code))]
mod tries;

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use legs::Gaps;
use serde_json::value::RawValue;
use tries::Trial;
#[cfg(any(feature = "failover", feature = "tower"))]
pub(crate) use tries::Tries;

use super::Streaming;
use crate::{BoxFuture, Error, Fault, Reply, ServerNotification};

/// What becomes of notifications when the reader is slow and the buffer is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Overflow {
    /// What waits is still read; behind it comes [`Error::Subscription`], and the stream ends.
    #[default]
    End,
    /// The oldest that waits is lost.
    DropOldest,
    /// The one that comes is lost.
    DropNewest,
}

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) limit: usize,
    pub(crate) overflow: Overflow,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            limit: 1024,
            overflow: Overflow::default(),
        }
    }
}

/// What a reader does when it goes: tells the connection, which puts the request that unsubscribes
/// on its way before it returns, and gives the answer.
pub type Leave = Box<dyn FnOnce() -> BoxFuture<'static, Result<Reply, Error>> + Send>;

/// The end of a stream that a connection writes to.
///
/// Dropped, it ends the stream behind an [`Error::Closed`].
pub struct Feed {
    shared: Arc<Shared>,
    streaming: Option<Streaming>,
    /// Of a call that may be sent again: which try it is for.
    trial: Option<Arc<Trial>>,
    /// Of a stream that several connections feed, one after another: which of them this is for.
    leg: Option<u64>,
    /// Who else is told what it brings.
    tap: Option<Arc<Tap>>,
}

/// Who is told of notifications before their reader.
pub(crate) type Tap = dyn Fn(&ServerNotification) + Send + Sync;

/// The end that is read.
pub(crate) struct Inbox(Arc<Shared>);

struct Shared {
    room: Room,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What waits, and how many gaps there were before it.
    waiting: VecDeque<(u64, ServerNotification)>,
    lost: u64,
    gaps: Gaps,
    /// The id that the server gave to the subscription last.
    id: Option<Box<RawValue>>,
    /// Set when nothing more is taken in; holds the last error until it is read.
    end: Option<Option<Error>>,
    reader: Option<Waker>,
    has_left: bool,
    leave: Option<Leave>,
    /// The leg that feeds the stream; what still comes from those before it is not taken.
    leg: u64,
}

/// Both ends of a stream.
pub(crate) fn queue(room: Room, streaming: Option<Streaming>) -> (Feed, Inbox) {
    let shared = Arc::new(Shared {
        room,
        state: Mutex::default(),
    });
    let inbox = Inbox(Arc::clone(&shared));
    let feed = Feed {
        shared,
        streaming,
        trial: None,
        leg: None,
        tap: None,
    };
    (feed, inbox)
}

impl Feed {
    /// How the subscription travels; none for who listens to what belongs to none.
    pub fn streaming(&self) -> Option<&Streaming> {
        self.streaming.as_ref()
    }

    /// Hands over a notification; false when nobody reads any more.
    pub fn push(&self, notification: ServerNotification) -> bool {
        let mut state = self.shared.lock();
        if state.has_left || self.is_mute(&state) {
            return false;
        }
        if let Some(tap) = &self.tap {
            // It has locks of its own.
            drop(state);
            tap(&notification);
            state = self.shared.lock();
        }
        state.gaps.close();
        let gaps = state.gaps.closed;
        let Room { limit, overflow } = self.shared.room;
        // The last word is not lost.
        let item = self.streaming.map_or(&[][..], |streaming| streaming.item);
        let is_full = state.waiting.len() >= limit && !notification.is_last_word(item);
        match overflow {
            _ if state.end.is_some() => state.lost += 1,
            _ if !is_full => state.waiting.push_back((gaps, notification)),
            Overflow::DropNewest => state.lost += 1,
            Overflow::DropOldest => {
                state.lost += 1;
                state.waiting.pop_front();
                state.waiting.push_back((gaps, notification));
            }
            Overflow::End => {
                state.lost += 1;
                let message = format!("the reader is too slow: {limit} notifications wait already");
                state.end = Some(Some(Error::Subscription(Fault::new(message))));
            }
        }
        state.wake();
        true
    }

    /// Ends the stream behind this error.
    pub fn close(&self, error: Error) {
        let mut state = self.shared.lock();
        if self.is_mute(&state) {
            return;
        }
        if self.ends_alone(&error) {
            let leave = state.leave.take();
            drop(state);
            return drop(leave);
        }
        drop(state);
        let error = match &self.trial {
            Some(trial) => trial.end(error),
            None => Some(error),
        };
        if let Some(error) = error {
            self.shared.end(error);
        }
    }

    /// Sets what the reader does when it goes; gives it back when the reader has gone already.
    #[must_use = "what comes back is to be called"]
    pub fn on_leave(&self, leave: Leave) -> Option<Leave> {
        let mut state = self.shared.lock();
        if state.has_left || self.is_mute(&state) {
            return Some(leave);
        }
        state.gaps.close();
        state.leave = Some(leave);
        None
    }

    /// A feed of the same stream for this try.
    fn of_try(&self, trial: Arc<Trial>) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            streaming: self.streaming,
            trial: Some(trial),
            leg: self.leg,
            tap: self.tap.clone(),
        }
    }

    /// Whether another feeds the stream, or is to.
    fn is_mute(&self, state: &State) -> bool {
        let has_failed = self.trial.as_ref().is_some_and(|trial| trial.has_failed());
        has_failed || self.leg.is_some_and(|leg| leg != state.leg)
    }

    /// Whether this is the end of one of several connections, and not that of the stream.
    fn ends_alone(&self, error: &Error) -> bool {
        self.leg.is_some() && matches!(error, Error::Closed(_))
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.close(Error::Closed(Fault::new("the connection has ended")));
    }
}

impl Inbox {
    /// The next notification, and behind the last one the error that ended it all.
    pub(crate) fn poll(
        &self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<ServerNotification, Error>>> {
        let mut state = self.0.lock();
        if let Some((gaps, notification)) = state.waiting.pop_front() {
            state.gaps.passed = gaps;
            return Poll::Ready(Some(Ok(notification)));
        }
        state.gaps.passed = state.gaps.closed;
        if let Some(end) = &mut state.end {
            return Poll::Ready(end.take().map(Err));
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }

    /// Ends the stream here, as its reader does who goes.
    pub(crate) fn end(&self) {
        let mut state = self.0.lock();
        state.end = Some(None);
        let leave = state.leave.take();
        let waiting = std::mem::take(&mut state.waiting);
        // The connection has locks of its own.
        drop(state);
        drop(waiting);
        if let Some(leave) = leave {
            // The request is on its way; nobody waits for the answer.
            drop(leave());
        }
    }

    /// Whether all was read that there will be.
    pub(crate) fn is_over(&self) -> bool {
        let state = self.0.lock();
        state.waiting.is_empty() && matches!(state.end, Some(None))
    }

    pub(crate) fn lost(&self) -> u64 {
        self.0.lock().lost
    }

    /// How many gaps are before what was read last.
    pub(crate) fn gaps(&self) -> u64 {
        self.0.lock().gaps.passed
    }

    pub(crate) fn id(&self) -> Option<Box<RawValue>> {
        self.0.lock().id.clone()
    }

    /// The id that the first answer gave; a later one stays.
    pub(crate) fn begin(&self, id: Option<Box<RawValue>>) {
        let mut state = self.0.lock();
        state.id = state.id.take().or(id);
    }

    /// What there is to do in leaving, once.
    pub(crate) fn leave(&self) -> Option<Leave> {
        self.0.lock().leave.take()
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        self.0.lock().has_left = true;
        self.end();
    }
}

impl Shared {
    /// Takes nothing in any more, and gives this error behind what waits.
    fn end(&self, error: Error) {
        let mut state = self.lock();
        state.end.get_or_insert(Some(error));
        // Who has gone need not say goodbye any more.
        let leave = state.leave.take();
        state.wake();
        drop(leave);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code under the lock leaves the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("room", &self.shared.room)
            .field("streaming", &self.streaming)
            .finish_non_exhaustive()
    }
}
