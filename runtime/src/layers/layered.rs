//! A stack of layers as a connection: takes calls of a client, passes each as a message, gives its answer.
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tower::{BoxError, Service, ServiceExt};

use super::{
    failure,
    message::{Answer, Body, Message},
};
use crate::{
    BoxFuture, Connection, Error, Fault, Feed, Handlers, IntoConnection, Reply, Request, Wire,
};

/// A connection under a stack of tower's layers.
///
/// Each message goes through a clone of the stack, which waits until it is ready, so that a call
/// that is dropped gives back what it held: a place in a limit, a turn in a queue. Listening,
/// handlers and closing are matters of the connection itself.
///
/// A call's own timeout holds for all of it, with waiting in the layers and every try.
pub struct Layered<S> {
    // Only cloned under the lock, so that the service need not be shareable.
    service: Mutex<S>,
    connection: Arc<dyn Connection>,
}

impl<S> Layered<S>
where
    S: Service<Message, Response = Answer> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    /// Calls by this service, and all else by this connection, over which the service may be
    /// built, or not at all.
    pub fn new(service: S, connection: impl IntoConnection) -> Self {
        Self {
            service: Mutex::new(service),
            connection: connection.into_connection(),
        }
    }

    fn pass(&self, body: Body) -> impl Future<Output = Result<Answer, Error>> + Send + use<S> {
        let service = self.service.lock();
        let service = service.unwrap_or_else(PoisonError::into_inner).clone();
        let message = Message::new(body);
        async move {
            let passage = Arc::clone(message.passage());
            let limit = message.timeout();
            let exchange = service.oneshot(message);
            let outcome = match limit {
                None => exchange.await,
                Some(limit) => match tokio::time::timeout(limit, exchange).await {
                    Ok(outcome) => outcome,
                    Err(_) => return Err(failure::late(limit, passage.may_have_arrived())),
                },
            };
            outcome.map_err(|error| failure::read(error.into(), passage.may_have_arrived()))
        }
    }
}

impl<S> Connection for Layered<S>
where
    S: Service<Message, Response = Answer> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        let passed = self.pass(Body::Call(request));
        Box::pin(async move { reply(passed.await?) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        let passed = self.pass(Body::Notification(request));
        Box::pin(async move { passed.await.map(drop) })
    }

    fn wire(&self) -> Wire {
        self.connection.wire()
    }

    fn batch(&self, requests: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
        let count = requests.len();
        let passed = self.pass(Body::Batch(requests));
        Box::pin(async move {
            match passed.await {
                Ok(Answer::Batch(outcomes)) => outcomes,
                Ok(_) => vec![Err(foreign()); count],
                Err(error) => vec![Err(error); count],
            }
        })
    }

    fn subscribe(&self, request: Request, feed: Feed) -> BoxFuture<'_, Result<Reply, Error>> {
        let passed = self.pass(Body::Subscription(request, Arc::new(feed.into())));
        Box::pin(async move { reply(passed.await?) })
    }

    fn listen(&self, feed: Feed) -> Result<(), Error> {
        self.connection.listen(feed)
    }

    fn handlers(&self) -> Result<&Handlers, Error> {
        self.connection.handlers()
    }

    fn close(&self, deadline: Duration) -> BoxFuture<'_, ()> {
        self.connection.close(deadline)
    }

    fn ended(&self) -> BoxFuture<'_, Error> {
        self.connection.ended()
    }
}

fn reply(answer: Answer) -> Result<Reply, Error> {
    match answer {
        Answer::Reply(reply) => Ok(reply),
        _ => Err(foreign()),
    }
}

/// Of a layer that answers by itself, and not to the question.
fn foreign() -> Error {
    let message = "a layer gave the answer to another kind of message";
    Error::Layer(Fault::new(message).sent().lasting())
}

impl<S> fmt::Debug for Layered<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layered")
            .field("connection", &self.connection)
            .finish_non_exhaustive()
    }
}
