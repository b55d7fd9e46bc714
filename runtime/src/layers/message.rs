//! What goes through a stack of layers: takes requests, gives what was answered.
use std::{fmt, slice, sync::Arc, time::Duration};

use super::passage::Passage;
use crate::{Error, Reply, Request, subscription::Tries};

/// One message on its way to the server, of any kind.
///
/// A clone is another try of the same message.
#[derive(Clone)]
pub struct Message {
    body: Body,
    passage: Arc<Passage>,
}

/// What kind a [`Message`] is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A request, answered by [`Answer::Reply`].
    Call,
    /// A notification, answered by [`Answer::Sent`].
    Notification,
    /// Several requests, answered by [`Answer::Batch`].
    Batch,
    /// A request that subscribes, answered by [`Answer::Reply`].
    Subscription,
}

#[derive(Clone)]
pub(super) enum Body {
    Call(Request),
    Notification(Request),
    Batch(Vec<Request>),
    Subscription(Request, Arc<Tries>),
}

/// What became of a [`Message`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Answer {
    /// Of a call, and of one that subscribes.
    Reply(Reply),
    /// Of a notification, which is on its way.
    Sent,
    /// Of a batch: what became of each of its requests, in their order.
    Batch(Vec<Result<Reply, Error>>),
}

impl Message {
    pub(super) fn new(body: Body) -> Self {
        let passage = Arc::default();
        Self { body, passage }
    }

    /// What kind it is of.
    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Call(_) => Kind::Call,
            Body::Notification(_) => Kind::Notification,
            Body::Batch(_) => Kind::Batch,
            Body::Subscription(..) => Kind::Subscription,
        }
    }

    /// Its requests: one, or those of a batch.
    pub fn requests(&self) -> &[Request] {
        match &self.body {
            Body::Batch(requests) => requests,
            Body::Call(one) | Body::Notification(one) | Body::Subscription(one, _) => {
                slice::from_ref(one)
            }
        }
    }

    /// Its requests, to change.
    pub fn requests_mut(&mut self) -> &mut [Request] {
        match &mut self.body {
            Body::Batch(requests) => requests,
            Body::Call(one) | Body::Notification(one) | Body::Subscription(one, _) => {
                slice::from_mut(one)
            }
        }
    }

    /// Whether it may reach the server twice and do no more than once: all of it.
    pub fn is_idempotent(&self) -> bool {
        self.requests().iter().all(Request::is_idempotent)
    }

    /// Whether the server may have received it, this clone or another.
    pub fn may_have_been_received(&self) -> bool {
        self.passage.may_have_arrived()
    }

    /// How long it may take, where its requests say so; a batch as long as the most patient one.
    pub fn timeout(&self) -> Option<Duration> {
        let limits = self.requests().iter().map(|one| one.options().timeout);
        limits.reduce(|one, other| Some(one?.max(other?)))?
    }

    /// Leaves some of a batch's requests, by their places.
    pub(super) fn keep(&mut self, is_kept: impl Fn(usize) -> bool) {
        if let Body::Batch(requests) = &mut self.body {
            let mut place = 0..;
            requests.retain(|_| place.next().is_some_and(&is_kept));
        }
    }

    pub(super) fn into_parts(self) -> (Body, Arc<Passage>) {
        (self.body, self.passage)
    }

    pub(super) fn passage(&self) -> &Arc<Passage> {
        &self.passage
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind())
            .field("requests", &self.requests())
            .finish_non_exhaustive()
    }
}
