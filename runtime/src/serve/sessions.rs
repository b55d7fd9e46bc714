//! The connections of a server: takes streams that are connected, keeps their sessions until they end.
use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use futures_util::{FutureExt, future::join_all};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::{
    Listener, Listening, ServeOptions, ServerEvent,
    accept::{self, Stop},
    accepted::{Accepted, Way},
    options::{Observer, tell},
};
use crate::{
    ConnectOptions, Context, Error, Fault,
    service::{MAX_SUBSCRIPTIONS, Registry},
    session::{FrameSink, FrameSource, Origin, Session},
};

/// All connections and listeners of a server.
pub(super) struct Sessions {
    options: Arc<ServeOptions>,
    state: Mutex<State>,
    /// A permit for each client that there may be.
    places: Arc<Semaphore>,
    /// How many listeners and connections there are.
    presences: Arc<watch::Sender<usize>>,
    #[cfg(feature = "serve-http")]
    announcement: super::closing::Announcement,
    #[cfg(feature = "serve-http")]
    mounts: super::http::Mounts,
    #[cfg(feature = "serve-http")]
    budget: Arc<super::http::Budget>,
    /// What answers over HTTP, with the user's layers, which are made once.
    #[cfg(feature = "serve-http")]
    stack: std::sync::OnceLock<super::http::Stacked>,
}

#[derive(Default)]
struct State {
    /// By the numbers of the connections.
    sessions: BTreeMap<u64, Arc<Session>>,
    listeners: Vec<Arc<Stop>>,
    is_closing: bool,
}

/// A listener or a connection, as long as it is there.
pub(super) struct Presence(Arc<watch::Sender<usize>>);

impl Drop for Presence {
    fn drop(&mut self) {
        self.0.send_modify(|presences| *presences -= 1);
    }
}

