//! Many calls over one connection: takes requests from any task, gives each the frame that answers it.
mod batch;
mod connection;
mod drive;
mod outbox;
mod pending;
mod role;
mod routes;
mod shared;
mod ticket;
mod transport;
mod wire;

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use bytes::Bytes;
use outbox::Outbox;
use pending::{Due, Pending, Then};
pub(crate) use role::{Origin, Role};
use routes::Route;
pub(crate) use shared::shared;
use ticket::Ticket;
use tokio::{
    sync::{SemaphorePermit, watch},
    time::Instant,
};
pub(crate) use transport::{FrameSink, FrameSource, Received};

use crate::{
    ConnectOptions, Context, Error, Fault, Feed, Reply, Request, StrayCounts, Wire, gate::Gate,
    stray::Strays,
};

/// A connection that calls share, over both halves of any transport.
///
/// One task reads, writes, and hands each frame to the call of its id; callers decode in their own
/// tasks. Notifications go to their subscriptions, and else to who listens; requests of the server
/// to their handlers. A frame that is for nobody is counted and dropped, and the connection lives. Dropping the session writes what waits
/// and closes.
pub(crate) struct Session {
    wire: Wire,
    outbox: Outbox,
    pending: Arc<Pending>,
    gate: Arc<Gate>,
    max_batch: usize,
    timeout: Duration,
    role: Role,
    /// When calls that run are cut off, once the session closes. Its end tells the task that the
    /// session was dropped.
    deadline: watch::Sender<Option<Instant>>,
}

impl Session {
    /// Starts the task of a connection to a server that errors call so.
    pub(crate) fn start(
        sink: impl FrameSink,
        source: impl FrameSource,
        server: &Arc<str>,
        options: &ConnectOptions,
    ) -> Arc<Self> {
        let (session, moving) = Self::prepare(sink, source, Origin::server(server), options);
        tokio::spawn(moving);
        session
    }

    /// A connection to who is there, and the task that moves its frames, which gives the reason of
    /// its end. Until that runs, nothing is read.
    pub(crate) fn prepare<S: FrameSink>(
        sink: S,
        source: impl FrameSource,
        Origin { arrival, role }: Origin,
        options: &ConnectOptions,
    ) -> (Arc<Self>, impl Future<Output = Fault> + Send + 'static) {
        let (outbox, inbox) = outbox::outbox(options.max_queued_bytes);
        let strays = Strays::new(Arc::clone(&arrival.name), options);
        let (deadline, closing) = watch::channel(None);
        let session = Arc::new_cyclic(|session: &Weak<Self>| {
            let context = Context::over(arrival, Some(session.clone()));
            let pending = Pending::new(
                S::LONGEST,
                outbox.downgrade(),
                strays,
                context,
                role,
                options,
            );
            Self {
                wire: options.wire,
                outbox,
                gate: Arc::clone(pending.gate()),
                pending: Arc::new(pending),
                max_batch: options.max_batch,
                timeout: options.timeout,
                role,
                deadline,
            }
        });
        let pending = Arc::clone(&session.pending);
        let moving = drive::drive(Box::new((sink, source)), inbox, closing, pending, role);
        (session, moving)
    }

    /// Sends a request and waits for what answers it.
    pub(crate) fn call(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        self.exchange(request, Then::Nothing)
    }

    /// Sends a request that subscribes, and waits for what answers it.
    pub(crate) fn subscribe(
        &self,
        request: Request,
        feed: Feed,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
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
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        let limit = request.options().timeout.unwrap_or(self.timeout);
        // The entry is made here and goes with the ticket, so it goes with the future, whether
        // that is ever polled or not.
        let entered = self.pending.enter(then);
        async move {
            let mut ticket: Ticket = entered.map_err(Error::Closed)?;
            let due = Due::after(limit);
            let _turn = match self.gate.turn() {
                Some(turn) if self.write_now(&request, ticket.id())? => turn,
                // Few calls wait, and all that waiting takes would be in each.
                _ => Box::pin(self.wait(request, ticket.id(), limit)).await?,
            };
            ticket.sent(due);
            self.reply(ticket.answer().await?)
        }
    }

