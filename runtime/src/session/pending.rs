//! The calls that wait: takes frames in any order, gives each to the ticket of its id and each notification to its feed.
mod abandoned;
mod batches;
mod deliver;
mod dropped;
mod due;
mod hash;
mod heard;
mod ids;
mod order;
mod requests;
mod settled;
mod subscriptions;
mod table;
mod unclaimed;
mod unreadable;

use std::{
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
pub(super) use due::Due;
use heard::Heard;
use requests::Requests;
pub(super) use table::Then;
use table::{Table, Waiter};
use tokio::sync::{Notify, oneshot};
use unclaimed::Unclaimed;

use super::{Role, outbox::WeakOutbox, ticket::Ticket};
use crate::{
    ConnectOptions, Context, Error, Fault, Feed, Handlers, ServerNotification, StrayCounts,
    StrayKind, Wire,
    gate::{Gate, Pass},
    stray::Strays,
};

/// What a call gets: the frame that answers it, or why there is none.
pub(super) type Answer = Result<Bytes, Error>;

/// The table of calls without an answer, and of subscriptions.
pub(super) struct Pending {
    wire: Wire,
    /// The longest message that the transport takes.
    longest: usize,
    table: Mutex<Table>,
    strays: Strays,
    unclaimed: Unclaimed,
    /// What a strict connection ends for.
    breach: OnceLock<Fault>,
    /// Told when a call is late before all others.
    earlier: Notify,
    /// For the requests that end subscriptions.
    outbox: WeakOutbox,
    gate: Arc<Gate>,
    requests: Requests,
    /// Notifications that wait for their handlers.
    heard: Heard,
    /// How long a subscription that was left may take to say so.
    timeout: Duration,
}

impl Pending {
    pub(super) fn new(
        longest: usize,
        outbox: WeakOutbox,
        strays: Strays,
        context: Context,
        role: Role,
        options: &ConnectOptions,
    ) -> Self {
        Self {
            wire: options.wire,
            longest,
            table: Mutex::new(Table::new(strays.is_strict(), options)),
            strays,
            unclaimed: Unclaimed::default(),
            breach: OnceLock::new(),
            earlier: Notify::new(),
            outbox,
            gate: Arc::new(Gate::new(options.max_in_flight)),
            requests: Requests::new(context, role, options),
            heard: Heard::new(options),
            timeout: options.timeout,
        }
    }

    /// A ticket for an answer under a new id; of a connection that takes no calls, why.
    pub(super) fn enter(self: &Arc<Self>, then: Then) -> Result<Ticket, Fault> {
        // Asked under the lock, by which what waits is ended once the gate is shut.
        let mut table = self.lock();
        let inside = self.gate.enter()?;
        Ok(self.insert(&mut table, then, inside))
    }

    fn insert(self: &Arc<Self>, table: &mut Table, then: Then, inside: Pass) -> Ticket {
        let id = table.new_id();
        let (sender, answer) = oneshot::channel();
        if let Then::Route(route) = &then {
            table.routes.expect(&route.streaming);
        }
        let answer_to = Some(sender);
        table.waiting.insert(
            id,
            Waiter {
                answer: answer_to,
                then,
                due: None,
            },
        );
        Ticket::new(id, answer, Arc::clone(self), inside)
    }

    #[cfg(all(test, feature = "msgpack", unix))]
    pub(super) fn go_on_from(&self, id: u64) {
        self.lock().ids.go_on_from(id);
    }

    /// Hands notifications that belong to no subscription to a feed.
    pub(super) fn listen(&self, feed: Feed) -> Result<(), Fault> {
        let mut table = self.lock();
        match self.gate.refusal() {
            Some(fault) => Err(fault),
            None => {
                table.routes.listen(feed);
                Ok(())
            }
        }
    }

    /// The time is over, of a call that was sent and began then, or was not sent.
    pub(super) fn late(&self, limit: Duration, began: Option<Instant>) -> Error {
        let peer = self.strays.origin();
        Error::Timeout(match began {
            Some(began) => self.unclaimed.late(peer, limit, began).sent(),
            None => Fault::new(format!(
                "the connection to {peer} took no request in {limit:?}"
            )),
        })
    }

    /// Counts notifications that are for nobody.
    fn count(&self, unclaimed: Vec<ServerNotification>) {
        for notification in unclaimed {
            self.stray(StrayKind::NobodyListens, notification.params());
        }
    }

    /// Takes note of what belongs to nobody.
    pub(super) fn stray(&self, kind: StrayKind, bytes: &[u8]) {
        self.unclaimed.note(kind, bytes);
        if let Err(fault) = self.strays.note(kind, bytes) {
            self.breach.get_or_init(|| fault);
        }
    }

    /// Why the connection ends, of a strict one to which came what must not.
    pub(super) fn breach(&self) -> Option<Fault> {
        self.breach.get().cloned()
    }

    /// Says why a message of ours cannot go that has so many bytes.
    pub(super) fn check_length(&self, length: usize) -> Result<(), Error> {
        let longest = self.longest;
        match length > longest {
            false => Ok(()),
            true => {
                let peer = self.strays.origin();
                let message = format!("the message has {length} bytes, {peer} takes {longest}");
                Err(Error::Encode(Fault::new(message).lasting()))
            }
        }
    }

    /// How messages are written.
    pub(super) fn wire(&self) -> Wire {
        self.wire
    }

    /// What answers the server's own requests.
    pub(super) fn handlers(&self) -> &Handlers {
        self.requests.handlers()
    }

    /// The connection, as handlers get it.
    pub(super) fn context(&self) -> &Context {
        self.requests.context()
    }

    /// What is under way.
    pub(super) fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    /// Ends all calls and streams, for this reason. These calls were not sent.
    pub(super) fn close(&self, fault: Fault, unsent: &[u64]) {
        self.gate.end(fault.clone());
        self.requests.leave();
        let mut table = self.lock();
        table.routes.close(&fault);
        let mut waiting = std::mem::take(&mut table.waiting);
        table.given_up = 0;
        drop(table);
        let unsent = unsent.iter().filter_map(|id| waiting.remove(id)?.answer);
        for answer in unsent {
            drop(answer.send(Err(Error::Closed(fault.clone()))));
        }
    }

    /// Why the connection takes no calls any more, if so.
    pub(super) fn refusal(&self) -> Option<Fault> {
        self.gate.refusal()
    }

    /// How many callers wait.
    pub(super) fn len(&self) -> usize {
        let table = self.lock();
        table.waiting.len() - table.given_up
    }

    pub(super) fn strays(&self) -> StrayCounts {
        self.strays.counts()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // No code under the lock leaves the table half changed.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of an answer that came and cannot be had.
fn unreadable(fault: Fault) -> Error {
    Error::Transport(fault.sent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::outbox::outbox;

    pub(super) fn pending() -> Arc<Pending> {
        let (outbox, _) = outbox(100);
        let options = ConnectOptions::new().with_max_in_flight(100);
        let strays = Strays::new("here".into(), &options);
        let context = Context::new("here");
        let outbox = outbox.downgrade();
        Arc::new(Pending::new(
            usize::MAX,
            outbox,
            strays,
            context,
            Role::Client,
            &options,
        ))
    }

    fn frame(id: u64) -> Bytes {
        Bytes::from(format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{id}}}"#))
    }

    #[test]
    fn a_dropped_ticket_leaves_nothing() {
        let pending = pending();
        let first = pending.enter(Then::Nothing).unwrap();
        let second = pending.enter(Then::Nothing).unwrap();
        drop(first);
        assert_eq!(pending.len(), 1);
        pending.deliver(frame(0));
        pending.deliver(frame(1));
        pending.deliver(frame(1));
        assert_eq!(pending.len(), 0);
        let strays = pending.strays();
        assert_eq!(strays.of(StrayKind::SecondAnswer), 2);
        assert_eq!(strays.total(), 2);
        drop(second);
    }

    #[test]
    fn a_connection_at_its_end_refuses_calls() {
        let pending = pending();
        let enter = || pending.enter(Then::Nothing);
        let waiting = enter().unwrap();
        pending.gate().shut(Fault::new("first"));
        assert_eq!(pending.len(), 1);
        assert_eq!(enter().err().unwrap().to_string(), "first");
        pending.close(Fault::new("second"), &[]);
        assert_eq!(pending.len(), 0);
        assert_eq!(enter().err().unwrap().to_string(), "second");
        drop(waiting);
    }
}
