//! Subscriptions among the calls that wait: takes their answers, begins them and ends them.
use std::{
    future::ready,
    sync::{Arc, Weak},
    time::Instant,
};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::{Answer, Pending, Table, Then};
use crate::{
    BoxFuture, Error, Leave, Reply, Request, ServerNotification,
    session::routes::{Address, Route},
};

impl Pending {
    /// Begins the subscription that a frame answers, before the next frame is looked at. Gives what there is to do when
    /// its reader has gone already, and what turns out to be for nobody.
    pub(super) fn begin(
        self: &Arc<Self>,
        table: &mut Table,
        route: Route,
        call: u64,
        frame: &Bytes,
    ) -> (Option<Leave>, Vec<ServerNotification>) {
        let Route {
            feed,
            request,
            streaming,
        } = route;
        let answer = self.wire.reply(frame.clone());
        let id = answer.and_then(|answer| streaming.id_of(&answer));
        let orphan = id.ok().and_then(|id| {
            let address = table.routes.address(streaming, id.as_deref(), call);
            let request = streaming.leaving(id.as_deref(), &request);
            let orphan = feed.on_leave(self.leaving(address.clone(), request));
            table.routes.begin(&address, feed);
            orphan
        });
        (orphan, table.routes.expect_no_more(&streaming))
    }

    /// What the reader of a subscription does when it goes.
    fn leaving(self: &Arc<Self>, address: Address, request: Option<Request>) -> Leave {
        let pending = Arc::downgrade(self);
        Box::new(move || match Weak::upgrade(&pending) {
            Some(pending) => pending.leave(address, request),
            None => Box::pin(async { Ok(Reply::new("null")) }),
        })
    }

    /// Mutes a subscription and puts the request that ends it on its way.
    fn leave(
        self: Arc<Self>,
        address: Address,
        request: Option<Request>,
    ) -> BoxFuture<'static, Result<Reply, Error>> {
        let mut table = self.lock();
        let is_shared = table.routes.mute(&address);
        let request = request.filter(|_| !is_shared);
        let entered = match (request, Self::admit(Arc::clone(&self))) {
            (Some(request), Ok(inside)) => Ok((request, inside)),
            (_, entered) => Err(entered.err()),
        };
        let (request, inside) = match entered {
            Ok(entered) => entered,
            Err(closed) => {
                drop(table);
                return Box::pin(ready(match closed {
                    Some(fault) => Err(Error::Closed(fault)),
                    None => Ok(Reply::new("null")),
                }));
            }
        };
        let mut ticket = self.insert(&mut table, Then::Forget(Box::new(address)), &inside);
        drop(table);
        let request = match self.wire.request(&request, Some(ticket.id())) {
            Ok(request) => request,
            Err(error) => return Box::pin(ready(Err(error))),
        };
        ticket.sent(None);
        // Fails only when the connection has ended, and the ticket says so.
        let _ = self.outbox.put_now(request);
        let (limit, began) = (self.timeout, Some(Instant::now()));
        Box::pin(async move {
            let answer = tokio::time::timeout(limit, ticket.answer()).await;
            let answer = answer.map_err(|_| self.late(limit, began))?;
            self.wire.reply(answer?)
        })
    }

    /// Gives up a ticket's place.
    pub(in crate::session) fn give_up(&self, id: u64, is_sent: bool) {
        let (_, unclaimed) = self.lock().give_up(id, is_sent);
        self.count(unclaimed);
    }
}

impl Table {
    /// Gives up a call. An answer that will come and means something is still waited for. Gives who waited, and
    /// notifications that turn out to be for nobody.
    pub(super) fn give_up(
        &mut self,
        id: u64,
        is_sent: bool,
    ) -> (Option<oneshot::Sender<Answer>>, Vec<ServerNotification>) {
        let Some(waiter) = self.waiting.get_mut(&id) else {
            return (None, Vec::new());
        };
        // It may be late first and then dropped.
        let Some(answer) = waiter.answer.take() else {
            return (None, Vec::new());
        };
        waiter.due = None;
        let unclaimed = match &waiter.then {
            Then::Nothing => {
                self.waiting.remove(&id);
                if is_sent {
                    self.dropped.put(id);
                }
                Vec::new()
            }
            Then::Route(route) if !is_sent => {
                let streaming = route.streaming;
                self.waiting.remove(&id);
                self.routes.expect_no_more(&streaming)
            }
            Then::Route(_) | Then::Forget(_) => {
                self.given_up += 1;
                let outdated = self.abandoned.put(id, Instant::now());
                outdated.iter().flat_map(|id| self.abandon(*id)).collect()
            }
        };
        (Some(answer), unclaimed)
    }

    /// Waits no more for an answer that nobody gave; gives notifications that turn out to be for nobody.
    fn abandon(&mut self, id: u64) -> Vec<ServerNotification> {
        let Some(waiter) = self.waiting.remove(&id) else {
            return Vec::new();
        };
        self.given_up -= usize::from(waiter.answer.is_none());
        self.dropped.put(id);
        match waiter.then {
            Then::Nothing => Vec::new(),
            Then::Route(route) => self.routes.expect_no_more(&route.streaming),
            Then::Forget(address) => {
                self.routes.forget(&address);
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use crate::{
        Params, Request, Streaming,
        session::{
            pending::{
                Then,
                tests::{enter, pending},
            },
            routes::Route,
        },
        subscription::{Room, queue},
    };

    const RULE: Streaming = Streaming::by(&["tick"]).id(&["id"]).unsubscribe("leave");

    #[tokio::test]
    async fn subscriptions_that_are_never_answered_are_bounded() {
        let pending = pending();
        for id in 0..3000_u64 {
            let (feed, inbox) = queue(Room::default(), Some(RULE));
            let request = Request::new("subscribe", Params::by_position());
            let route = Route::new(feed, request);
            let mut ticket = enter(&pending, Then::Route(Box::new(route))).unwrap();
            ticket.sent(None);
            if id % 3 == 0 {
                pending.deliver(Bytes::from(format!(
                    r#"{{"id":{},"result":{id}}}"#,
                    ticket.id()
                )));
            }
            drop((ticket, inbox));
        }
        assert_eq!(pending.len(), 0);
        assert!(pending.lock().waiting.len() <= 100);
    }
}
