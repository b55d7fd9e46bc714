//! Handlers of a server: bounded across its connections, and watched.
use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

#[cfg(feature = "metrics")]
use super::metrics::Underway;
use super::{
    ServeOptions, ServerEvent,
    options::{Observer, tell},
};
use crate::{BoxFuture, Document, Handlers, Incoming, Reply, ServerError, Service};

/// A permit for each request of a server that may be handled at once; none where there is no bound.
pub(super) fn turns(options: &ServeOptions) -> Option<Arc<Semaphore>> {
    let is_bounded = options.max_handled < Semaphore::MAX_PERMITS;
    is_bounded.then(|| Arc::new(Semaphore::new(options.max_handled.max(1))))
}

/// Handlers that wait for their turn and tell an observer, where that is asked for.
pub(super) fn watched(handlers: Handlers, options: &ServeOptions) -> Handlers {
    let turns = options.turns.clone();
    if turns.is_none() && options.observer.is_none() && !options.is_counted() {
        return handlers;
    }
    let observer = options.observer.clone();
    let watched = Handlers::around(Watched {
        handlers,
        turns,
        observer,
        #[cfg(feature = "metrics")]
        metrics: options.metrics.clone(),
    });
    #[cfg(feature = "metrics")]
    if let Some(metrics) = &options.metrics {
        return watched.with_missed(metrics.missed());
    }
    watched
}

struct Watched {
    handlers: Handlers,
    /// Those of the server, which all of its services share.
    turns: Option<Arc<Semaphore>>,
    observer: Option<Observer>,
    #[cfg(feature = "metrics")]
    metrics: Option<Arc<super::metrics::Metrics>>,
}

impl Watched {
    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.as_ref()?.acquire().await.ok()
    }

    fn tell(&self, event: impl FnOnce() -> ServerEvent) {
        if self.observer.is_some() {
            tell(self.observer.as_ref(), event);
        }
    }
}

impl Service for Watched {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        Box::pin(async move {
            let _turn = self.turn().await;
            self.tell(|| ServerEvent::Request {
                context: asked.context().clone(),
                method: Arc::from(asked.method()),
            });
            #[cfg(feature = "metrics")]
            let underway = self.metrics.as_deref();
            #[cfg(feature = "metrics")]
            let underway = underway.map(|metrics| Underway::begin(metrics, asked.method()));
            let answer = match self.handlers.answer(asked) {
                Some(answer) => answer.await,
                None => Err(ServerError::method_not_found()),
            };
            #[cfg(feature = "metrics")]
            if let Some(underway) = underway {
                underway.ended(&answer);
            }
            answer
        })
    }

    fn notify<'a>(&'a self, told: Incoming<'a>) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let _turn = self.turn().await;
            self.tell(|| ServerEvent::Notification {
                context: told.context().clone(),
                method: Arc::from(told.method()),
            });
            #[cfg(feature = "metrics")]
            if let Some(metrics) = &self.metrics {
                metrics.notified(told.method());
            }
            if let Some(handled) = self.handlers.notify(told) {
                handled.await;
            }
        })
    }

    fn has(&self, method: &str) -> bool {
        self.handlers.has(method)
    }

    fn document(&self) -> Option<Document> {
        self.handlers.document()
    }
}
