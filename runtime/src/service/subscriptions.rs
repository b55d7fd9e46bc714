//! Subscriptions of a service: takes the stream that a method gives, sends its items to who asked, as notifications.
//!
//! The answer to the call is the id, and where it stands in what follows is for the rule of the method to say: by itself the
//! id is in `subscription` and an item in `result`. A stream that fails has an error object in `error` instead of an item,
//! and null there is the last word of each.
mod ids;
mod items;
mod leave;
mod pump;
mod registry;
mod several;
mod words;

use futures_core::Stream;
use tokio::sync::oneshot;

use ids::Id;
pub use ids::Ids;
pub use items::{ResultItems, ResultStream, ValueItems, ValueStream, items, stream, subscribe};
pub use leave::leave;
use pump::Pump;
use registry::Entry;
#[cfg(feature = "serve")]
pub(crate) use registry::MAX_SUBSCRIPTIONS;
pub(crate) use registry::Registry;
pub use several::{OneOf, subscribe_to_several};
use words::Words;

use super::{Answer, Given};
use crate::{Incoming, Peer, Reply, Request, ServerError, Streaming, Wires, reply::Held};

/// The method is not available here (JSON-RPC 2.0, section 5.1).
const NOT_HERE: i64 = -32601;
/// Code of JSON-RPC 2.0, section 5.1.
const INTERNAL_ERROR: i64 = -32603;
/// As servers of jsonrpsee say it.
const TOO_MANY: i64 = -32006;

/// A place for one more subscription on a connection. It is given back with the subscription, or
/// when this is dropped.
pub struct Place {
    entry: Entry,
    peer: Peer,
    asked: Asked,
}

/// What is known of the call.
struct Asked {
    streaming: &'static Streaming,
    prefix: Box<str>,
    wire: crate::Wire,
    ids: Ids,
}

impl Place {
    /// One on the connection of a request, before its method runs.
    ///
    /// Gives -32601 where nothing can be sent later, as after an answer by HTTP, and where nobody
    /// would learn the id, of a notification; -32006 when the connection has as many subscriptions
    /// as it may.
    pub fn take<W: Wires>(given: &Given<'_, W>) -> Result<Self, ServerError> {
        let (asked, method) = (given.asked(), given.method());
        let peer = asked.context().peer();
        let streaming = method.subscription.as_ref();
        let streaming = streaming.filter(|_| !asked.is_notification());
        let (Some(streaming), Some(_)) = (streaming, peer.connection()) else {
            return Err(not_here(&asked));
        };
        let registry = Registry::of(asked.context());
        let leaving = streaming.unsubscribe.filter(|_| streaming.id.is_empty());
        let key = leaving.map(|(leaving, _)| leave::key(leaving, &asked));
        Ok(Self {
            entry: registry.enter(key).ok_or_else(too_many)?,
            peer,
            asked: Asked {
                streaming,
                prefix: asked.prefix().into(),
                wire: asked.wire(),
                ids: given.ids(),
            },
        })
    }

    /// Begins the subscription; the reply has its id. Nothing is sent before that is on its way.
    fn begin<W, S, T>(
        self,
        stream: S,
        write: fn(&Words, T) -> Result<Request, ServerError>,
    ) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: Stream<Item = Result<T, ServerError>> + Send + 'static,
        T: Send + 'static,
    {
        let Self { entry, peer, asked } = self;
        let id = asked.ids.written::<W>(entry.id(), asked.wire);
        let id = id.map_err(|why| internal(&why.to_string()))?;
        let answer = words::nested(asked.streaming.answer, &id, asked.wire);
        let mut reply = Reply::from(answer.ok_or_else(|| internal("the id cannot be written"))?);
        let (told, is_answered) = oneshot::channel::<()>();
        let words = Words {
            streaming: asked.streaming,
            prefix: asked.prefix,
            wire: asked.wire,
            id,
        };
        let pump = Pump {
            words,
            peer,
            stream,
            write,
        };
        entry.run(async move {
            // Nobody tells; it is dropped.
            drop(is_answered.await);
            pump.run::<W>().await;
        });
        reply.held = Some(Held::new(told));
        Ok(reply)
    }
}

/// Ends the subscription of the id that is given, of the connection that asks. Answers whether there
/// was one.
pub fn unsubscribe<'a, W: Wires>(given: &Given<'a, W>) -> Answer<'a> {
    let ended = given.required::<Id>(0);
    let ended = ended.map(|id| Registry::of(given.context()).end(id.0));
    answered(given, ended)
}

fn answered<'a, W: Wires>(given: &Given<'a, W>, ended: Result<bool, ServerError>) -> Answer<'a> {
    let answer = ended.and_then(|ended| given.asked().answer_as::<W, bool>(&ended));
    Box::pin(std::future::ready(answer))
}

#[cold]
fn not_here(asked: &Incoming<'_>) -> ServerError {
    let message = format!(
        "`{}{}` subscribes, and nothing can be sent here after the answer: call it over a \
         WebSocket (ws:, wss:) or a stream (tcp:, tls:, unix:, npipe:, stdio:)",
        asked.prefix(),
        asked.method()
    );
    ServerError::new(NOT_HERE, message)
}

#[cold]
fn too_many() -> ServerError {
    let message = "the connection has too many subscriptions: end others first";
    ServerError::new(TOO_MANY, message)
}

fn internal(message: &str) -> ServerError {
    ServerError::new(INTERNAL_ERROR, message)
}