    /// Puts a request on its way when there is a turn and room for it; gives the turn.
    async fn wait(
        &self,
        request: Request,
        id: u64,
        limit: Duration,
    ) -> Result<SemaphorePermit<'_>, Error> {
        let waiting = async {
            let turn = self.gate.turns(1).await;
            self.write(request, Some(id)).await?;
            turn.ok_or_else(|| self.refused())
        };
        let outcome = tokio::time::timeout(limit, waiting).await;
        outcome.unwrap_or_else(|_| Err(self.pending.late(limit, None)))
    }

    /// Puts a notification on its way.
    pub(crate) fn notify(&self, request: Request) -> impl Future<Output = Result<(), Error>> {
        let limit = request.options().timeout.unwrap_or(self.timeout);
        let entered = self.gate.enter();
        async move {
            let _inside = entered.map_err(Error::Closed)?;
            let outcome = tokio::time::timeout(limit, self.write(request, None)).await;
            outcome.unwrap_or_else(|_| Err(self.pending.late(limit, None)))
        }
    }

    /// The connection, as handlers get it.
    pub(crate) fn context(&self) -> &Context {
        self.pending.context()
    }

    /// Refuses requests of the other side from now on, and gives what is under way until the
    /// deadline; then closes.
    #[cfg(feature = "serve")]
    pub(crate) async fn finish(&self, deadline: Duration) {
        self.pending.refuse_requests();
        let _ = tokio::time::timeout(deadline, self.gate.empty()).await;
        Self::close(self, Duration::ZERO).await;
    }

    /// Refuses calls from now on, gives those that run until the deadline, and waits for the end.
    /// It comes also when nobody waits for it any more.
    pub(crate) async fn close(&self, deadline: Duration) {
        self.gate.shut(self.role.closed());
        let latest = Instant::now().checked_add(deadline);
        self.deadline.send_modify(|known| {
            let latest = latest.unwrap_or_else(|| Instant::now() + FOREVER);
            *known = Some(known.map_or(latest, |known| known.min(latest)));
        });
        // The task has let go of the transport, and of a child behind it.
        self.deadline.closed().await;
    }

    /// Waits for the end of the connection; says why it came.
    pub(crate) async fn ended(&self) -> Error {
        Error::Closed(self.gate.ended().await)
    }

    /// Has the next call get this id, as after so many.
    #[cfg(all(test, feature = "msgpack", unix))]
    pub(crate) fn go_on_from(&self, id: u32) {
        self.pending.go_on_from(id.into());
    }

    /// How many calls wait for their answers.
    pub(crate) fn in_flight(&self) -> usize {
        self.pending.len()
    }

    /// What came that was for nobody.
    pub(crate) fn strays(&self) -> StrayCounts {
        self.pending.strays()
    }

    /// Whether the connection takes no calls any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.gate.refusal().is_some()
    }

    /// What the frame says that answers a call.
    pub(crate) fn reply(&self, frame: Bytes) -> Result<Reply, Error> {
        self.wire.reply(frame)
    }

    /// Puts a request on its way if there is room for it.
    fn write_now(&self, request: &Request, id: u64) -> Result<bool, Error> {
        leave_headers(request);
        let mut written = Ok(());
        let write = |out: &mut Vec<u8>| written = self.write_into(request, Some(id), out);
        let is_put = self.outbox.write_now(write).is_ok();
        written.map(|()| is_put)
    }

    /// Puts a request on its way.
    async fn write(&self, request: Request, id: Option<u64>) -> Result<(), Error> {
        leave_headers(&request);
        let mut written = Ok(());
        let write = |out: &mut Vec<u8>| written = self.write_into(&request, id, out);
        let sent = self.outbox.write(write).await;
        written?;
        sent.map_err(|_| self.refused())
    }

    /// Writes a request, or nothing of one that cannot go.
    fn write_into(
        &self,
        request: &Request,
        id: Option<u64>,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let start = out.len();
        let written = self.wire.write_request(request, id, out);
        let checked = written.and_then(|()| self.pending.check_length(out.len() - start));
        if checked.is_err() {
            out.truncate(start);
        }
        checked
    }

    async fn put(&self, frame: Vec<u8>) -> Result<(), Error> {
        let sent = self.outbox.put(frame).await;
        sent.map_err(|_| self.refused())
    }

    /// Why nothing is taken any more.
    fn refused(&self) -> Error {
        Error::Closed(self.gate.refusal().unwrap_or_else(ticket::ended))
    }
}

/// As good as no deadline, where the clock does not reach further.
const FOREVER: Duration = Duration::from_secs(1 << 30);

/// Says that there are no headers per call, where a call has some.
fn leave_headers(_request: &Request) {
    #[cfg(feature = "tracing")]
    if _request.options().headers.iter().next().is_some() {
        let method = _request.method();
        tracing::debug!(%method, "the headers of a call are left out: its connection has none per call");
    }
}
