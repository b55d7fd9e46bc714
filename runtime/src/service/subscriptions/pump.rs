//! The task of a subscription: takes items from a stream as fast as the client reads them, and tells how it ended.
use std::pin::pin;

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt};

use super::Words;
use crate::{Connection, Error, Peer, Request, ServerError, Wires, handlers::caught};

/// A stream on its way to a client.
pub(super) struct Pump<S, T> {
    pub(super) words: Words,
    pub(super) peer: Peer,
    pub(super) stream: S,
    /// Gives an item as it is sent.
    pub(super) write: fn(&Words, T) -> Result<Request, ServerError>,
}

impl<S: Stream<Item = Result<T, ServerError>>, T> Pump<S, T> {
    /// Runs until the stream is over, or the client cannot be told any more.
    ///
    /// An item is asked of the stream when the one before it has found room among what the
    /// connection has to write. A client that reads nothing holds back its streams and nothing else;
    /// it is given up when there is no room for as long as a call may take.
    pub(super) async fn run<W: Wires>(self) {
        let Self {
            words,
            peer,
            stream,
            write,
        } = self;
        let why = {
            let mut stream = pin!(stream);
            let method = words.method(0);
            loop {
                let next = caught(&method, stream.next().map(Option::transpose));
                let item = match next.await {
                    Ok(Some(item)) => write(&words, item),
                    Ok(None) => break None,
                    Err(error) => Err(error),
                };
                let told = match item {
                    Ok(item) => peer.notify(item).await,
                    Err(error) => break Some(error),
                };
                match told {
                    Ok(()) => {}
                    Err(Error::Closed(_)) => return,
                    Err(error) => break Some(unsent(&error)),
                }
            }
        };
        let error = why.and_then(|why| words.error::<W>(&why));
        for last in [error, words.end::<W>()].into_iter().flatten() {
            // Nobody is there to be told of it.
            drop(peer.notify(last).await);
        }
    }
}

fn unsent(error: &Error) -> ServerError {
    let message = match error {
        Error::Timeout(_) => "the client was too slow to read".to_owned(),
        other => other.to_string(),
    };
    super::internal(&message)
}
