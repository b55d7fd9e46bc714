//! The calls that wait: takes ids and frames in any order, gives each frame to the ticket of its id.
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::sniff::answered_id;
use crate::{Error, Fault};

/// What a call gets: the frame that answers it, or why that cannot be handed out.
type Answer = Result<Bytes, Fault>;

/// The table of calls without an answer.
#[derive(Default)]
pub(super) struct Pending {
    table: Mutex<Table>,
    strays: AtomicU64,
}

#[derive(Default)]
struct Table {
    waiting: HashMap<u64, oneshot::Sender<Answer>>,
    /// Why the connection has ended. Then nothing waits, and nothing may begin to.
    closed: Option<Fault>,
}

/// A place in the table, given up when dropped.
pub(super) struct Ticket {
    id: u64,
    answer: oneshot::Receiver<Answer>,
    pending: Arc<Pending>,
}

impl Pending {
    /// A ticket for the answer to `id`; of a connection that has ended, why.
    pub(super) fn enter(self: &Arc<Self>, id: u64) -> Result<Ticket, Fault> {
        let (sender, answer) = oneshot::channel();
        let mut table = self.lock();
        match &table.closed {
            Some(fault) => Err(fault.clone()),
            None => {
                table.waiting.insert(id, sender);
                Ok(Ticket {
                    id,
                    answer,
                    pending: Arc::clone(self),
                })
            }
        }
    }

    /// Hands a frame to the call that it answers, or counts it as a stray.
    pub(super) fn deliver(&self, frame: Bytes) {
        let Some(id) = answered_id(&frame) else {
            return self.stray("no answer", &frame);
        };
        let waiting = self.lock().waiting.remove(&id);
        match waiting {
            // A call that was dropped just now needs no answer.
            Some(sender) => drop(sender.send(Ok(frame))),
            None => self.stray("unknown id", &frame),
        }
    }

    /// Ends the call `id`, whose answer came but cannot be had.
    #[cfg(feature = "streams")]
    pub(super) fn fail(&self, id: u64, fault: Fault) {
        let waiting = self.lock().waiting.remove(&id);
        match waiting {
            Some(sender) => drop(sender.send(Err(fault))),
            None => self.stray("unknown id", &[]),
        }
    }

    /// Counts a frame that belongs to nobody.
    pub(super) fn stray(&self, _why: &'static str, _frame: &[u8]) {
        self.strays.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "tracing")]
        {
            let frame = crate::error::Snippet::head(_frame);
            tracing::debug!(
                why = _why,
                frame = frame.as_str(),
                "a frame belongs to no call"
            );
        }
    }

    /// Lets no call begin any more, for this reason. Those that wait go on waiting.
    pub(super) fn refuse(&self, fault: Fault) {
        self.lock().closed = Some(fault);
    }

    /// Ends all calls, for this reason.
    pub(super) fn close(&self, fault: Fault) {
        let mut table = self.lock();
        table.closed = Some(fault);
        table.waiting = HashMap::new();
    }

    /// Why the connection has ended, if it has.
    pub(super) fn closed(&self) -> Option<Fault> {
        self.lock().closed.clone()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    pub(super) fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // No code under the lock leaves the table half changed.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Waits for the frame; of a connection that ends first, says why it did.
    pub(super) async fn answer(mut self) -> Result<Bytes, Error> {
        match (&mut self.answer).await {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(fault)) => Err(Error::Transport(fault.sent())),
            Err(_) => {
                let fault = self.pending.closed().unwrap_or_else(ended);
                Err(Error::Closed(fault.sent()))
            }
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        // What was answered is out of the table already.
        if !self.answer.is_terminated() {
            self.pending.lock().waiting.remove(&self.id);
        }
    }
}

/// Of a connection whose task stopped without a word, as when its runtime is shut down.
pub(super) fn ended() -> Fault {
    Fault::new("the connection has ended")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(id: u64) -> Bytes {
        Bytes::from(format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{id}}}"#))
    }

    #[test]
    fn a_dropped_ticket_leaves_nothing() {
        let pending = Arc::new(Pending::default());
        let first = pending.enter(1).unwrap();
        let second = pending.enter(2).unwrap();
        drop(first);
        assert_eq!(pending.len(), 1);
        pending.deliver(frame(1));
        pending.deliver(frame(2));
        pending.deliver(frame(2));
        assert_eq!((pending.len(), pending.strays()), (0, 2));
        drop(second);
    }

    #[test]
    fn a_connection_at_its_end_refuses_calls() {
        let pending = Arc::new(Pending::default());
        let waiting = pending.enter(1).unwrap();
        pending.refuse(Fault::new("first"));
        assert_eq!(pending.len(), 1);
        assert_eq!(pending.enter(2).err().unwrap().to_string(), "first");
        pending.close(Fault::new("second"));
        assert_eq!(pending.len(), 0);
        assert_eq!(pending.enter(2).err().unwrap().to_string(), "second");
        drop(waiting);
    }
}
