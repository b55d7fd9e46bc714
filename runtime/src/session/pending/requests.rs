//! The server's own requests: takes what it asks, has handlers answer, puts the answers on their way.
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{self, Poll, Waker},
};

use bytes::Bytes;
use futures_util::{FutureExt, future::join_all};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Pending,
    order::{Order, Place},
};
use crate::{
    ConnectOptions, Context, ErrorStyle, Fault, Handlers, Incoming, ServerError, StrayKind, Wire,
    handlers::caught,
    reply::Held,
    session::{Role, wire::Asked},
};

/// What a request that waits takes beside its bytes, about.
const OVERHEAD: usize = 1024;

/// Code of JSON-RPC 2.0, section 5.1.
const INTERNAL_ERROR: i64 = -32603;
/// Of those that are free for servers, which we are here.
const BUSY: i64 = -32000;

/// Who answers the server, and how much at once.
pub(in crate::session) struct Requests {
    wire: Wire,
    /// A server answers what it cannot read, too.
    pub(super) role: Role,
    /// How many may stand in one array.
    pub(super) max_batch: usize,
    style: ErrorStyle,
    /// Whether a peer is told that its messages cannot be read.
    tells: bool,
    handlers: Handlers,
    context: Context,
    /// Whether new ones are refused.
    is_over: AtomicBool,
    /// A permit for each request that may be answered at once.
    turns: Arc<Semaphore>,
    order: Order,
    /// A permit for each byte of requests that have no answer yet.
    room: Arc<Semaphore>,
    space: usize,
}

impl Requests {
    pub(in crate::session) fn new(context: Context, role: Role, options: &ConnectOptions) -> Self {
        let space = options.max_reply_bytes.max(OVERHEAD);
        let space = space.min(Semaphore::MAX_PERMITS).min(u32::MAX as usize);
        let turns = options.max_handled.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            wire: options.wire,
            role,
            max_batch: options.max_incoming_batch,
            style: options.error_style,
            tells: options.tell_malformed,
            order: Order::new(options.answer_order),
            handlers: options.handlers.clone(),
            context,
            is_over: AtomicBool::new(false),
            turns: Arc::new(Semaphore::new(turns)),
            room: Arc::new(Semaphore::new(space)),
            space,
        }
    }

    /// What answers them.
    pub(in crate::session) fn handlers(&self) -> &Handlers {
        &self.handlers
    }

    /// The connection, as handlers get it.
    pub(in crate::session) fn context(&self) -> &Context {
        &self.context
    }

    /// Ends the subscriptions of the other side: the connection has ended.
    pub(super) fn leave(&self) {
        #[cfg(any(feature = "serve", feature = "service"))]
        drop(
            self.context
                .extensions()
                .remove::<crate::service::Registry>(),
        );
    }

    /// Room for requests of a message of so many bytes, which is given back with what comes back.
    fn room_for(&self, bytes: usize, requests: usize) -> Option<OwnedSemaphorePermit> {
        if self.is_over() {
            return None;
        }
        let size = bytes.saturating_add(requests.saturating_mul(OVERHEAD));
        let size = u32::try_from(size.min(self.space)).unwrap_or(u32::MAX);
        Arc::clone(&self.room).try_acquire_many_owned(size).ok()
    }

    /// Whether new requests are refused.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Has a handler answer, when it is its turn; gives the response object, and what is to be kept
    /// until that is on its way.
    fn answer(
        &self,
        asked: Asked,
        batch: Option<Arc<Length>>,
    ) -> impl Future<Output = Answered> + Send + 'static {
        let (wire, style) = (self.wire, self.style);
        let (handlers, context) = (self.handlers.clone(), self.context.clone());
        let turn = queue_up(&self.turns);
        async move {
            let turn = turn.await;
            let Asked {
                id, what, pieces, ..
            } = asked;
            let handled = async {
                let asked = Incoming::new(what.method(), what.params(), &context)
                    .with_wire(what.wire())
                    .with_pieces(pieces.as_ref());
                match handlers.answer(asked) {
                    Some(answer) => answer.await,
                    None => Err(wire.unknown_method(what.method(), style)),
                }
            };
            let answer = match batch.as_ref().is_some_and(|batch| batch.is_full()) {
                true => Err(ServerError::new(BUSY, "the batch has too long an answer")),
                false => caught(what.method(), handled).await,
            };
            let response = wire.response(&id, &answer, style);
            if let Some(batch) = batch {
                batch.grow(response.len());
            }
            Answered {
                response,
                turn,
                held: answer.ok().and_then(|reply| reply.held),
            }
        }
    }
}

