//! A connection that answers from a list and remembers what it was asked.
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use callwright::{BoxFuture, Connection, Encoded, Error, Fault, Reply, Request, Wire};

use serde_json::Value;

use super::WIRE;

/// Clones share the list and the memory.
#[derive(Clone, Debug, Default)]
pub struct Script {
    answers: Arc<Mutex<VecDeque<Result<Reply, Error>>>>,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Script {
    /// Answers these results, one after another.
    pub fn new<const N: usize>(results: [Value; N]) -> Self {
        let script = Self::default();
        results
            .into_iter()
            .for_each(|result| script.push(Ok(Reply::of(&result).unwrap())));
        script
    }

    /// Adds an answer.
    pub fn push(&self, answer: Result<Reply, Error>) {
        let answer = answer.map(in_format);
        self.answers.lock().unwrap().push_back(answer);
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    /// The parameters of all requests so far.
    pub fn params(&self) -> Vec<String> {
        self.requests()
            .iter()
            .map(|request| request.params().to_json().get().to_owned())
            .collect()
    }

    fn next(&self, request: Request) -> Result<Reply, Error> {
        check(&request);
        self.asked.lock().unwrap().push(request);
        let next = self.answers.lock().unwrap().pop_front();
        next.unwrap_or_else(|| Err(Error::Closed(Fault::new("the script is over"))))
    }
}

/// The answer in the format of the script.
fn in_format(reply: Reply) -> Reply {
    match WIRE {
        #[cfg(feature = "msgpack")]
        Wire::MessagePack => Reply::msgpack(reply.to_msgpack().unwrap().into_owned()),
        _ => reply,
    }
}

/// Typed parameters come in the format of the script; what is counted here is a number in either.
fn check(request: &Request) {
    let params = request.params();
    let is_typed = request.declaration().is_some();
    let mut given = (0..params.len()).filter_map(|slot| params.encoded(slot));
    let is_counted = |json: &str| json.parse::<u64>().is_ok();
    let fits = |value: &Encoded| value.wire() == WIRE || is_counted(&value.to_string());
    assert!(!is_typed || given.all(fits), "{params:?}");
}

impl Connection for Script {
    fn wire(&self) -> Wire {
        WIRE
    }

    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.next(request) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move { self.next(request).map(drop) })
    }
}
