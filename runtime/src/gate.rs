//! The way into a connection: lets in so many calls at once, and none any more when it closes.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Notify, Semaphore, SemaphorePermit, watch};

use crate::Fault;

/// What is under way over a connection, and why nothing may begin any more.
pub(crate) struct Gate {
    /// A permit for each call that may be under way.
    turns: Semaphore,
    max: usize,
    inside: AtomicUsize,
    /// Told when nothing is inside any more.
    emptied: Notify,
    phase: watch::Sender<Phase>,
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
pub(crate) struct Pass(Arc<Gate>);

impl Gate {
    /// An open gate for so many calls at once.
    pub(crate) fn new(max: usize) -> Self {
        let max = max.clamp(1, Semaphore::MAX_PERMITS.min(u32::MAX as usize));
        Self {
            turns: Semaphore::new(max),
            max,
            inside: AtomicUsize::new(0),
            emptied: Notify::new(),
            phase: watch::Sender::default(),
        }
    }

    /// Lets something in; says why nothing may begin.
    pub(crate) fn enter(self: &Arc<Self>) -> Result<Pass, Fault> {
        // Counted first: who closes looks at the count after the gate is shut.
        let pass = self.join();
        match self.refusal() {
            Some(fault) => Err(fault),
            None => Ok(pass),
        }
    }

    /// Lets in what belongs to something inside.
    pub(crate) fn join(self: &Arc<Self>) -> Pass {
        self.inside.fetch_add(1, Ordering::SeqCst);
        Pass(Arc::clone(self))
    }

    /// A turn for one call, if it may be under way now.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.try_acquire().ok()
    }

    /// Waits until so many calls may be under way, or as many as may ever be.
    pub(crate) async fn turns(&self, calls: usize) -> Option<SemaphorePermit<'_>> {
        let calls = u32::try_from(calls.min(self.max)).unwrap_or(u32::MAX);
        self.turns.acquire_many(calls).await.ok()
    }

    /// Why nothing may begin any more.
    pub(crate) fn refusal(&self) -> Option<Fault> {
        match &*self.phase.borrow() {
            Phase::Open => None,
            Phase::Closing(fault) | Phase::Ended(fault) => Some(fault.clone()),
        }
    }

    /// Lets nothing begin any more, for this reason.
    pub(crate) fn shut(&self, fault: Fault) {
        self.phase.send_if_modified(|phase| {
            let is_open = matches!(phase, Phase::Open);
            if is_open {
                *phase = Phase::Closing(fault);
            }
            is_open
        });
    }

    /// Tells all who wait for it that the connection has ended, for this reason.
    pub(crate) fn end(&self, fault: Fault) {
        self.phase.send_if_modified(|phase| {
            let is_new = !matches!(phase, Phase::Ended(_));
            if is_new {
                *phase = Phase::Ended(fault);
            }
            is_new
        });
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
    pub(crate) async fn empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.inside.load(Ordering::SeqCst) == 0 {
                return;
            }
            emptied.await;
        }
    }

    /// Waits until the connection has ended; says why.
    pub(crate) async fn ended(&self) -> Fault {
        let mut phase = self.phase.subscribe();
        let ended = phase
            .wait_for(|phase| matches!(phase, Phase::Ended(_)))
            .await;
        match ended.as_deref() {
            Ok(Phase::Ended(fault)) => fault.clone(),
            _ => Fault::new("the connection has ended"),
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.0.inside.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.emptied.notify_waiters();
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
        let gate = Arc::new(Gate::new(1));
        let pass = gate.enter().unwrap();
        let mut empty = pin!(gate.empty());
        gate.shut(Fault::new("first"));
        gate.shut(Fault::new("second"));
        assert_eq!(gate.enter().err().unwrap().to_string(), "first");
        let joined = gate.join();
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

    #[tokio::test]
    async fn more_calls_than_may_be_go_when_all_are_free() {
        let gate = Gate::new(2);
        let first = gate.turns(1).await;
        let mut many = pin!(gate.turns(5));
        assert!(poll_immediate(&mut many).await.is_none());
        drop(first);
        assert!(many.await.is_some());
    }
}
