//! A connection as the innermost service of a stack: takes messages, gives answers.
use std::{
    sync::Arc,
    task::{Context, Poll},
};

use tower::{BoxError, Service};

use super::message::{Answer, Body, Message};
use crate::{BoxFuture, Connection, Error, IntoConnection};

/// Any [`Connection`] as a [`Service`] of tower. It is always ready: connections bound what is
/// under way by themselves.
///
/// Its errors are [`Error`]s in a box, as layers change them into others.
#[derive(Clone, Debug)]
pub struct ConnectionService(Arc<dyn Connection>);

impl ConnectionService {
    /// The service over this connection.
    pub fn new(connection: impl IntoConnection) -> Self {
        Self(connection.into_connection())
    }
}

impl Service<Message> for ConnectionService {
    type Response = Answer;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Answer, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, message: Message) -> Self::Future {
        let connection = Arc::clone(&self.0);
        Box::pin(async move {
            let (body, passage) = message.into_parts();
            passage.depart();
            let outcome = exchange(&*connection, body).await;
            if !may_have_arrived(&outcome) {
                passage.come_back();
            }
            outcome.map_err(Into::into)
        })
    }
}

async fn exchange(connection: &dyn Connection, body: Body) -> Result<Answer, Error> {
    match body {
        Body::Call(request) => connection.call(request).await.map(Answer::Reply),
        Body::Notification(request) => connection.notify(request).await.map(|()| Answer::Sent),
        Body::Batch(requests) => Ok(Answer::Batch(connection.batch(requests).await)),
        Body::Subscription(request, tries) => {
            let (feed, trial) = tries.next();
            let answer = connection.subscribe(request, feed).await;
            if answer.is_ok() {
                trial.agreed();
            }
            answer.map(Answer::Reply)
        }
    }
}

fn may_have_arrived(outcome: &Result<Answer, Error>) -> bool {
    let of = |outcome: &Result<_, Error>| match outcome {
        Ok(_) => true,
        Err(error) => error.may_have_been_received(),
    };
    match outcome {
        Ok(Answer::Batch(outcomes)) => outcomes.iter().any(of),
        Ok(_) => true,
        Err(error) => error.may_have_been_received(),
    }
}
