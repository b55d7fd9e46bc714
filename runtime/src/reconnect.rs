//! A connection that is made again whenever it ends: takes what connects, gives one connection that lasts.
mod dial;
mod event;
mod settings;
mod shared;
mod streams;
mod task;
mod waits;

use std::{fmt, slice, sync::Arc, time::Duration};

use dial::Dial;
use shared::{Shared, Up};
use tokio::{task::AbortHandle, time::Instant};

pub use event::ReconnectEvent;
pub use settings::Reconnect;

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Feed, Handlers, IntoConnection, Reply, Request,
    Wire, batch,
};

/// A connection that is made again whenever it ends.
///
/// [`connect_with`](crate::connect_with) gives one for [`ConnectOptions::reconnect`]; with a closure
/// of one's own each attempt can bring a new token, or shake hands before the first call:
///
/// ```no_run
/// # async fn new_token() -> Result<String, callwright::Error> { Ok(String::new()) }
/// # async fn run() -> Result<(), callwright::Error> {
/// use callwright::{ConnectOptions, Reconnecting, connect_with};
///
/// let node = Reconnecting::connect(ConnectOptions::new(), async |options| {
///     let token = format!("Bearer {}", new_token().await?);
///     connect_with("wss://example.org", options.with_header("authorization", token)).await
/// })
/// .await?;
/// # Ok(()) }
/// ```
///
/// When the connection ends, calls under way fail with [`Error::Closed`], which says whether the
/// server [may have received](Error::may_have_been_received) them; none is sent again. Calls made
/// then wait for the next connection, as part of their timeout. Attempts go on with growing waits;
/// [`Reconnect`] says how, and it is one task that connects, however many calls wait.
///
/// Subscriptions are made again with the same request, and their streams go on;
/// [`gaps`](crate::Subscription::gaps) counts where. One that the server refuses to make again ends
/// with that error. Who listens hears the next connection, and requests of the server are answered
/// by the same handlers.
///
/// It ends for good by [`close`](Connection::close), when no attempt is left, and when an attempt
/// fails for a reason that lasts, as a URL that cannot be read. Clones share it; with the last one
/// the task stops and the connection closes.
#[derive(Clone)]
pub struct Reconnecting {
    handle: Arc<Handle>,
}

/// What all clones hold.
struct Handle {
    shared: Arc<Shared>,
    /// How long a call may take that does not say so itself.
    timeout: Duration,
    wire: Wire,
    handlers: Handlers,
    task: AbortHandle,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Reconnecting {
    /// Connects by a closure, now and whenever the connection has ended.
    ///
    /// [`ConnectOptions::reconnect`] says how; without it the defaults hold. The closure is given the options without
    /// it, and may take as long as connecting and a call together. Gives the error of the first attempt, unless
    /// [`Reconnect::lazy`] has it made behind the first calls.
    pub async fn connect<F, D, C>(options: ConnectOptions, connect: F) -> Result<Self, Error>
    where
        F: Fn(ConnectOptions) -> D + Send + Sync + 'static,
        D: Future<Output = Result<C, Error>> + Send + 'static,
        C: IntoConnection,
    {
        let reconnect = options.reconnect.clone().unwrap_or_default();
        let dial = Dial::new(&options, connect);
        let first = match reconnect.is_lazy {
            true => None,
            false => Some(dial.connect().await?),
        };
        let shared = Arc::new(Shared::new(reconnect));
        if let Some(first) = &first {
            shared.connected(&Up {
                connection: Arc::clone(first),
                number: 1,
            });
        }
        let task = tokio::spawn(task::run(Arc::clone(&shared), dial, first));
        let handle = Handle {
            shared,
            timeout: options.timeout,
            wire: options.wire,
            handlers: options.handlers,
            task: task.abort_handle(),
        };
        Ok(Self {
            handle: handle.into(),
        })
    }

    /// Whether there is a connection now.
    pub fn is_connected(&self) -> bool {
        self.handle.shared.up_now().is_some()
    }

    /// The connection for a call, which has so much less time as it waited for one.
    async fn up_for(&self, requests: &mut [Request]) -> Result<Up, Error> {
        let otherwise = self.handle.timeout;
        let began = Instant::now();
        let limit = batch::timeout(requests, otherwise);
        let (up, has_waited) = self.handle.shared.up(limit).await?;
        if has_waited {
            let waited = began.elapsed();
            for request in requests {
                let limit = request.options().timeout.unwrap_or(otherwise);
                request.options_mut().timeout = Some(limit.saturating_sub(waited));
            }
        }
        Ok(up)
    }

    async fn up_for_one(&self, mut request: Request) -> Result<(Up, Request), Error> {
        let up = self.up_for(slice::from_mut(&mut request)).await?;
        Ok((up, request))
    }

    /// Hands on what came of a call, and notes when it is the end of the connection.
    fn learn<T>(&self, up: &Up, outcome: Result<T, Error>) -> Result<T, Error> {
        if let Err(error @ Error::Closed(_)) = &outcome {
            self.handle.shared.lost(up.number, error);
        }
        outcome
    }
}

impl Connection for Reconnecting {
    /// That of the first connection, and until there is one what the options say.
    fn wire(&self) -> Wire {
        let known = self.handle.shared.wire.get();
        known.copied().unwrap_or(self.handle.wire)
    }

    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let (up, request) = self.up_for_one(request).await?;
            let answer = up.connection.call(request).await;
            self.learn(&up, answer)
        })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let (up, request) = self.up_for_one(request).await?;
            let sent = up.connection.notify(request).await;
            self.learn(&up, sent)
        })
    }

    fn batch(&self, mut requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        Box::pin(async move {
            let up = match self.up_for(&mut requests).await {
                Ok(up) => up,
                Err(error) => return batch::all_fail(requests.len(), &error),
            };
            let answers = up.connection.batch(requests).await;
            answers
                .into_iter()
                .map(|answer| self.learn(&up, answer))
                .collect()
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move {
            let again = request.clone();
            let (up, request) = self.up_for_one(request).await?;
            let answer = up.connection.subscribe(request, feed.leg(false)).await;
            let answer = self.learn(&up, answer)?;
            let streams = &self.handle.shared.streams;
            streams.subscribed(again, feed, up.number);
            Ok(answer)
        })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        let shared = &self.handle.shared;
        shared.streams.listens(feed)?;
        match shared.up_now() {
            Some(up) => shared.streams.listen_over(&up),
            None => Ok(()),
        }
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        Ok(&self.handle.handlers)
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.handle.shared.close(deadline);
            self.handle.shared.ended().await;
        })
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        Box::pin(self.handle.shared.ended())
    }
}

impl fmt::Debug for Reconnecting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reconnecting")
            .field(&self.handle.shared.up_now().map(|up| up.connection))
            .finish()
    }
}
