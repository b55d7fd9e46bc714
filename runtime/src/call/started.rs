//! A call that is under way: sent now, its answer joined later.
use std::{
    future::{Future, IntoFuture, ready},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

use super::{Call, CallFuture};
use crate::{Error, Failure, Fault, Reply, Wires};

impl<R: DeserializeOwned, F: Failure, W: Wires> Call<R, F, W> {
    /// Sends the call now, to await its answer later: it goes on whether it is awaited or not. Calls
    /// over one connection go in the order in which they are started, as long as there is room for
    /// them. Dropped, it is given up, and an answer that still comes is nobody's.
    ///
    /// It has to be called within a tokio runtime.
    ///
    /// ```no_run
    /// # async fn run(total: callwright::Call<u64>, mean: callwright::Call<f64>) -> Result<(), callwright::Error> {
    /// let (total, mean) = (total.start(), mean.start());      // both are on their way
    /// println!("{} {}", total.await?, mean.await?);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "dropped, the call is given up"]
    pub fn start(self) -> CallFuture<R, F> {
        let mut call = self.into_future();
        // What has room goes before anything that is started next.
        let mut cx = Context::from_waker(Waker::noop());
        call.reply = match call.reply.as_mut().poll(&mut cx) {
            Poll::Ready(answer) => Box::pin(ready(answer)),
            Poll::Pending => Box::pin(Started(tokio::spawn(call.reply))),
        };
        call
    }
}

/// A task that waits for an answer, and ends when nobody does any more.
struct Started(JoinHandle<Result<Reply, Error>>);

impl Future for Started {
    type Output = Result<Reply, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // The runtime was shut down.
        let ended = || Error::Closed(Fault::new("the task of the call has ended").sent());
        let answer = Pin::new(&mut self.0).poll(cx);
        answer.map(|answer| answer.unwrap_or_else(|_| Err(ended())))
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.0.abort();
    }
}
