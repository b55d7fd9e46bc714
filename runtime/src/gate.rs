//! The way into a connection: lets things in while it is open, and tells who waits when it closes, is empty, or has ended.
use std::{
    ops::Deref,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio::sync::Notify;

use crate::Fault;

/// What is under way over a connection, and why nothing may begin any more.
///
/// Every call passes here, so an open gate is told by one atomic, and leaving one costs no word to anybody.
pub(crate) struct Gate {
    is_open: AtomicBool,
    inside: AtomicUsize,
    /// How much of it is no call.
    beside: AtomicUsize,
    /// Whether somebody waits until nothing is inside.
    is_watched: AtomicBool,
    phase: Mutex<Phase>,
    /// Told when the phase changes, and when nothing is inside and somebody waits for that.
    changed: Notify,
}

#[derive(Default)]
enum Phase {
    #[default]
    Open,
    /// Nothing may begin; what is inside goes on.
    Closing(Fault),
    Ended(Fault),
}

/// A place inside, given up when dropped.
pub(crate) struct Pass<G: Deref<Target = Gate> = Arc<Gate>> {
    gate: G,
    is_call: bool,
}

impl Gate {
    /// An open gate.
    pub(crate) fn new() -> Self {
        Self {
            is_open: AtomicBool::new(true),
            inside: AtomicUsize::new(0),
            beside: AtomicUsize::new(0),
            is_watched: AtomicBool::new(false),
            phase: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Lets a call in; says why nothing may begin.
    #[cfg(any(feature = "http", feature = "jsonrpsee", feature = "pool", test))]
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Pass, Fault> {
        Pass::enter(Arc::clone(self))
    }

    /// Why nothing may begin any more.
    pub(crate) fn refusal(&self) -> Option<Fault> {
        if self.is_open() {
            return None;
        }
        match &*self.lock() {
            Phase::Open => None,
            Phase::Closing(fault) | Phase::Ended(fault) => Some(fault.clone()),
        }
    }

    /// Whether things may begin.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open.load(Ordering::SeqCst)
    }

    /// Lets nothing begin any more, for this reason.
    pub(crate) fn shut(&self, fault: Fault) {
        let mut phase = self.lock();
        if matches!(*phase, Phase::Open) {
            *phase = Phase::Closing(fault);
            self.tell(phase);
        }
    }

    /// Tells all who wait for it that the connection has ended, for this reason.
    pub(crate) fn end(&self, fault: Fault) {
        let mut phase = self.lock();
        if !matches!(*phase, Phase::Ended(_)) {
            *phase = Phase::Ended(fault);
            self.tell(phase);
        }
    }

    /// Closes a connection that has no task of its own: refuses calls from now on, gives those that
    /// run until the deadline, and then ends. It does so also when nobody waits for it any more.
    #[cfg(any(feature = "http", feature = "jsonrpsee", feature = "pool"))]
    pub(crate) async fn close(self: Arc<Self>, deadline: std::time::Duration) {
        let reason = crate::connection::closed_by_us();
        self.shut(reason.clone());
        let closing = Arc::clone(&self);
        tokio::spawn(async move {
            let _ = tokio::time::timeout(deadline, closing.empty()).await;
            closing.end(reason);
        });
        self.ended().await;
    }

    /// Waits until nothing is inside.
    #[cfg(any(feature = "http", feature = "jsonrpsee", feature = "pool", test))]
    pub(crate) async fn empty(&self) {
        self.empty_and(|| true).await;
    }

    /// Waits until nothing is inside, nor behind it. Where that changes, `left` is called.
    pub(crate) async fn empty_and(&self, is_behind_empty: impl Fn() -> bool) {
        // Before the first look: who leaves looks the other way round.
        self.is_watched.store(true, Ordering::SeqCst);
        loop {
            let changed = self.changed.notified();
            // In this order, in which calls go.
            if self.inside.load(Ordering::SeqCst) == 0 && is_behind_empty() {
                return;
            }
            changed.await;
        }
    }

    /// Says that somebody may have been the last.
    pub(crate) fn left(&self) {
        if self.is_watched.load(Ordering::SeqCst) {
            self.changed.notify_waiters();
        }
    }

    /// How many calls are inside.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn calls(&self) -> usize {
        let beside = self.beside.load(Ordering::SeqCst);
        self.inside.load(Ordering::SeqCst).saturating_sub(beside)
    }

    /// Waits until the connection has ended; says why.
    pub(crate) async fn ended(&self) -> Fault {
        loop {
            let changed = self.changed.notified();
            if let Some(fault) = self.end_reason() {
                return fault;
            }
            changed.await;
        }
    }

    /// Why the connection has ended, if it has.
    pub(crate) fn end_reason(&self) -> Option<Fault> {
        if self.is_open() {
            return None;
        }
        match &*self.lock() {
            Phase::Ended(fault) => Some(fault.clone()),
            Phase::Open | Phase::Closing(_) => None,
        }
    }

    fn tell(&self, phase: MutexGuard<'_, Phase>) {
        self.is_open.store(false, Ordering::SeqCst);
        drop(phase);
        self.changed.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Phase> {
        self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<G: Deref<Target = Gate>> Pass<G> {
    /// A place inside for a call; says why nothing may begin.
    pub(crate) fn enter(gate: G) -> Result<Self, Fault> {
        Self::new(gate, true).unless_refused()
    }

    /// A place inside for what is no call; says why nothing may begin.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn enter_beside(gate: G) -> Result<Self, Fault> {
        Self::join(gate).unless_refused()
    }

    /// A place inside for what belongs to something inside, and is no call.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn join(gate: G) -> Self {
        Self::new(gate, false)
    }

    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn gate(&self) -> &G {
        &self.gate
    }

    fn new(gate: G, is_call: bool) -> Self {
        gate.inside.fetch_add(1, Ordering::SeqCst);
        if !is_call {
            gate.beside.fetch_add(1, Ordering::SeqCst);
        }
        Self { gate, is_call }
    }

    /// Asked after it was counted: who closes looks at the count after the gate is shut.
    fn unless_refused(self) -> Result<Self, Fault> {
        match self.gate.refusal() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }
}

impl<G: Deref<Target = Gate>> Drop for Pass<G> {
    fn drop(&mut self) {
        let gate = &*self.gate;
        if !self.is_call {
            gate.beside.fetch_sub(1, Ordering::SeqCst);
        }
        if gate.inside.fetch_sub(1, Ordering::SeqCst) == 1 {
            gate.left();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::future::poll_immediate;

    use super::*;

    #[tokio::test]
    async fn what_is_inside_goes_on() {
        let gate = Arc::new(Gate::new());
        let pass = gate.enter().unwrap();
        let mut empty = pin!(gate.empty());
        gate.shut(Fault::new("first"));
        gate.shut(Fault::new("second"));
        assert_eq!(gate.enter().err().unwrap().to_string(), "first");
        let joined = Pass::new(Arc::clone(&gate), false);
        drop(pass);
        assert!(poll_immediate(&mut empty).await.is_none());
        drop(joined);
        empty.await;
        let mut ended = pin!(gate.ended());
        assert!(poll_immediate(&mut ended).await.is_none());
        gate.end(Fault::new("third"));
        gate.end(Fault::new("fourth"));
        assert_eq!(ended.await.to_string(), "third");
        assert_eq!(gate.enter().err().unwrap().to_string(), "third");
    }
}
