//! Layers of tower over real connections: what they let through, send again, and say when they do not.
mod limits;
#[cfg(all(feature = "opentelemetry", feature = "tracing"))]
mod observed;
mod passing;
mod retry;
mod subscriptions;
#[cfg(all(feature = "mock", feature = "opentelemetry", feature = "tracing"))]
mod together;

use std::sync::{Arc, Mutex};

use callwright::{ConnectOptions, Http};
use serde_json::Value;

use crate::rude_http::serve;

/// The requests that a server saw: each a method, or a batch of them.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Vec<String>>>>);

impl Seen {
    fn all(&self) -> Vec<String> {
        let seen = self.0.lock().unwrap();
        seen.iter().map(|methods| methods.join("+")).collect()
    }
}

/// An HTTP server that answers with `answer(the nth message, its requests)`, head and body; gives
/// a connection to it, and what it saw.
async fn server(
    answer: impl Fn(usize, &[Value]) -> Option<String> + Send + Sync + 'static,
) -> (Http, Seen) {
    let seen = Seen::default();
    let noted = seen.clone();
    let url = serve(move |request| {
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let requests = match serde_json::from_str(body).unwrap() {
            Value::Array(requests) => requests,
            request => vec![request],
        };
        let methods = requests
            .iter()
            .map(|one| one["method"].as_str().unwrap().to_owned());
        let mut noted = noted.0.lock().unwrap();
        noted.push(methods.collect());
        let number = noted.len();
        drop(noted);
        answer(number, &requests)
    })
    .await;
    (Http::new(&url, ConnectOptions::new()).unwrap(), seen)
}
