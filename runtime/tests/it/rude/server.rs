//! The rude server where messages go both ways: does what the case says whose number the method is.
use std::sync::Arc;

use serde_json::Value;

use super::case::{Case, Way, glance, right};
use crate::{
    peer,
    rude_ws::{self, TEXT},
};

/// A connection on which messages are told from each other.
pub trait Line: Send + 'static {
    /// The beginning of the next request, which stays where it is.
    fn glance(&mut self) -> impl Future<Output = Vec<u8>> + Send;
    fn request(&mut self) -> impl Future<Output = Option<Value>> + Send;
    fn message(&mut self, message: &[u8]) -> impl Future<Output = ()> + Send;
    /// Bytes beside the messages.
    fn noise(&mut self, bytes: &[u8]) -> impl Future<Output = ()> + Send;
    fn frame(&mut self, first: u8, payload: &[u8]) -> impl Future<Output = ()> + Send;
}

/// Serves one connection. `hold` is answered when `ping` is: a call beside the one that meets the
/// misbehaviour.
pub async fn serve(mut line: impl Line, cases: Arc<Vec<Case>>) {
    let mut held = Vec::new();
    loop {
        let early = glance(&line.glance().await)
            .filter(|(number, _)| matches!(cases[*number].way, Way::Early));
        if let Some((_, request)) = &early {
            line.message(&right(request)).await;
        }
        let Some(request) = line.request().await else {
            return;
        };
        let first = request.get(0).unwrap_or(&request);
        match first["method"].as_str() {
            Some("hold") => held.push(request),
            Some("ping") => {
                for held in held.drain(..) {
                    line.message(&right(&held)).await;
                }
                line.message(&right(&request)).await;
            }
            Some(number) if early.is_none() => {
                let way = cases[number.parse::<usize>().unwrap()].way;
                misbehave(&mut line, way, &request).await;
            }
            // The answer to what the server asked, or a call that has its answer.
            _ => {}
        }
    }
}

async fn misbehave(line: &mut impl Line, way: Way, request: &Value) {
    match way {
        Way::Answer(message) => line.message(&message(request)).await,
        Way::Messages(messages) => {
            for message in messages(request) {
                line.message(&message).await;
            }
        }
        Way::Noise(bytes) => {
            line.noise(bytes).await;
            line.message(&right(request)).await;
        }
        Way::Frames(frames) => {
            for (first, payload) in frames(request) {
                line.frame(first, &payload).await;
            }
        }
        // So little of it came at first that it could not be told.
        Way::Early => line.message(&right(request)).await,
        Way::Silence | Way::Http(_) | Way::HttpEnd(_) => {}
    }
}

impl Line for peer::Peer {
    async fn glance(&mut self) -> Vec<u8> {
        self.peek().await
    }

    async fn request(&mut self) -> Option<Value> {
        self.request().await
    }

    async fn message(&mut self, message: &[u8]) {
        self.message_of(message).await;
    }

    async fn noise(&mut self, bytes: &[u8]) {
        self.send(bytes).await;
    }

    async fn frame(&mut self, _: u8, _: &[u8]) {}
}

impl Line for rude_ws::Peer {
    async fn glance(&mut self) -> Vec<u8> {
        self.peek().await
    }

    async fn request(&mut self) -> Option<Value> {
        self.request().await
    }

    async fn message(&mut self, message: &[u8]) {
        self.send(TEXT, message).await;
    }

    async fn noise(&mut self, _: &[u8]) {}

    async fn frame(&mut self, first: u8, payload: &[u8]) {
        self.frame(first, payload).await;
    }
}