impl Sessions {
    pub(super) fn new(options: ServeOptions) -> Self {
        let places = options.max_connections.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            state: Mutex::default(),
            places: Arc::new(Semaphore::new(places)),
            presences: Arc::default(),
            #[cfg(feature = "serve-http")]
            announcement: super::closing::Announcement::new(),
            #[cfg(feature = "serve-http")]
            mounts: super::http::Mounts::default(),
            #[cfg(feature = "serve-http")]
            budget: Arc::new(super::http::Budget::new(options.http.max_bodies_bytes)),
            #[cfg(feature = "serve-http")]
            stack: std::sync::OnceLock::new(),
            options: Arc::new(options),
        }
    }

    pub(super) fn options(&self) -> &Arc<ServeOptions> {
        &self.options
    }

    #[cfg(feature = "serve-http")]
    pub(super) fn mounts(&self) -> &super::http::Mounts {
        &self.mounts
    }

    /// The memory for bodies of HTTP.
    #[cfg(feature = "serve-http")]
    pub(super) fn budget(&self) -> &Arc<super::http::Budget> {
        &self.budget
    }

    /// What answers over HTTP. It does not keep the server.
    #[cfg(feature = "serve-http")]
    pub(super) fn http_stack(self: &Arc<Self>) -> super::http::Stacked {
        let make = || super::http::Stacked::new(self, self.options.layers.as_ref());
        self.stack.get_or_init(make).clone()
    }

    /// Says when it closes.
    #[cfg(feature = "serve-http")]
    pub(super) fn closing(&self) -> super::closing::Closing {
        self.announcement.closing()
    }

    #[cfg(feature = "serve-http")]
    pub(super) fn is_closing(&self) -> bool {
        self.announcement.is_made()
    }

    pub(super) fn places(&self) -> &Arc<Semaphore> {
        &self.places
    }

    pub(super) fn presence(&self) -> Presence {
        self.presences.send_modify(|presences| *presences += 1);
        Presence(Arc::clone(&self.presences))
    }

    /// Tells when somebody comes or goes.
    pub(super) fn presences(&self) -> watch::Receiver<usize> {
        self.presences.subscribe()
    }

    /// Accepts clients from now on.
    pub(super) fn accept(
        self: &Arc<Self>,
        listener: Listener,
        url: String,
    ) -> io::Result<Listening> {
        let mut state = self.lock();
        if state.is_closing {
            return Err(closing());
        }
        let (listening, stop) = accept::start(self, listener, url);
        state.listeners.retain(|stop| stop.is_listening());
        state.listeners.push(stop);
        drop(state);
        self.options
            .tell(|| ServerEvent::Ready(listening.url().into()));
        Ok(listening)
    }

    /// Begins a session with a client, with the options of the server.
    pub(super) fn meet(
        self: &Arc<Self>,
        accepted: Accepted,
        place: Option<OwnedSemaphorePermit>,
    ) -> io::Result<Context> {
        self.meet_with(accepted, &self.options.connection, place)
    }

    /// Begins a session with a client, who takes this place.
    pub(super) fn meet_with(
        self: &Arc<Self>,
        accepted: Accepted,
        options: &ConnectOptions,
        place: Option<OwnedSemaphorePermit>,
    ) -> io::Result<Context> {
        let origin = accepted.origin();
        #[cfg(unix)]
        let credentials = accepted.credentials;
        let place = place.map(Arc::new);
        let known = |_context: &Context| {
            #[cfg(unix)]
            if let Some(credentials) = credentials {
                _context.extensions().insert(credentials);
            }
        };
        match accepted.way {
            Way::Stream(link) => self.begin(link.halves(options), origin, options, place, known),
            #[cfg(feature = "msgpack")]
            Way::Datagrams(exchange) => {
                self.begin(exchange.halves(options), origin, options, place, known)
            }
        }
    }

    /// Begins a session over both halves of any transport. What is put beside the connection in
    /// `prepare` is there for the first request.
    pub(super) fn begin<S: FrameSink>(
        self: &Arc<Self>,
        (sink, source): (S, impl FrameSource),
        origin: Origin,
        options: &ConnectOptions,
        place: Option<Arc<OwnedSemaphorePermit>>,
        prepare: impl FnOnce(&Context),
    ) -> io::Result<Context> {
        #[cfg(feature = "metrics")]
        let metrics = self.options.metrics.as_deref();
        #[cfg(feature = "metrics")]
        let connected = metrics.map(|metrics| super::metrics::Connected::of(metrics, &origin));
        let (session, moving) = Session::prepare(sink, source, origin, options);
        let context = session.context().clone();
        prepare(&context);
        let subscriptions = self.options.max_subscriptions;
        if subscriptions != MAX_SUBSCRIPTIONS {
            context.extensions().insert(Registry::new(subscriptions));
        }
        let mut state = self.lock();
        if state.is_closing {
            return Err(closing());
        }
        state.sessions.insert(context.connection_id(), session);
        drop(state);
        let farewell = Farewell {
            sessions: Arc::downgrade(self),
            observer: self.options.observer.clone(),
            context: context.clone(),
            why: None,
            _presence: self.presence(),
            _place: place,
            #[cfg(feature = "metrics")]
            _connected: connected,
        };
        self.options
            .tell(|| ServerEvent::Connected(context.clone()));
        // Written so, the task holds one copy of what moves and not two.
        let over = moving.map(|why| farewell.of(why));
        tokio::spawn(over);
        Ok(context)
    }

    pub(super) fn urls(&self) -> Vec<String> {
        let state = self.lock();
        let listening = state.listeners.iter().filter(|stop| stop.is_listening());
        listening.map(|stop| stop.url.to_string()).collect()
    }

    pub(super) fn contexts(&self) -> Vec<Context> {
        let state = self.lock();
        let sessions = state.sessions.values();
        sessions.map(|session| session.context().clone()).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.lock().sessions.len()
    }

    /// Ends the listeners, then the sessions.
    pub(super) async fn close(&self, deadline: Duration) {
        #[cfg(feature = "serve-http")]
        self.announcement.announce(super::closing::after(deadline));
        let (listeners, sessions) = self.refuse();
        let stopped = join_all(listeners.iter().map(|stop| stop.end()));
        let finished = join_all(sessions.iter().map(|session| session.finish(deadline)));
        futures_util::future::join(stopped, finished).await;
        drop(sessions);
        self.ended().await;
    }

    /// Takes no more clients; gives what there is to be ended.
    fn refuse(&self) -> (Vec<Arc<Stop>>, Vec<Arc<Session>>) {
        let mut state = self.lock();
        state.is_closing = true;
        let sessions = state.sessions.values().cloned();
        (state.listeners.clone(), sessions.collect())
    }

    pub(super) async fn ended(&self) {
        let mut presences = self.presences();
        // The sender is held by this.
        drop(presences.wait_for(|presences| *presences == 0).await);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closing() -> io::Error {
    io::Error::new(io::ErrorKind::NotConnected, "the server closes")
}

/// What is done when a session has ended, however it did.
struct Farewell {
    sessions: Weak<Sessions>,
    observer: Option<Observer>,
    context: Context,
    why: Option<Fault>,
    _presence: Presence,
    _place: Option<Arc<OwnedSemaphorePermit>>,
    #[cfg(feature = "metrics")]
    _connected: Option<super::metrics::Connected>,
}

impl Farewell {
    fn of(mut self, why: Fault) {
        self.why = Some(why);
    }
}

impl Drop for Farewell {
    fn drop(&mut self) {
        if let Some(sessions) = self.sessions.upgrade() {
            let session = sessions
                .lock()
                .sessions
                .remove(&self.context.connection_id());
            drop(session);
        }
        let ended = || Fault::new("the connection has ended");
        let why = Error::Closed(self.why.take().unwrap_or_else(ended));
        tell(self.observer.as_ref(), || ServerEvent::Gone {
            context: self.context.clone(),
            why,
        });
    }
}
