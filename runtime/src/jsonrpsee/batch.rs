//! A batch by jsonrpsee's client: takes requests, sends the calls among them as one message, gives each what came.
use jsonrpsee_core::{
    client::{BatchEntry, BatchResponse, Error as ClientError, SubscriptionClientT},
    params::BatchRequestBuilder,
};
use serde_json::value::RawValue;

use super::{Jsonrpsee, RawParams, limited, translate};
use crate::{Connection, Error, Fault, Reply, Request};

type Outcome = Result<Reply, Error>;

impl<C: SubscriptionClientT + Send + Sync + 'static> Jsonrpsee<C> {
    /// Notifications have no place in jsonrpsee's batches, and so go by themselves.
    pub(super) async fn send_batch(&self, requests: Vec<Request>) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(requests.len());
        let mut calls = Vec::new();
        for request in requests {
            match request.is_notification() {
                true => {
                    let notified = self.notify(request).await;
                    outcomes.push(Some(notified.map(|()| Reply::new("null"))));
                }
                false => {
                    outcomes.push(None);
                    calls.push(request);
                }
            }
        }
        let answered = match calls.is_empty() {
            true => Ok(Vec::new()),
            false => self.send_calls(calls).await,
        };
        let (answers, otherwise) = match answered {
            Ok(answers) => (answers, left_out()),
            Err(error) => (Vec::new(), error),
        };
        let mut answers = answers.into_iter();
        let answer = |outcome: Option<Outcome>| {
            let answer = outcome.or_else(|| answers.next());
            answer.unwrap_or_else(|| Err(otherwise.clone()))
        };
        outcomes.into_iter().map(answer).collect()
    }

    async fn send_calls(&self, calls: Vec<Request>) -> Result<Vec<Outcome>, Error> {
        let (_inside, client) = self.enter()?;
        let mut batch = BatchRequestBuilder::new();
        for call in &calls {
            // JSON that is written already cannot fail.
            let _ = batch.insert(call.method(), RawParams(call.params().to_json()));
        }
        let limits: Option<Vec<_>> = calls.iter().map(|call| call.options().timeout).collect();
        let limit = limits.and_then(|limits| limits.into_iter().max());
        limited(&self.gate, limit, async {
            let answered: Result<BatchResponse<'_, Box<RawValue>>, _> =
                client.batch_request(batch).await;
            Ok(answered
                .map_err(translate)?
                .into_iter()
                .map(outcome)
                .collect())
        })
        .await
    }
}

fn outcome(entry: BatchEntry<'_, Box<RawValue>>) -> Outcome {
    match entry {
        Ok(result) => Ok(Reply::new(String::from(Box::<str>::from(result)))),
        // What jsonrpsee has in the place of an answer that did not come.
        Err(error) if error.code() == 0 && error.message().is_empty() && error.data().is_none() => {
            Err(left_out())
        }
        Err(error) => Err(translate(ClientError::Call(error.into_owned()))),
    }
}

fn left_out() -> Error {
    Error::Transport(Fault::new("the answer to the batch has none to this call").sent())
}
