//! A layer that only looks on: takes messages and what becomes of them, tells an observer of each once.
use std::{
    sync::Arc,
    task::{Context, Poll, ready},
};

use tower::{BoxError, Service};

use super::{
    failure,
    message::{Answer, Message},
};
use crate::{BoxFuture, Error};

/// An exchange on its way.
pub(super) type Exchange = BoxFuture<'static, Result<Answer, BoxError>>;

/// Who wants to know of messages.
pub(super) trait Observer {
    /// Who wants to know of one.
    type Watch: Watch;

    fn begin(&self, message: &Message) -> Self::Watch;
}

/// Who wants to know what becomes of a message.
pub(super) trait Watch: Send + 'static {
    /// Starts the exchange, and does around it what it has to.
    fn around(&self, start: impl FnOnce() -> Exchange) -> Exchange {
        start()
    }

    /// What became of it; none when the caller has dropped it.
    fn ended(self, outcome: Option<&Result<Answer, Error>>);
}

/// The service of `Trace` and `Metrics`, of which each has a feature of its own.
#[derive(Clone, Debug)]
pub struct Observed<O, S> {
    observer: O,
    inner: S,
}

impl<O, S> Observed<O, S> {
    pub(super) fn new(observer: O, inner: S) -> Self {
        Self { observer, inner }
    }
}

impl<O: Observer, S> Service<Message> for Observed<O, S>
where
    S: Service<Message, Response = Answer>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = Answer;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Answer, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(ready!(self.inner.poll_ready(cx)).map_err(Into::into))
    }

    fn call(&mut self, message: Message) -> Self::Future {
        let watch = self.observer.begin(&message);
        let passage = Arc::clone(message.passage());
        let exchange = watch.around(|| {
            let exchange = self.inner.call(message);
            Box::pin(async { exchange.await.map_err(Into::into) })
        });
        let mut until_dropped = UntilDropped(Some(watch));
        Box::pin(async move {
            let outcome = exchange.await;
            let watch = until_dropped.0.take();
            let (seen, outcome) = match outcome {
                Ok(answer) => (Ok(answer), None),
                Err(error) => (
                    Err(failure::seen(&error, passage.may_have_arrived())),
                    Some(error),
                ),
            };
            if let Some(watch) = watch {
                watch.ended(Some(&seen));
            }
            match (seen, outcome) {
                (_, Some(error)) => Err(error),
                (seen, None) => seen.map_err(Into::into),
            }
        })
    }
}

/// Tells the watch of an exchange that is dropped.
struct UntilDropped<W: Watch>(Option<W>);

impl<W: Watch> Drop for UntilDropped<W> {
    fn drop(&mut self) {
        if let Some(watch) = self.0.take() {
            watch.ended(None);
        }
    }
}