/// How long the answers to a batch are already. Once they are longer than a message may be, those
/// that are left are not asked for any more.
struct Length {
    written: AtomicUsize,
    most: usize,
}

impl Length {
    fn is_full(&self) -> bool {
        self.written.load(Ordering::Relaxed) > self.most
    }

    fn grow(&self, bytes: usize) {
        self.written.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A response object, and what goes when it is on its way.
struct Answered {
    response: Vec<u8>,
    turn: Turn,
    held: Option<Held>,
}

/// A place among those that are answered at once.
type Turn = Option<OwnedSemaphorePermit>;

/// Waits for a turn. The place in the queue is taken now, so that turns come in the order of the
/// requests.
fn queue_up(turns: &Arc<Semaphore>) -> impl Future<Output = Turn> + Send + 'static {
    // There is one at once as long as nobody waits.
    let turn = Arc::clone(turns).try_acquire_owned().map_err(|_| {
        let mut turn = Box::pin(Arc::clone(turns).acquire_owned());
        let taken = turn
            .as_mut()
            .poll(&mut task::Context::from_waker(Waker::noop()));
        (taken, turn)
    });
    async move {
        match turn {
            Ok(turn) => Some(turn),
            Err((Poll::Ready(turn), _)) => turn.ok(),
            Err((Poll::Pending, turn)) => turn.await.ok(),
        }
    }
}

impl Pending {
    /// Answers the request of a frame.
    pub(super) fn answer_request(self: &Arc<Self>, asked: Asked, frame: &[u8]) {
        self.note(&asked, frame);
        let Some(room) = self.requests.room_for(frame.len(), 1) else {
            return self.refuse_request(&asked, frame);
        };
        let asked = asked.kept();
        let (pending, id) = (Arc::clone(self), asked.id.clone());
        let place = self.requests.order.enter();
        let is_of_stack = place.is_some();
        let answer = self.requests.answer(asked, None);
        self.put_answer(place, async move {
            // The turn ends when the answer is on its way, so that a server that reads none is
            // asked for no more of them. In a stack, what was asked later may need it before.
            let answered = answer.await;
            let turn = answered.turn.filter(|_| !is_of_stack);
            let response = pending.fitting(&id, answered.response);
            (response, (turn, answered.held, room))
        });
    }

    /// Answers an array of requests, each with its frame, by an array, which has these answers already.
    pub(super) fn answer_requests(
        self: &Arc<Self>,
        asked: Vec<(Asked, Bytes)>,
        mut responses: Vec<Vec<u8>>,
    ) {
        let each = || asked.iter();
        each().for_each(|(asked, frame)| self.note(asked, frame));
        let bytes = each().map(|(_, frame)| frame.len()).sum();
        let room = self.requests.room_for(bytes, asked.len());
        let Some(room) = room.filter(|_| !asked.is_empty()) else {
            let refused = each().map(|(asked, _)| self.busy(asked));
            responses.extend(refused);
            let is_told = self.outbox.put_at_once(array(&responses)).is_ok();
            let untold = each().filter(|_| !is_told);
            return untold.for_each(|(_, frame)| self.stray(StrayKind::NobodyHandles, frame));
        };
        let place = self.requests.order.enter();
        let asked = asked.into_iter().map(|(asked, _)| asked.kept());
        let length = Arc::new(Length {
            written: AtomicUsize::new(0),
            most: self.requests.space,
        });
        let answer = |asked| self.requests.answer(asked, Some(Arc::clone(&length)));
        let answers: Vec<_> = asked.map(answer).collect();
        let answers = answers.into_iter();
        let answers = join_all(answers.map(|answer| answer.map(|it| (it.response, it.held))));
        self.put_answer(place, async move {
            let (answered, held): (Vec<_>, Vec<_>) = answers.await.into_iter().unzip();
            responses.extend(answered);
            (array(&responses), (held, room))
        });
    }

