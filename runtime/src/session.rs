//! Many calls over one connection: takes requests from any task, gives each the frame that answers it.
mod batch;
mod drive;
mod outbox;
mod pending;
mod routes;
mod shared;
mod ticket;
mod transport;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use outbox::Outbox;
use pending::{Pending, Then};
use routes::Route;
pub(crate) use shared::shared;
use ticket::Ticket;
use tokio::sync::{Semaphore, oneshot};
pub(crate) use transport::{FrameSink, FrameSource, Received};

use crate::{ConnectOptions, Error, Fault, Feed, Request};

/// A connection that calls share, over both halves of any transport.
///
/// One task reads, writes, and hands each frame to the call of its id; callers decode in their own
/// tasks. Notifications go to their subscriptions, and else to who listens. A frame that is for
/// nobody is counted and dropped, and the connection lives. Dropping the session writes what waits
/// and closes.
pub(crate) struct Session {
    outbox: Outbox,
    pending: Arc<Pending>,
    /// A permit for each call that may be under way.
    calls: Semaphore,
    max_in_flight: usize,
    max_batch: usize,
    timeout: Duration,
    /// Its end tells the task that the session was dropped.
    _open: oneshot::Sender<()>,
}

impl Session {
    /// Starts the task of a connection.
    pub(crate) fn start(
        sink: impl FrameSink,
        source: impl FrameSource,
        options: &ConnectOptions,
    ) -> Self {
        let (outbox, inbox) = outbox::outbox(options.max_queued_bytes);
        let (open, closing) = oneshot::channel();
        let pending = Arc::new(Pending::new(outbox.downgrade(), options.timeout));
        tokio::spawn(drive::drive(
            sink,
            source,
            inbox,
            closing,
            Arc::clone(&pending),
        ));
        let max_in_flight = options.max_in_flight.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            outbox,
            pending,
            calls: Semaphore::new(max_in_flight),
            max_in_flight,
            max_batch: options.max_batch,
            timeout: options.timeout,
            _open: open,
        }
    }

    /// Sends a request and waits for the frame that answers it.
    pub(crate) fn call(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Bytes, Error>> + Send {
        self.exchange(request, Then::Nothing)
    }

    /// Sends a request that subscribes, and waits for the frame that answers it.
    pub(crate) fn subscribe(
        &self,
        request: Request,
        feed: Feed,
    ) -> impl Future<Output = Result<Bytes, Error>> + Send {
        let then = Then::Route(Box::new(Route::new(feed, request.clone())));
        self.exchange(request, then)
    }

    /// Hands what belongs to no subscription to a feed.
    pub(crate) fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.pending.listen(feed).map_err(Error::Closed)
    }

    fn exchange(
        &self,
        request: Request,
        then: Then,
    ) -> impl Future<Output = Result<Bytes, Error>> + Send {
        // The entry is made here and goes with the ticket, so it goes with the future, whether
        // that is ever polled or not.
        let ticket = self.pending.enter(then);
        async move {
            let mut ticket: Ticket = ticket.map_err(Error::Closed)?;
            let limit = request.options().timeout.unwrap_or(self.timeout);
            let mut is_sent = false;
            let exchange = async {
                let _turn = self.calls.acquire().await;
                self.send(request, Some(ticket.id())).await?;
                is_sent = true;
                ticket.sent();
                ticket.answer().await
            };
            let outcome = tokio::time::timeout(limit, exchange).await;
            outcome.unwrap_or_else(|_| Err(Error::Timeout(late(limit, is_sent))))
        }
    }

    /// Puts a notification on its way.
    pub(crate) async fn notify(&self, request: Request) -> Result<(), Error> {
        let limit = request.options().timeout.unwrap_or(self.timeout);
        let outcome = tokio::time::timeout(limit, self.send(request, None)).await;
        outcome.unwrap_or_else(|_| Err(Error::Timeout(late(limit, false))))
    }

    /// How many calls wait for their answers.
    pub(crate) fn in_flight(&self) -> usize {
        self.pending.len()
    }

    /// How many frames came that were for nobody.
    pub(crate) fn stray_frames(&self) -> u64 {
        self.pending.strays()
    }

    /// Whether the connection has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.pending.closed().is_some()
    }

    async fn send(&self, request: Request, id: Option<u64>) -> Result<(), Error> {
        self.put(written(&request, id)).await
    }

    async fn put(&self, frame: Vec<u8>) -> Result<(), Error> {
        let sent = self.outbox.put(frame).await;
        sent.map_err(|_| Error::Closed(self.pending.closed().unwrap_or_else(ticket::ended)))
    }
}

/// The frame of a request.
fn written(request: &Request, id: Option<u64>) -> Vec<u8> {
    let mut frame = Vec::with_capacity(256);
    request.write_json(id, &mut frame);
    frame
}

fn late(limit: Duration, is_sent: bool) -> Fault {
    match is_sent {
        true => Fault::new(format!("no answer came in {limit:?}")).sent(),
        false => Fault::new(format!("the connection took no request in {limit:?}")),
    }
}
