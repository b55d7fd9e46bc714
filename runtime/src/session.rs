//! Many calls over one connection: takes requests from any task, gives each the frame that answers it.
mod batch;
mod budget;
mod closing;
mod connection;
mod drive;
mod entrance;
mod gather;
mod outbox;
mod pending;
mod role;
mod routes;
mod seldom;
mod shared;
mod ticket;
mod transport;
mod wire;

use std::{
    ops::Deref,
    sync::{Arc, Weak},
    time::Duration,
};

use bytes::Bytes;
use drive::Ending;
use entrance::Entrance;
use outbox::Outbox;
use pending::{Due, Ids, Pending, Then};
pub(crate) use role::{Origin, Role};
use routes::Route;
pub(crate) use shared::shared;
use ticket::{Inside, Ticket};
pub(crate) use transport::{FrameSink, FrameSource, Received};

use crate::{
    ConnectOptions, Context, Error, Fault, Feed, Reply, Request, StrayCounts, Wire, gate::Pass,
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
    max_batch: usize,
    timeout: Duration,
    role: Role,
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
        let entrance = Entrance::new(Ids::up_to(options.wire.last_id()));
        let (outbox, inbox) = outbox::outbox(options.max_queued_bytes, entrance);
        let strays = Strays::new(Arc::clone(&arrival.name), options);
        let session = Arc::new_cyclic(|session: &Weak<Self>| {
            let context = Context::over(arrival, Some(session.clone()));
            let pending = Pending::new(S::LONGEST, outbox.clone(), strays, context, role, options);
            Self {
                wire: options.wire,
                outbox,
                pending: Arc::new(pending),
                max_batch: options.max_batch,
                timeout: options.timeout,
                role,
            }
        });
        let ending = Ending(Arc::clone(&session.pending));
        let moving = drive::drive(Box::new((sink, source)), inbox, ending, role);
        (session, moving)
    }

    /// Sends a request and waits for what answers it.
    pub(crate) fn call(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        self.exchange_inside(request, Then::Nothing)
    }

    /// The same, through what keeps the session.
    pub(crate) fn call_through(
        session: impl Deref<Target = Self> + Send,
        request: Request,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        Self::exchange(session, request, Then::Nothing, None)
    }

    /// Sends a request that subscribes, and waits for what answers it.
    pub(crate) fn subscribe(
        &self,
        request: Request,
        feed: Feed,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        let then = Then::Route(Box::new(Route::new(feed, request.clone())));
        self.exchange_inside(request, then)
    }

    /// Hands what belongs to no subscription to a feed.
    pub(crate) fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.pending.listen(feed).map_err(Error::Closed)
    }

    /// Counts a call from here on, and as long as the future is there, whether that is ever polled or not.
    fn exchange_inside(
        &self,
        request: Request,
        then: Then,
    ) -> impl Future<Output = Result<Reply, Error>> + Send {
        let inside = Pending::admit(&*self.pending);
        async move {
            let inside = inside.map_err(Error::Closed)?;
            Self::exchange(self, request, then, Some(inside)).await
        }
    }

    async fn exchange(
        session: impl Deref<Target = Self> + Send,
        request: Request,
        then: Then,
        inside: Option<Inside<&Pending>>,
    ) -> Result<Reply, Error> {
        let limit = request.options().timeout.unwrap_or(session.timeout);
        let due = Due::after(limit);
        let sent = session.send_now(&request, &then, due)?;
        let mut ticket = match sent {
            Some(ticket) => {
                // It is counted by its ticket from now on.
                drop(inside);
                ticket
            }
            // Few calls wait, and all that waiting takes would be in each.
            None => Box::pin(session.wait(request, then, inside, limit, due)).await?,
        };
        session.reply(ticket.answer().await?)
    }

    /// Puts a request on its way when there is a turn and room for it.
    fn send_now(
        &self,
        request: &Request,
        then: &Then,
        due: Option<Due>,
    ) -> Result<Option<Ticket<&Pending>>, Error> {
        if !matches!(then, Then::Nothing) {
            return Ok(None);
        }
        leave_headers(request);
        Pending::send(&*self.pending, due, |id, out| {
            self.write_into(request, Some(id), out)
        })
    }

    /// Puts a request on its way when there is a turn and room for it; waits for both.
    async fn wait<'a>(
        &'a self,
        request: Request,
        then: Then,
        inside: Option<Inside<&'a Pending>>,
        limit: Duration,
        due: Option<Due>,
    ) -> Result<Ticket<&'a Pending>, Error> {
        let inside = match inside {
            Some(inside) => inside,
            None => Pending::admit(&*self.pending).map_err(Error::Closed)?,
        };
        let waiting = async {
            let turn = self.pending.turns(1).await;
            let ticket = self.pending.enter(inside, turn, then);
            let mut ticket = ticket.map_err(Error::Closed)?;
            self.write(request, Some(ticket.id())).await?;
            ticket.sent(due);
            Ok(ticket)
        };
        let outcome = tokio::time::timeout(limit, waiting).await;
        outcome.unwrap_or_else(|_| Err(self.pending.late(limit, None)))
    }

    /// Puts a notification on its way.
    pub(crate) fn notify(&self, request: Request) -> impl Future<Output = Result<(), Error>> {
        let limit = request.options().timeout.unwrap_or(self.timeout);
        let entered = Pass::enter_beside(self.pending.gate());
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
        let _ = tokio::time::timeout(deadline, self.pending.empty()).await;
        Self::close(self, Duration::ZERO).await;
    }

    /// Refuses calls from now on, gives those that run until the deadline, and waits for the end.
    /// It comes also when nobody waits for it any more.
    pub(crate) async fn close(&self, deadline: Duration) {
        self.pending.shut(self.role.closed());
        self.pending.closing().close_after(deadline);
        self.pending.closing().over().await;
    }

    /// Waits for the end of the connection; says why it came.
    pub(crate) async fn ended(&self) -> Error {
        Error::Closed(self.pending.gate().ended().await)
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
        !self.pending.gate().is_open()
    }

    /// What the frame says that answers a call.
    pub(crate) fn reply(&self, frame: Bytes) -> Result<Reply, Error> {
        self.wire.reply(frame)
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
        Error::Closed(self.pending.gate().refusal().unwrap_or_else(ticket::ended))
    }
}

/// The task writes what waits, and ends.
impl Drop for Session {
    fn drop(&mut self) {
        self.outbox.close();
        self.pending.closing().drop_session();
    }
}

/// Says that there are no headers per call, where a call has some.
fn leave_headers(_request: &Request) {
    #[cfg(feature = "tracing")]
    if _request.options().headers.iter().next().is_some() {
        let method = _request.method();
        tracing::debug!(%method, "the headers of a call are left out: its connection has none per call");
    }
}
