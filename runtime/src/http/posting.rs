//! What is posted: the body of calls, and whether they may reach the server twice.
use bytes::Bytes;
use hyper_util::client::legacy::Error as ClientError;

use super::failure;
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

    /// Whether it is posted again when a connection that was kept ended so.
    ///
    /// A server may hang up a connection of the pool in the moment in which a request is written to
    /// it. What was not begun hyper posts again by itself; of the rest nobody knows whether the
    /// server has it.
    pub(super) fn is_repeated_after(&self, error: &ClientError) -> bool {
        self.is_idempotent && !error.is_connect() && failure::has_hung_up(error)
    }
}
