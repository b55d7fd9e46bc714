//! Several servers as one: takes a connection to each, sends every message to one that is well.
mod batch;
mod choice;
mod course;
mod health;
mod member;

use std::{fmt, sync::Arc, time::Duration};

use choice::Choice;
use course::{Course, nobody};
use futures_util::future::join_all;
use health::Rest;
use member::Member;

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Feed, Handlers, IntoConnection, Reply, Request,
    Wire, connect_with, subscription::Tries,
};

/// Several connections to servers that can stand in for each other, as one connection.
///
/// ```no_run
/// # async fn run() -> Result<(), callwright::Error> {
/// use callwright::{ConnectOptions, Endpoints};
///
/// // In the order of preference.
/// let urls = ["https://one.example/key", "https://two.example"];
/// let node = Endpoints::connect(urls, ConnectOptions::new()).await?;
/// // By how busy they are.
/// let node = node.balanced();
/// # Ok(()) }
/// ```
///
/// A message goes to the first endpoint that is well, or, [balanced](Self::balanced), to the less
/// busy of two that are drawn. It goes on to another one when it fails for a reason that is the
/// endpoint's (no connection, its end, no answer in time, what is not JSON-RPC, HTTP 429 and 503),
/// and only where that is safe: when the endpoint cannot have [received](Error::may_have_been_received)
/// it, or it [is idempotent](Request::is_idempotent). It is at each endpoint once at most, and all
/// together take no longer than the call's own timeout. Of a batch, those go on together that may.
///
/// An endpoint with three failures in a row rests for ten seconds. Then one call finds out whether
/// it is well again. While all rest, messages go to the one that has rested most.
///
/// A subscription stays at the endpoint that agreed to it, and ends with that connection; so does
/// listening, and the first endpoint that can be listened to is asked. Errors
/// [name](Error::endpoint) the endpoint. It ends when all of its connections have ended.
///
/// Connections that are made again should not have calls wait for that: see
/// `Reconnect::with_calls_wait`.
#[derive(Clone)]
pub struct Endpoints {
    shared: Arc<Shared>,
}

#[derive(Clone)]
struct Shared {
    members: Arc<[Member]>,
    choice: Choice,
    rest: Rest,
    attempt_timeout: Option<Duration>,
}

impl Endpoints {
    /// Several connections in the order of preference, each with a name for errors. A key in a URL
    /// has no place in the name.
    pub fn new<N, C>(endpoints: impl IntoIterator<Item = (N, C)>) -> Self
    where
        N: Into<String>,
        C: IntoConnection,
    {
        let members = endpoints
            .into_iter()
            .map(|(name, connection)| Member::new(name.into(), connection.into_connection()));
        let shared = Shared {
            members: members.collect(),
            choice: Choice::First,
            rest: Rest {
                after: 3,
                time: Duration::from_secs(10),
            },
            attempt_timeout: None,
        };
        Self {
            shared: shared.into(),
        }
    }

    /// Connects to several URLs at once, in the order of preference; errors call each by its
    /// scheme, host and port.
    ///
    /// With `ConnectOptions::reconnect` those that cannot be reached yet are connected to behind
    /// the first calls, and no call waits for one that is lost. Without it the first error that
    /// [`connect_with`] gives for any of them is given.
    pub async fn connect<U: AsRef<str>>(
        urls: impl IntoIterator<Item = U>,
        options: ConnectOptions,
    ) -> Result<Self, Error> {
        #[cfg(feature = "reconnect")]
        let options = ConnectOptions {
            reconnect: options
                .reconnect
                .map(|reconnect| reconnect.lazy().with_calls_wait(false)),
            ..options
        };
        let connected = urls.into_iter().map(|url| {
            let options = options.clone();
            async move {
                let url = url.as_ref();
                let name = crate::connect::origin(url);
                let connected = connect_with(url, options).await;
                connected
                    .map_err(|error| error.at(&name.as_str().into()))
                    .map(|it| (name, it))
            }
        });
        let connected: Result<Vec<_>, _> = join_all(connected).await.into_iter().collect();
        Ok(Self::new(connected?))
    }

