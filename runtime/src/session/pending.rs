//! The calls that wait: takes frames in any order, gives each to the ticket of its id and each notification to its feed.
mod abandoned;
mod batches;
mod deliver;
mod dropped;
mod due;
mod hash;
mod heard;
mod hung_up;
mod ids;
mod locked;
mod order;
mod requests;
mod settled;
mod subscriptions;
mod table;
mod unclaimed;
mod under_way;
mod unreadable;

use std::{
    ops::Deref,
    sync::{Arc, Mutex, OnceLock},
    time::{Duration, Instant},
};

use bytes::Bytes;
pub(super) use due::Due;
use heard::Heard;
pub(super) use ids::Ids;
use locked::Locked;
use requests::Requests;
use table::Table;
pub(super) use table::{Then, Waiter};
use tokio::sync::{Notify, OwnedSemaphorePermit, oneshot};
use unclaimed::Unclaimed;
use under_way::UnderWay;

use super::{
    Role,
    closing::Closing,
    entrance::Entrance,
    outbox::{Entered, Outbox},
    ticket::{Inside, Through, Ticket},
};
use crate::{
    ConnectOptions, Context, Error, Fault, Feed, Handlers, ServerNotification, StrayCounts,
    StrayKind, Wire,
    gate::{Gate, Pass},
    stray::Strays,
};

/// What a call gets: the frame that answers it, or why there is none.
pub(super) type Answer = Result<Bytes, Error>;

/// A pointer to the table.
pub(super) trait Owner: Clone + Deref<Target = Pending> {}

impl<P: Clone + Deref<Target = Pending>> Owner for P {}

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
    /// Where calls and messages are put, on their way into the table and out.
    outbox: Outbox,
    gate: Gate,
    closing: Closing,
    requests: Requests,
    /// The answers to them.
    under_way: UnderWay,
    /// Notifications that wait for their handlers.
    heard: Heard,
    /// How long a subscription that was left may take to say so.
    timeout: Duration,
}

