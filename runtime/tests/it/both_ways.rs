//! Connections on which the server can speak by itself: what it asks, and how they close.
mod asked;
mod asked_much;
mod closing;
mod closing_http;
mod dropped;
mod typed;

use std::{sync::Arc, time::Duration};

use callwright::{ConnectOptions, Connection, Framing, Params, Request, connect_with};
use serde_json::Value;

use crate::{
    peer::{self, Address, Transport},
    rude_ws,
};

/// Longer than anything takes that ends at all.
const DEADLINE: Duration = Duration::from_secs(60);

/// What a connection goes over.
#[derive(Clone, Copy, Debug)]
enum Wire {
    WebSocket,
    Stream(Transport, Framing),
}

const WIRES: [Wire; 3] = [
    Wire::WebSocket,
    Wire::Stream(Transport::Tcp, Framing::Lines),
    Wire::Stream(Transport::Unix, Framing::ContentLength),
];

/// The server's end.
enum End {
    WebSocket(rude_ws::Peer),
    Stream(peer::Peer),
}

impl End {
    /// The next message as it came; none behind the last.
    async fn text(&mut self) -> Option<String> {
        match self {
            Self::Stream(peer) => peer.text().await,
            Self::WebSocket(peer) => match peer.receive().await? {
                (rude_ws::TEXT, text) => Some(String::from_utf8(text).unwrap()),
                _ => None,
            },
        }
    }

    async fn json(&mut self) -> Option<Value> {
        let text = self.text().await?;
        Some(serde_json::from_str(&text).unwrap())
    }

    async fn send(&mut self, json: &str) {
        match self {
            Self::Stream(peer) => peer.message(json).await,
            Self::WebSocket(peer) => peer.text(json).await,
        }
    }

    /// Asks, and gives what came as the answer.
    async fn ask(&mut self, request: &str) -> String {
        self.send(request).await;
        self.text().await.unwrap()
    }

    /// Answers a request with this `result` or `error` member.
    async fn answer(&mut self, request: &Value, member: &str) {
        self.send(&peer::answer(request, member)).await;
    }

    /// Reads until the client has closed.
    async fn silence(mut self) {
        assert_eq!(self.text().await, None);
    }
}

/// A connection to a server with this script, and the server's file where it has one.
async fn connected<F, Fut>(
    wire: Wire,
    options: ConnectOptions,
    script: F,
) -> (Arc<dyn Connection>, Option<Address>)
where
    F: Fn(End) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    match wire {
        Wire::WebSocket => {
            let url = rude_ws::serve(move |peer| script(End::WebSocket(peer))).await;
            (connect_with(&url, options).await.unwrap(), None)
        }
        Wire::Stream(transport, framing) => {
            let script = move |peer| script(End::Stream(peer));
            let address = peer::serve(transport, framing, script).await;
            let options = options.with_framing(framing);
            let connection = connect_with(&address.url, options).await.unwrap();
            (connection, Some(address))
        }
    }
}

fn request(method: &'static str) -> Request {
    Request::new(method, Params::by_position())
}

/// Runs within the deadline that every test has.
async fn in_time<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, test)
        .await
        .expect("it ends at all")
}
