//! An answer that is given later: takes a result or an error, once.
use std::fmt;

use serde::Serialize;
use tokio::sync::oneshot;

use super::INTERNAL_ERROR;
use crate::{Reply, ServerError, Wire, Wires};

/// What answers one request, from wherever it is taken to.
///
/// It answers once, since that consumes it. Dropped, it answers with the error -32603, so that
/// nobody waits in vain.
#[must_use = "dropped, it answers with an error"]
pub struct Responder<R> {
    answer: oneshot::Sender<Answer>,
    /// The format that was asked in.
    wire: Wire,
    write: fn(Wire, &R) -> Answer,
}

type Answer = Result<Reply, ServerError>;

impl<R: Serialize> Responder<R> {
    /// One for a request, and what waits for it.
    pub(super) fn pair<W: Wires>(
        wire: Wire,
    ) -> (Self, impl Future<Output = Answer> + Send + use<R, W>) {
        let (sender, answer) = oneshot::channel();
        let responder = Self {
            answer: sender,
            wire,
            write: super::written::<W, R>,
        };
        let answer = async {
            let dropped = |_| ServerError::new(INTERNAL_ERROR, "the request was not answered");
            answer.await.map_err(dropped)?
        };
        (responder, answer)
    }

    /// Answers with a result.
    pub fn result(self, result: R) {
        self.answer(Ok(result));
    }

    /// Answers with an error.
    pub fn error(self, error: ServerError) {
        self.answer(Err(error));
    }

    /// Answers with one or the other.
    pub fn answer(self, answer: Result<R, ServerError>) {
        let written = answer.and_then(|result| (self.write)(self.wire, &result));
        // Who asked may be gone.
        drop(self.answer.send(written));
    }

    /// Whether nobody waits for the answer any more: the connection has ended.
    pub fn is_in_vain(&self) -> bool {
        self.answer.is_closed()
    }
}

impl<R> fmt::Debug for Responder<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responder").finish_non_exhaustive()
    }
}
