//! A call of a batch without its types: goes out with those of its connection, comes back with its outcome.
use std::{borrow::Cow, fmt, sync::Arc};

use futures_util::future::join_all;

use crate::{
    BoxFuture, CallOptions, Connection, Encoded, Error, Fault, Params, Reply, Request, ServerError,
    call::RawCall,
    paging::{Fetched, Step},
};

/// A call before it is sent.
#[doc(hidden)]
#[derive(Clone)]
pub struct Entry {
    raw: RawCall,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Call,
    Notification,
    /// A page, perhaps of this key.
    Page(Option<Encoded>),
}

/// What became of a call.
#[doc(hidden)]
pub struct Answer {
    method: Cow<'static, str>,
    outcome: Result<Reply, Error>,
    /// The page that was asked for, and with which parameters.
    page: Option<(Step, Params)>,
}

impl Entry {
    pub(super) fn call(raw: RawCall) -> Self {
        let kind = Kind::Call;
        Self { raw, kind }
    }

    pub(super) fn notification(raw: RawCall) -> Self {
        let kind = Kind::Notification;
        Self { raw, kind }
    }

    pub(super) fn page(raw: RawCall, key: Option<Encoded>) -> Self {
        let kind = Kind::Page(key);
        Self { raw, kind }
    }

    pub(super) fn options(&mut self) -> &mut CallOptions {
        self.raw.request.options_mut()
    }

    /// The call as it is sent, if it can be, and the place for its answer.
    fn open(self) -> (Option<RawCall>, Answer) {
        let mut answer = Answer {
            method: self.raw.request.method_name(),
            outcome: Err(unanswered()),
            page: None,
        };
        let sent = match self.kind {
            Kind::Call => self.raw.checked(),
            Kind::Notification => self.raw.checked().map(|mut raw| {
                raw.request.set_notification();
                raw
            }),
            Kind::Page(key) => {
                let step = Step::first(self.raw, key);
                step.call().and_then(RawCall::checked).inspect(|raw| {
                    answer.page = Some((step, raw.request.params().clone()));
                })
            }
        };
        match sent {
            Ok(raw) => (Some(raw), answer),
            Err(error) => {
                answer.outcome = Err(error);
                (None, answer)
            }
        }
    }
}

/// Sends calls, those of each connection together. Gives an answer for each, in their order.
pub(super) fn send(entries: Vec<Entry>) -> BoxFuture<'static, Vec<Answer>> {
    Box::pin(async move {
        let mut answers = Vec::with_capacity(entries.len());
        let mut groups: Vec<Group> = Vec::new();
        for (place, entry) in entries.into_iter().enumerate() {
            let (sent, answer) = entry.open();
            answers.push(answer);
            if let Some(call) = sent {
                Group::of(&mut groups, call.connection).push(place, call.request);
            }
        }
        for outcomes in join_all(groups.into_iter().map(Group::send)).await {
            for (place, outcome) in outcomes {
                answers[place].outcome = outcome;
            }
        }
        answers
    })
}

/// The calls over one connection, and their places in the batch.
struct Group {
    connection: Arc<dyn Connection>,
    places: Vec<usize>,
    requests: Vec<Request>,
}

impl Group {
    fn of(groups: &mut Vec<Self>, connection: Arc<dyn Connection>) -> &mut Self {
        let is_it = |group: &Self| {
            std::ptr::addr_eq(Arc::as_ptr(&group.connection), Arc::as_ptr(&connection))
        };
        let place = groups.iter().position(is_it).unwrap_or_else(|| {
            groups.push(Self {
                connection,
                places: Vec::new(),
                requests: Vec::new(),
            });
            groups.len() - 1
        });
        &mut groups[place]
    }

    fn push(&mut self, place: usize, request: Request) {
        self.places.push(place);
        self.requests.push(request);
    }

    async fn send(self) -> impl Iterator<Item = (usize, Result<Reply, Error>)> {
        let null_as: Vec<_> = self.requests.iter().map(Request::null_as).collect();
        let outcomes = self.connection.batch(self.requests).await;
        let outcomes = outcomes.into_iter().zip(null_as);
        let outcomes = outcomes.map(|(outcome, null_as)| Ok(outcome?.or_null_as(null_as)));
        self.places.into_iter().zip(outcomes)
    }
}

impl Answer {
    /// Names the method in an error, and sorts the server's into the declared ones.
    pub(super) fn typed<R, F: From<ServerError>>(
        self,
        read: impl FnOnce(Self) -> Result<R, Error>,
    ) -> Result<R, Error<F>> {
        let method = self.method.clone();
        read(self).map_err(|error| error.in_method(method).declared())
    }

    pub(super) fn into_reply(self) -> Result<Reply, Error> {
        self.outcome
    }

    pub(super) fn into_page(self) -> Result<Fetched, Error> {
        let reply = self.outcome?;
        let (step, sent) = self.page.ok_or_else(unanswered)?;
        step.fetched(sent, reply)
    }
}

/// Of a connection that gives fewer outcomes than it was given requests.
fn unanswered() -> Error {
    let fault = Fault::new("the connection did not say what became of the call");
    Error::Transport(fault.sent().lasting())
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("method", &self.method)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}
