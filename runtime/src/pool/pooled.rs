//! A connection over the sessions of a pool: each call goes over one that is there, or waits for one.
use std::{fmt, sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use super::{Profile, key::Key, live::InUse, table::Table};
use crate::{
    BoxFuture, Connection, Error, Fault, Feed, Handlers, Reply, Request, Wire, batch, gate::Gate,
};

/// A connection to one address, over the sessions of a [`Pool`](super::Pool).
///
/// Connecting is part of a call's timeout. Closing it refuses calls over it and its clones; the
/// sessions stay, since others may use them. What is heard and subscribed to comes over one session
/// and ends with it.
#[derive(Clone)]
pub struct Pooled {
    table: Arc<Table>,
    profile: Arc<Profile>,
    key: Key,
    gate: Arc<Gate>,
}

/// A session to a call, and what is left of its time.
struct Turn {
    session: InUse,
    left: Duration,
}

impl Pooled {
    pub(super) fn new(table: &Arc<Table>, profile: &Arc<Profile>, key: Key) -> Self {
        Self {
            table: Arc::clone(table),
            profile: Arc::clone(profile),
            key,
            gate: Arc::new(Gate::new()),
        }
    }

    /// Waits until there is a session; the errors of [`connect_with`](crate::connect_with).
    pub async fn ready(&self) -> Result<(), Error> {
        drop(self.session().await?);
        Ok(())
    }

    async fn session(&self) -> Result<InUse, Error> {
        self.table.session(&self.key, &self.profile).await
    }

    /// A session within the time of a call that began then.
    async fn turn(&self, began: Instant, limit: Duration) -> Result<Turn, Error> {
        let left = limit.saturating_sub(began.elapsed());
        let late = |_| Error::Timeout(Fault::new(format!("there is no connection in {limit:?}")));
        let session = timeout(left, self.session()).await.map_err(late)??;
        let left = limit.saturating_sub(began.elapsed());
        Ok(Turn { session, left })
    }

    /// Sends something over a session, and once more over another if the first had ended before.
    async fn send<T>(
        &self,
        limit: Duration,
        send: impl for<'a> Fn(&'a InUse, Duration) -> BoxFuture<'a, T>,
        is_unsent: impl Fn(&T) -> bool,
    ) -> Result<T, Error> {
        let _inside = self.gate.enter().map_err(Error::Closed)?;
        let began = Instant::now();
        let Turn { session, left } = self.turn(began, limit).await?;
        let outcome = send(&session, left).await;
        if !is_unsent(&outcome) {
            return Ok(outcome);
        }
        // It may be known already that it has ended.
        self.table.forget(&self.key, session.live());
        drop(session);
        let Turn { session, left } = self.turn(began, limit).await?;
        Ok(send(&session, left).await)
    }

    fn limit(&self, request: &Request) -> Duration {
        let limit = request.options().timeout;
        limit.unwrap_or(self.profile.options.timeout)
    }
}

fn within(request: &Request, left: Duration) -> Request {
    let mut request = request.clone();
    request.options_mut().timeout = Some(left);
    request
}

/// Whether nothing of it can have been received, since the connection had ended.
fn is_unsent<T>(outcome: &Result<T, Error>) -> bool {
    match outcome {
        Err(error @ Error::Closed(_)) => !error.may_have_been_received(),
        _ => false,
    }
}

impl Connection for Pooled {
    fn wire(&self) -> Wire {
        self.table.wire(&self.key)
    }

    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let limit = self.limit(&request);
            let sent = self.send(
                limit,
                |session, left| session.connection().call(within(&request, left)),
                is_unsent,
            );
            sent.await?
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let limit = self.limit(&request);
            let sent = self.send(
                limit,
                |session, left| session.connection().notify(within(&request, left)),
                is_unsent,
            );
            sent.await?
        })
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        Box::pin(async move {
            let limit = batch::timeout(&requests, self.profile.options.timeout);
            let sent = self.send(
                limit,
                |session, left| {
                    let requests = requests.iter().map(|request| within(request, left));
                    session.connection().batch(requests.collect())
                },
                |outcomes| outcomes.iter().all(is_unsent),
            );
            let outcomes = sent.await;
            outcomes.unwrap_or_else(|error| batch::all_fail(requests.len(), &error))
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let _inside = self.gate.enter().map_err(Error::Closed)?;
            let Turn { session, left } = self.turn(Instant::now(), self.limit(&request)).await?;
            session.keep();
            let request = within(&request, left);
            session.connection().subscribe(request, feed).await
        })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        let none = || {
            let message = "there is no session to listen to: wait for `Pooled::ready` first";
            Error::Subscription(Fault::new(message))
        };
        let session = self.table.present(&self.key).ok_or_else(none)?;
        session.keep();
        session.connection().listen(feed)
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        Ok(&self.profile.options.handlers)
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Arc::clone(&self.gate).close(deadline))
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(async { Error::Closed(self.gate.ended().await) })
    }
}

impl fmt::Debug for Pooled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pooled")
            .field("server", &crate::connect::origin(self.key.url()))
            .finish_non_exhaustive()
    }
}
