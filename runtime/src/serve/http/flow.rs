//! A client of HTTP/2 that takes nothing: takes the bodies of a connection, says when none of them was taken from for too long.
//!
//! Such a client may write, and answer pings, so that nothing is to be seen below.
use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, sleep_until};

/// How much is given away at once: what stands in a frame of HTTP/2. h2 takes a frame of a body as
/// soon as the client lets it send one byte, and keeps the rest.
const PIECE: usize = 16 << 10;

/// The bodies of a connection.
pub(super) struct Flow(Mutex<Taken>);

struct Taken {
    /// How many bodies have something to give.
    full: usize,
    /// When anything was taken last.
    last: Instant,
}

impl Flow {
    pub(super) fn new() -> Self {
        let last = Instant::now();
        Self(Mutex::new(Taken { full: 0, last }))
    }

    /// Waits until there has been something to take for so long, and nobody took it.
    pub(super) async fn stalls(&self, patience: Duration) {
        loop {
            let now = Instant::now();
            // One that waits as long as a clock can is never at its end.
            let Some(end) = self.waits_since(now).checked_add(patience) else {
                return std::future::pending().await;
            };
            if end <= now {
                return;
            }
            sleep_until(end).await;
        }
    }

    fn waits_since(&self, now: Instant) -> Instant {
        let taken = self.taken();
        match taken.full {
            0 => now,
            _ => taken.last,
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that is seen being taken, or, over HTTP/1, as it is.
pub(super) struct Flowing<B> {
    body: B,
    /// What is left of a long frame.
    rest: Bytes,
    flow: Option<Arc<Flow>>,
    is_full: bool,
}

impl<B> Flowing<B> {
    pub(super) fn new(body: B, flow: Option<Arc<Flow>>) -> Self {
        let mut flowing = Self {
            body,
            rest: Bytes::new(),
            flow,
            is_full: false,
        };
        flowing.touch(true);
        flowing
    }

    /// Something was taken, or there is something to take now.
    fn touch(&mut self, is_full: bool) {
        let Some(flow) = &self.flow else { return };
        let mut taken = flow.taken();
        taken.last = Instant::now();
        taken.full += usize::from(is_full);
        taken.full -= usize::from(self.is_full);
        self.is_full = is_full;
    }
}

impl<B> Drop for Flowing<B> {
    fn drop(&mut self) {
        self.touch(false);
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Flowing<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = &mut *self;
        if this.flow.is_none() {
            return Pin::new(&mut this.body).poll_frame(cx);
        }
        if this.rest.is_empty() {
            match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => this.rest = data,
                    Err(other) => {
                        this.touch(true);
                        return Poll::Ready(Some(Ok(other)));
                    }
                },
                // Who would take it waits for us.
                other => {
                    this.touch(false);
                    return other;
                }
            }
        }
        this.touch(true);
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let below = self.body.size_hint();
        let rest = self.rest.len() as u64;
        let mut hint = SizeHint::new();
        hint.set_lower(below.lower() + rest);
        if let Some(upper) = below.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}
