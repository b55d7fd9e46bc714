//! A limit on how long each message takes: takes a default, lets the calls that say otherwise have their own.
use std::{
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tower::{BoxError, Layer, Service, ServiceExt};

use super::{
    failure,
    message::{Answer, Message},
};
use crate::BoxFuture;

/// Limits how long a message may take, with all that the layers below do for it, waiting included.
///
/// A call's own timeout comes first, which tower's layer of the same name does not know: that one
/// ends every message at its time, and does not count waiting for a place in a limit. Over a [`Retry`](super::Retry) the limit is for all attempts
/// together, under it for each.
#[derive(Clone, Copy, Debug)]
pub struct Timeout {
    limit: Duration,
}

impl Timeout {
    /// For messages that do not say how long they may take.
    pub fn new(limit: Duration) -> Self {
        Self { limit }
    }
}

impl<S> Layer<S> for Timeout {
    type Service = TimeoutService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        let limit = self.limit;
        TimeoutService { inner, limit }
    }
}

/// The service of [`Timeout`].
#[derive(Clone, Debug)]
pub struct TimeoutService<S> {
    inner: S,
    limit: Duration,
}

impl<S> Service<Message> for TimeoutService<S>
where
    S: Service<Message, Response = Answer> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = Answer;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Answer, BoxError>>;

    // The layers below are waited for within the limit.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, message: Message) -> Self::Future {
        let limit = message.timeout().unwrap_or(self.limit);
        let passage = Arc::clone(message.passage());
        let exchange = self.inner.clone().oneshot(message);
        Box::pin(async move {
            match tokio::time::timeout(limit, exchange).await {
                Ok(outcome) => outcome.map_err(Into::into),
                Err(_) => Err(failure::late(limit, passage.may_have_arrived()).into()),
            }
        })
    }
}
