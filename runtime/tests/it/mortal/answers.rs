//! What the server says: takes requests, writes them down, gives their answers.
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::Log;

/// Counts one more as long as it lives.
struct Open<'a>(&'a AtomicUsize);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers what is asked over one connection, and sends its subscriptions what is emitted.
pub(super) async fn answer(
    log: &Log,
    mut requests: mpsc::UnboundedReceiver<String>,
    answers: mpsc::UnboundedSender<String>,
) {
    log.open.fetch_add(1, Ordering::SeqCst);
    let _open = Open(&log.open);
    let mut events = log.events.subscribe();
    let mut subscribed = Vec::new();
    loop {
        let text = tokio::select! {
            text = requests.recv() => text,
            event = events.recv() => {
                let event = event.unwrap();
                for id in &subscribed {
                    let params = json!({"subscription": id, "result": event});
                    let tick = json!({"jsonrpc": "2.0", "method": "tick", "params": params});
                    let _ = answers.send(tick.to_string());
                }
                continue;
            }
        };
        let Some(text) = text else { return };
        let request: Value = serde_json::from_str(&text).unwrap();
        let answer = match request.as_array() {
            None => one(log, &request, &mut subscribed),
            Some(batch) => {
                let answers = batch
                    .iter()
                    .map(|request| one(log, request, &mut subscribed));
                Some(answers.flatten().collect())
            }
        };
        let Some(answer) = answer else { continue };
        let answer = answer.to_string();
        match request["method"].as_str() {
            // Later, so that some are always under way.
            Some("late") => {
                let answers = answers.clone();
                let delay = Duration::from_millis(request["params"][0].as_u64().unwrap() % 7);
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    let _ = answers.send(answer);
                });
            }
            _ => drop(answers.send(answer)),
        }
    }
}

/// The answer to one request; none to what is never answered.
fn one(log: &Log, request: &Value, subscribed: &mut Vec<u64>) -> Option<Value> {
    let method = request["method"].as_str().unwrap().to_owned();
    let params = request["params"].clone();
    let mut asked = log.asked.lock().unwrap();
    asked.push((method.clone(), params.clone()));
    drop(asked);
    let result = match method.as_str() {
        "never" => return None,
        "subscribe" if log.refuses_subscriptions.load(Ordering::SeqCst) => {
            let error = json!({"code": -32005, "message": "no more"});
            return Some(json!({"jsonrpc": "2.0", "id": request["id"], "error": error}));
        }
        "subscribe" => {
            let id = log.next_id.fetch_add(1, Ordering::SeqCst);
            subscribed.push(id);
            json!(id)
        }
        "unsubscribe" => {
            let count = subscribed.len();
            subscribed.retain(|id| json!(id) != params[0]);
            json!(subscribed.len() < count)
        }
        _ => params[0].clone(),
    };
    Some(json!({"jsonrpc": "2.0", "id": request["id"], "result": result}))
}
