//! What is posted: the body of calls, and whether they may reach the server twice.
use std::io;

use bytes::Bytes;
use hyper_util::client::legacy::Error as ClientError;

use crate::Request;

/// A body, cheap to clone, and what is known of the calls in it.
#[derive(Clone)]
pub(super) struct Posting {
    pub(super) body: Bytes,
    is_idempotent: bool,
}

impl Posting {
    /// Of these requests, which are written already.
    pub(super) fn of<'a>(requests: impl IntoIterator<Item = &'a Request>, body: Vec<u8>) -> Self {
        Self {
            body: body.into(),
            is_idempotent: requests.into_iter().all(Request::is_idempotent),
        }
    }

    /// Whether it is posted once more, on a new connection, when the first try ended so.
    ///
    /// A server may hang up a connection of the pool in the moment in which a request is written to
    /// it. What was not begun hyper posts again by itself; of the rest nobody knows whether the
    /// server has it.
    pub(super) fn is_repeated_after(&self, error: &ClientError) -> bool {
        self.is_idempotent && !error.is_connect() && has_hung_up(error)
    }
}

/// Whether the server hung up without a word.
fn has_hung_up(error: &(dyn std::error::Error + 'static)) -> bool {
    let is_end = match (
        error.downcast_ref::<hyper::Error>(),
        error.downcast_ref::<io::Error>(),
    ) {
        (Some(error), _) => error.is_incomplete_message() || error.is_canceled(),
        (_, Some(error)) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        ),
        _ => false,
    };
    is_end || error.source().is_some_and(has_hung_up)
}
