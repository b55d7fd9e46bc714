//! Many calls as one: takes calls of any types, sends them together, gives what became of each.
#[cfg(feature = "http")]
mod answers;
mod call;
mod calls;
mod entry;
mod parts;
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
mod wire;

use std::{
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

pub use call::BatchCall;
use call::Typed;
pub use calls::{BatchCalls, IntoBatch};
use entry::{Answer, Entry};
pub(crate) use parts::one_by_one;
#[cfg(any(
    feature = "http",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
pub(crate) use parts::{all_fail, timeout};
#[cfg(feature = "http")]
pub(crate) use {answers::Answers, parts::headers};
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
pub(crate) use {
    parts::{Outcome, in_parts},
    wire::{elements, left_out, write_json},
};

use crate::BoxFuture;

/// Puts calls together, to send them as one message (JSON-RPC 2.0, section 6).
///
/// A tuple of up to twelve calls gives a tuple of results; anything that gives equal calls, as a
/// `Vec` or an iterator, gives a `Vec`. Each call has a result of its own, in the order of the
/// calls, and there is no other: where the exchange as a whole fails, that is the error of each.
///
/// ```no_run
/// # use callwright::{Call, Error};
/// # async fn two(height: Call<u64>, balance: Call<u128>) -> Result<(), Error> {
/// let (height, balance) = callwright::batch((height, balance)).await;
/// println!("{} at {}", balance?, height?);
/// # Ok(())
/// # }
/// ```
///
/// Answers may come in any order. A call that the server leaves out fails and says so. Of several
/// answers to a call the first counts; the others, and those to nobody, are counted as strays of
/// the connection. A server that answers with one error object gives each call that error. A
/// notification gives `Ok` once it is on its way, a call of pages gives its first page.
///
/// Nothing is sent of an empty batch; a batch of one, and a rest of one, go as the call itself.
/// [`ConnectOptions::max_batch`](crate::ConnectOptions::max_batch) bounds how many calls go in one
/// message, for servers that take only so many or none. Calls over different connections go in a
/// batch for each.
pub fn batch<C: IntoBatch<K>, K>(calls: C) -> Batch<C::Calls> {
    let mut entries = Vec::new();
    calls.into_calls().enter(&mut entries);
    Batch {
        entries,
        calls: PhantomData,
    }
}

/// Calls that are sent together when awaited. [`batch`] makes it.
#[must_use = "a batch does nothing until it is awaited"]
pub struct Batch<C> {
    entries: Vec<Entry>,
    // The types are only promised, so a batch is Send and Sync whatever they are.
    calls: PhantomData<fn() -> C>,
}

impl<C> Batch<C> {
    /// Sets how long the batch may take, in place of what its calls say. Otherwise it has the
    /// longest time that one of its calls has. Where it goes out in several parts, each has that
    /// time.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        for entry in &mut self.entries {
            entry.options().timeout = Some(timeout);
        }
        self
    }

    /// Adds an HTTP header to those of its calls, all of which go with the batch. A connection
    /// without headers per call leaves it out.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        for entry in &mut self.entries {
            entry.options().headers.push(name.clone(), value.clone());
        }
        self
    }

    /// How many calls it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has no calls.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<C: BatchCalls> IntoFuture for Batch<C> {
    type Output = C::Output;
    type IntoFuture = BatchFuture<C>;

    fn into_future(self) -> Self::IntoFuture {
        BatchFuture {
            answers: entry::send(self.entries),
            calls: PhantomData,
        }
    }
}

/// The future of a [`Batch`].
#[must_use = "futures do nothing until they are awaited"]
pub struct BatchFuture<C> {
    // One boxed future of one type serves every batch; only decoding is compiled per type.
    answers: BoxFuture<'static, Vec<Answer>>,
    calls: PhantomData<fn() -> C>,
}

impl<C: BatchCalls> Future for BatchFuture<C> {
    type Output = C::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answers = ready!(self.answers.as_mut().poll(cx));
        Poll::Ready(C::leave(&mut answers.into_iter()))
    }
}

impl<C> Clone for Batch<C> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            calls: PhantomData,
        }
    }
}

impl<C> fmt::Debug for Batch<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

impl<C> fmt::Debug for BatchFuture<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchFuture").finish_non_exhaustive()
    }
}
