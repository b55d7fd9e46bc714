//! What a server has got: takes messages, keeps their methods, gives the answers that are due.
use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use serde_json::{Value, json};
use tokio::io::AsyncWrite;

use crate::{
    breaking::{Passed, Side},
    ground::until,
};

#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The methods of all requests that came whole.
    methods: Mutex<Vec<String>>,
    /// How many subscriptions began, and how many ended.
    watched: AtomicU64,
    unwatched: AtomicU64,
}

impl Record {
    pub(crate) fn has(&self, method: &str) -> bool {
        self.methods
            .lock()
            .unwrap()
            .iter()
            .any(|known| known == method)
    }

    /// Notes a message and answers it: with the first param; `watch` with an id and a first notification for it, `watches`
    /// with how many there are that were not ended by `unwatch`, `never` not at all. A batch is answered from its end.
    pub(crate) fn answers(&self, message: &[u8]) -> Vec<String> {
        let request: Value = serde_json::from_slice(message).unwrap();
        match &request {
            Value::Array(requests) => {
                let answers = requests.iter().map(|request| self.answer(request));
                let answers: Vec<_> = answers.rev().collect();
                vec![Value::from(answers).to_string()]
            }
            request => {
                let answer = self.answer(request);
                if request["method"] == "never" {
                    return Vec::new();
                }
                let mut answers = vec![answer.to_string()];
                if request["method"] == "watch" {
                    let params = json!({"subscription": answer["result"], "result": 7});
                    let tick = json!({"jsonrpc": "2.0", "method": "tick", "params": params});
                    answers.push(tick.to_string());
                }
                answers
            }
        }
    }

    fn answer(&self, request: &Value) -> Value {
        let method = request["method"].as_str().unwrap();
        self.methods.lock().unwrap().push(method.to_owned());
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::SeqCst) + 1;
        let result = match method {
            "watch" => json!(format!("s{}", count(&self.watched))),
            "unwatch" => json!(count(&self.unwatched)),
            "watches" => {
                let ended = self.unwatched.load(Ordering::SeqCst);
                json!(self.watched.load(Ordering::SeqCst) - ended)
            }
            _ => request["params"][0].clone(),
        };
        json!({"jsonrpc": "2.0", "id": request["id"], "result": result})
    }

    /// Waits until the child has said its last.
    pub(crate) async fn wait_for_child(self: &Arc<Self>) {
        until("the child ends", || Arc::strong_count(self) == 1).await;
    }

    /// Takes what a child prints of itself: each request that it got, and how many bytes it sent.
    pub(crate) fn sink(
        record: &Arc<Self>,
        passed: &Arc<Passed>,
    ) -> impl AsyncWrite + Send + 'static {
        Sink {
            record: Arc::clone(record),
            passed: Arc::clone(passed),
            line: Vec::new(),
        }
    }
}

struct Sink {
    record: Arc<Record>,
    passed: Arc<Passed>,
    line: Vec<u8>,
}

impl Sink {
    fn take(&mut self, byte: u8) {
        if byte != b'\n' {
            return self.line.push(byte);
        }
        let line = std::mem::take(&mut self.line);
        match std::str::from_utf8(&line).unwrap().split_once(' ') {
            Some(("got", request)) => {
                self.record.answers(request.as_bytes());
                self.passed.add(Side::FromClient, request.len() + 1);
            }
            Some(("sent", length)) => self.passed.add(Side::ToClient, length.parse().unwrap()),
            Some(("struck", _)) => self.passed.strike(),
            _ => panic!("the child complains: {}", String::from_utf8_lossy(&line)),
        }
    }
}

impl AsyncWrite for Sink {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        bytes.iter().for_each(|byte| self.take(*byte));
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