    /// Puts an answer on its way once it is there and in its place, and gives back what was taken
    /// for it. Whatever it is doing, the task ends with the connection.
    fn put_answer<T: Send + 'static>(
        self: &Arc<Self>,
        place: Option<Place>,
        answer: impl Future<Output = (Vec<u8>, T)> + Send + 'static,
    ) {
        let pending = Arc::clone(self);
        let inside = self.join();
        self.under_way.begin(&self.outbox, async move {
            let put = async {
                let (frame, taken) = answer.await;
                if let Some(place) = &place {
                    place.turn().await;
                }
                // Fails only when the connection has ended.
                let _ = pending.outbox.put(frame).await;
                if place.as_ref().is_some_and(Place::has_others) {
                    pending.settled().await;
                }
                drop((taken, place));
            };
            tokio::select! {
                // Most are there at once.
                biased;
                () = put => {}
                _ = pending.gate.ended() => {}
            }
            drop(inside);
        });
    }

    /// The response, or in place of one that is too long what says so.
    fn fitting(&self, id: &[u8], response: Vec<u8>) -> Vec<u8> {
        match self.check_length(response.len()) {
            Ok(()) => response,
            Err(error) => {
                let error = ServerError::new(INTERNAL_ERROR, error.to_string());
                self.wire.response(id, &Err(error), self.requests.style)
            }
        }
    }

    /// Takes note of a request that nobody handles.
    fn note(&self, asked: &Asked, frame: &[u8]) {
        if !self.requests.handlers.has(asked.what.method()) {
            self.stray(StrayKind::NobodyHandles, frame);
        }
    }

    /// Refuses new requests from now on; those that there are are answered.
    #[cfg(feature = "serve")]
    pub(in crate::session) fn refuse_requests(&self) {
        self.requests.is_over.store(true, Ordering::Relaxed);
    }

    /// Tells the server that too much is asked, if it takes that without delay.
    fn refuse_request(&self, asked: &Asked, frame: &[u8]) {
        if self.outbox.put_at_once(self.busy(asked)).is_err() {
            self.stray(StrayKind::NobodyHandles, frame);
        }
    }

    fn busy(&self, asked: &Asked) -> Vec<u8> {
        let why = match self.requests.is_over() {
            true => "no requests are taken any more",
            false => "too many requests wait for answers",
        };
        let error = Err(ServerError::new(BUSY, why));
        self.wire.response(&asked.id, &error, self.requests.style)
    }

    /// Puts on its way what the peer is told whose messages cannot be read; whether there is anything.
    pub(in crate::session) fn tell_malformed(&self, reason: &Fault) -> bool {
        let Requests { style, tells, .. } = self.requests;
        let words = self.wire.last_words(reason, style).filter(|_| tells);
        words.is_some_and(|words| self.outbox.put_now(words).is_ok())
    }

    /// Answers a request with an error; whether that goes without delay.
    pub(super) fn tell_at_once(&self, id: &[u8], error: ServerError) -> bool {
        let response = self.wire.response(id, &Err(error), self.requests.style);
        self.outbox.put_at_once(response).is_ok()
    }
}

fn array(responses: &[Vec<u8>]) -> Vec<u8> {
    [b"[", &responses.join(&b","[..])[..], b"]"].concat()
}