impl Pending {
    pub(super) fn new(
        longest: usize,
        outbox: Outbox,
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
            gate: Gate::new(),
            closing: Closing::default(),
            under_way: UnderWay::default(),
            requests: Requests::new(context, role, options),
            heard: Heard::new(options),
            timeout: options.timeout,
        }
    }

    /// Lets a call in, which is to have a ticket; of a connection that takes no calls, why.
    pub(super) fn admit<P: Owner>(pending: P) -> Result<Inside<P>, Fault> {
        Pass::enter(Through(pending))
    }

    /// Puts a call and its message on their way together, which is what nearly all calls need. None for one that has to
    /// wait, or to have a look at the table or at the gate.
    pub(super) fn send<P: Owner>(
        pending: P,
        due: Option<Due>,
        write: impl FnOnce(u64, &mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<Option<Ticket<P>>, Error> {
        let (sender, answer) = oneshot::channel();
        let call = Waiter {
            answer: Some(sender),
            then: Then::Nothing,
            due,
        };
        match pending.outbox.enter(call, write)? {
            Entered::Not => Ok(None),
            Entered::As { id, is_next } => {
                if is_next {
                    pending.earlier.notify_one();
                }
                Ok(Some(Ticket::new(id, answer, pending, true)))
            }
        }
    }

    /// Lets nothing begin any more, for this reason.
    pub(super) fn shut(&self, fault: Fault) {
        self.gate.shut(fault);
        // Calls that are on their way were let in before.
        self.outbox.entrance(Entrance::shut);
    }

    /// Waits until so many calls may be without an answer, or as many as may ever be.
    pub(super) async fn turns(&self, calls: usize) -> Option<OwnedSemaphorePermit> {
        let (line, calls) = {
            let mut table = self.lock();
            (table.turns.line(), calls.min(table.most))
        };
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        line.acquire_many_owned(calls).await.ok()
    }

    /// A ticket for an answer under a new id, for a call that is let in and has its turn.
    pub(super) fn enter<P: Owner>(
        &self,
        inside: Inside<P>,
        turn: Option<OwnedSemaphorePermit>,
        then: Then,
    ) -> Result<Ticket<P>, Fault> {
        // Asked under the lock, by which what waits is ended.
        let mut table = self.lock();
        match self.gate.end_reason() {
            Some(fault) => Err(fault),
            None => {
                let ticket = self.insert(&mut table, then, &inside);
                table.take_turns(turn);
                Ok(ticket)
            }
        }
    }

    fn insert<P: Owner>(&self, table: &mut Table, then: Then, inside: &Inside<P>) -> Ticket<P> {
        let waiting = &table.waiting;
        let is_taken = |id| waiting.contains_key(&id);
        let id = self.outbox.entrance(|entrance| entrance.ids.give(is_taken));
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
        Ticket::new(id, answer, inside.gate().0.clone(), false)
    }

    #[cfg(all(test, feature = "msgpack", unix))]
    pub(super) fn go_on_from(&self, id: u64) {
        self.outbox.entrance(|entrance| entrance.ids.go_on_from(id));
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
    pub(super) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// How the session comes to its end.
    pub(super) fn closing(&self) -> &Closing {
        &self.closing
    }

    /// A place inside for what belongs to something inside.
    fn join(self: &Arc<Self>) -> Inside<Arc<Self>> {
        Pass::join(Through(Arc::clone(self)))
    }

    /// Ends all calls and streams, for this reason. These calls were not sent.
    pub(super) fn close(&self, fault: Fault, unsent: &[u64]) {
        self.gate.end(fault.clone());
        self.requests.leave();
        self.under_way.clear();
        // No call gets past the table.
        self.outbox.close();
        let mut waiting = self.take_waiting(&fault);
        let unsent = unsent.iter().filter_map(|id| waiting.remove(id)?.answer);
        for answer in unsent {
            drop(answer.send(Err(Error::Closed(fault.clone()))));
        }
    }

    /// Why the connection takes no calls any more, if so.
    pub(super) fn refusal(&self) -> Option<Fault> {
        self.gate.refusal()
    }

    /// How many callers wait, for an answer or for their turn.
    pub(super) fn len(&self) -> usize {
        self.gate.calls() + self.lock().callers()
    }

    /// How many callers wait beside those whose messages are in the queue still.
    pub(super) fn company(&self) -> usize {
        self.lock_as_it_is().callers()
    }

    /// Begins to answer the requests that have come.
    pub(super) fn begin_answers(&self) {
        self.under_way.go(&self.outbox);
    }

    /// Waits until nothing is under way.
    pub(super) async fn empty(&self) {
        let is_empty = || self.lock().callers() == 0;
        self.gate.empty_and(is_empty).await;
    }

    pub(super) fn strays(&self) -> StrayCounts {
        self.strays.counts()
    }
}

/// Of an answer that came and cannot be had.
fn unreadable(fault: Fault) -> Error {
    Error::Transport(fault.sent())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::outbox::{Inbox, outbox};

    pub(super) fn pending() -> Arc<Pending> {
        open().0
    }

    /// With a queue that takes messages as long as its inbox is there.
    pub(super) fn open() -> (Arc<Pending>, Inbox) {
        let (outbox, inbox) = outbox(100, Entrance::new(Ids::up_to(u64::MAX)));
        let options = ConnectOptions::new().with_max_in_flight(100);
        let strays = Strays::new("here".into(), &options);
        let context = Context::new("here");
        let pending = Pending::new(usize::MAX, outbox, strays, context, Role::Client, &options);
        (Arc::new(pending), inbox)
    }

    pub(super) fn enter(pending: &Pending, then: Then) -> Result<Ticket<&Pending>, Fault> {
        pending.enter(Pending::admit(pending)?, None, then)
    }

    fn frame(id: u64) -> Bytes {
        Bytes::from(format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{id}}}"#))
    }

    #[test]
    fn a_dropped_ticket_leaves_nothing() {
        let pending = pending();
        let first = enter(&pending, Then::Nothing).unwrap();
        let second = enter(&pending, Then::Nothing).unwrap();
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
        let enter = || enter(&pending, Then::Nothing);
        let waiting = enter().unwrap();
        pending.shut(Fault::new("first"));
        assert_eq!(pending.len(), 1);
        assert_eq!(enter().err().unwrap().to_string(), "first");
        pending.close(Fault::new("second"), &[]);
        assert_eq!(pending.len(), 0);
        assert_eq!(enter().err().unwrap().to_string(), "second");
        drop(waiting);
    }
}
