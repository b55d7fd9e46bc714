//! Subscriptions of a service: takes the stream that a method gives, sends its items to who asked, as notifications.
//!
//! The answer to the call is the id. What follows has the id in `subscription` and an item in `result`. A stream that fails
//! has an error object in `error` instead, and null there is the last word of each.
mod items;
mod pump;
mod registry;
mod words;

use serde::Serialize;
use tokio::sync::oneshot;

pub use items::{ResultItems, ResultStream, ValueItems, ValueStream, items, stream};
use pump::Pump;
use registry::Entry;
#[cfg(feature = "serve")]
pub(crate) use registry::MAX_SUBSCRIPTIONS;
pub(crate) use registry::Registry;
use words::Words;

use crate::{Context, Incoming, Peer, Reply, ServerError, Wire, Wires, reply::Held};

/// The method is not available here (JSON-RPC 2.0, section 5.1).
const NOT_HERE: i64 = -32601;
/// Code of JSON-RPC 2.0, section 5.1.
const INTERNAL_ERROR: i64 = -32603;
/// As servers of jsonrpsee say it.
const TOO_MANY: i64 = -32006;

/// A place for one more subscription on a connection. It is given back with the subscription, or
/// when this is dropped.
#[derive(Debug)]
pub struct Place {
    entry: Entry,
    peer: Peer,
    wire: Wire,
}

impl Place {
    /// One on the connection of a request, before its method runs.
    ///
    /// Gives -32601 where nothing can be sent later, as after an answer by HTTP, and -32006 when
    /// the connection has as many subscriptions as it may.
    pub fn take(asked: &Incoming<'_>) -> Result<Self, ServerError> {
        let peer = asked.context().peer();
        if peer.connection().is_none() {
            return Err(not_here(asked.method()));
        }
        let registry = Registry::of(asked.context());
        Ok(Self {
            entry: registry.enter().ok_or_else(too_many)?,
            peer,
            wire: asked.wire(),
        })
    }

    /// Begins the subscription, whose notifications have this method; the reply has its id.
    /// Nothing is sent before that is on its way.
    pub(super) fn begin<W, S, T>(
        self,
        notification: &'static str,
        stream: S,
    ) -> Result<Reply, ServerError>
    where
        W: Wires,
        S: futures_core::Stream<Item = Result<T, ServerError>> + Send + 'static,
        T: Serialize + Send + 'static,
    {
        let id = self.entry.id();
        let id = W::encode(&|| self.wire, &id).map_err(|why| internal(&why.to_string()))?;
        let mut reply = Reply::from(id.clone());
        let (told, is_answered) = oneshot::channel::<()>();
        let words = Words::new(notification, self.wire, id);
        let pump = Pump {
            words,
            peer: self.peer,
            stream,
        };
        self.entry.run(async move {
            // Nobody tells; it is dropped.
            drop(is_answered.await);
            pump.run::<W, T>().await;
        });
        reply.held = Some(Held::new(told));
        Ok(reply)
    }
}

/// Ends a subscription of a connection; whether there was one with this id.
pub fn unsubscribe(context: &Context, id: u64) -> bool {
    Registry::of(context).end(id)
}

#[cold]
fn not_here(method: &str) -> ServerError {
    let message = format!(
        "`{method}` subscribes, and nothing can be sent here after the answer: call it over a \
         WebSocket (ws:, wss:) or a stream (tcp:, tls:, unix:, npipe:, stdio:)"
    );
    ServerError::new(NOT_HERE, message)
}

#[cold]
fn too_many() -> ServerError {
    ServerError::new(
        TOO_MANY,
        "the connection has too many subscriptions: end others first",
    )
}

fn internal(message: &str) -> ServerError {
    ServerError::new(INTERNAL_ERROR, message)
}
