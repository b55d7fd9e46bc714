//! What came last and may have been an answer: takes strays, gives the fault of a call that got none.
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::{Fault, StrayKind, error::Snippet};

/// The newest stray that may have been meant for a call: without an id nobody knows for which.
#[derive(Default)]
pub(super) struct Unclaimed(Mutex<Option<Newest>>);

struct Newest {
    came: Instant,
    kind: StrayKind,
    snippet: Snippet,
}

impl Unclaimed {
    /// Remembers a stray, unless it is known to be something else than an answer.
    pub(super) fn note(&self, kind: StrayKind, bytes: &[u8]) {
        use StrayKind::{BetweenMessages, NotJson, NotJsonRpc, TooLong, UnknownId, WithoutId};
        if matches!(
            kind,
            BetweenMessages | NotJson | NotJsonRpc | TooLong | UnknownId | WithoutId
        ) {
            let newest = Newest {
                came: Instant::now(),
                kind,
                snippet: Snippet::head(bytes),
            };
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(newest);
        }
    }

    /// Says that a call that began then got no answer in so long, and shows what came since.
    pub(super) fn late(&self, peer: &str, limit: Duration, began: Instant) -> Fault {
        let message = format!("no answer came from {peer} in {limit:?}");
        let newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match newest.as_ref().filter(|newest| newest.came >= began) {
            None => Fault::new(message),
            Some(Newest { kind, snippet, .. }) => {
                Fault::new(format!("{message}, but {kind} did")).with_excerpt(snippet.clone())
            }
        }
    }
}
