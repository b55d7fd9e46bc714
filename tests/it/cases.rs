//! The clients of our own fixtures, driven: what is sent for each way of paging, by position and by name, and where the
//! document's servers lead.

mod control;
mod discover;
mod enums;
mod msgpack;
mod numbers;
mod own_types;
mod paging;
mod params;
mod profiles;
mod server;
mod servers;
mod texts;
mod unions;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use callwright::{BoxFuture, Connection, Error, Fault, Reply, Request};
use serde_json::Value;

/// A connection that answers from a list and remembers the params that it was asked with.
#[derive(Clone, Debug)]
struct Scripted {
    answers: Arc<Mutex<VecDeque<Value>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    fn new(answers: impl IntoIterator<Item = Value>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            asked: Arc::default(),
        }
    }

    /// `method params` of every request so far.
    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn answer(&self, request: &Request) -> Result<Reply, Error> {
        let said = format!("{} {}", request.method(), request.params().to_json());
        self.asked.lock().unwrap().push(said);
        match self.answers.lock().unwrap().pop_front() {
            Some(value) => Reply::of(&value),
            None => Err(Error::Closed(Fault::new("the script is over"))),
        }
    }
}

impl Connection for Scripted {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        Box::pin(async move { self.answer(&request) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move { self.answer(&request).map(drop) })
    }
}