    /// Sends each message to the less busy of two endpoints that are drawn, instead of to the
    /// first.
    #[must_use]
    pub fn balanced(self) -> Self {
        self.with(|shared| shared.choice = Choice::LessBusy)
    }

    /// Sets how many failures in a row an endpoint rests after. 3.
    #[must_use]
    pub fn with_max_failures(self, failures: u32) -> Self {
        self.with(|shared| shared.rest.after = failures.max(1))
    }

    /// Sets how long an endpoint rests. 10 seconds.
    #[must_use]
    pub fn with_cool_down(self, time: Duration) -> Self {
        self.with(|shared| shared.rest.time = time)
    }

    /// Sets how long a message may be at one endpoint, so that one that is silent leaves time for
    /// another. Otherwise it may take all the time of the call.
    #[must_use]
    pub fn with_attempt_timeout(self, timeout: Duration) -> Self {
        self.with(|shared| shared.attempt_timeout = Some(timeout))
    }

    fn with(mut self, set: impl FnOnce(&mut Shared)) -> Self {
        set(Arc::make_mut(&mut self.shared));
        self
    }

    /// Sends a request to one endpoint after another, as long as that is safe.
    async fn send<'a, T, S>(&'a self, request: Request, send: S) -> Result<T, Error>
    where
        S: Fn(&'a Member, Request) -> BoxFuture<'a, Result<T, Error>>,
    {
        let shared = &*self.shared;
        let mut course = Course::new(shared, request.options().timeout);
        let mut last = nobody();
        while let Some(member) = course.next() {
            let mut attempt = request.clone();
            course.limit(&mut attempt);
            let visit = member.visit(shared.rest);
            let outcome = send(member, attempt).await;
            drop(visit);
            let error = match member.learn(outcome, shared.rest) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let may_repeat = course.may_repeat(request.is_idempotent(), &error);
            last = course.seen(error);
            if !may_repeat || !course.may_go_on() {
                break;
            }
        }
        Err(last)
    }
}

impl Connection for Endpoints {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(self.send(request, |member, request| member.connection.call(request)))
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(self.send(request, |member, request| member.connection.notify(request)))
    }

    /// That of all its members; JSON, which goes over each, where they differ.
    fn wire(&self) -> Wire {
        let mut wires = self
            .shared
            .members
            .iter()
            .map(|member| member.connection.wire());
        let first = wires.next().unwrap_or_default();
        match wires.all(|wire| wire == first) {
            true => first,
            false => Wire::Json,
        }
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        Box::pin(batch::send(&self.shared, requests))
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        let tries = Arc::new(Tries::from(feed));
        Box::pin(self.send(request, move |member, request| {
            let (feed, attempt) = tries.next();
            Box::pin(async move {
                let answer = member.connection.subscribe(request, feed).await?;
                attempt.agreed();
                Ok(answer)
            })
        }))
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        let tries = Tries::from(feed);
        let mut course = Course::new(&self.shared, None);
        let mut last = nobody();
        while let Some(member) = course.next() {
            let (feed, attempt) = tries.next();
            match member.connection.listen(feed) {
                Ok(()) => {
                    attempt.agreed();
                    return Ok(());
                }
                Err(error) => last = error.at(&member.name),
            }
        }
        Err(last)
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        let handlers = self.shared.members.iter();
        let mut handlers = handlers.map(|member| member.connection.handlers());
        let first = handlers.next().unwrap_or_else(|| Err(nobody()));
        first.or_else(|error| handlers.find_map(Result::ok).ok_or(error))
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        let members = self.shared.members.iter();
        let closed = join_all(members.map(move |member| member.connection.close(deadline)));
        Box::pin(async move { drop(closed.await) })
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        let members = self.shared.members.iter();
        let ended = join_all(members.map(|member| async {
            let why = member.connection.ended().await;
            why.at(&member.name)
        }));
        Box::pin(async move { ended.await.pop().unwrap_or_else(nobody) })
    }
}

impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = self.shared.members.iter();
        let members = members.map(|member| (&member.name, &member.connection));
        f.debug_map().entries(members).finish()
    }
}
