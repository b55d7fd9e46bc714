//! A bare WebSocket connection that sends and receives text, to prove a server without a client of ours.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::deadline::within;
use crate::fault::Fault;

/// An open connection.
#[derive(Debug)]
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Opens a connection to the server at `address`.
    pub async fn connect(address: SocketAddr) -> Result<Self, Fault> {
        let opening = async {
            let stream = TcpStream::connect(address).await?;
            let url = format!("ws://{address}/");
            Ok::<_, Cause>(tokio_tungstenite::client_async(url, stream).await?.0)
        };
        within("the WebSocket handshake", opening)
            .await?
            .map(Self)
            .map_err(|cause| Fault::during(format!("connecting to ws://{address}"), cause))
    }

    /// Sends one text message.
    pub async fn send(&mut self, text: &str) -> Result<(), Fault> {
        within(
            "sending over the WebSocket",
            self.0.send(Message::text(text)),
        )
        .await?
        .map_err(|cause| Fault::during(format!("sending {text}"), cause))
    }

    /// The next text message, as it came.
    pub async fn receive(&mut self) -> Result<String, Fault> {
        let text = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                    Some(Ok(Message::Close(_))) | None => {
                        return Err(Fault::new("the WebSocket was closed"));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(cause)) => return Err(Fault::during("receiving", cause)),
                }
            }
        };
        within("the next WebSocket message", text).await?
    }

    /// Sends one request and takes the next message for its answer.
    pub async fn call(&mut self, request: &str) -> Result<String, Fault> {
        self.send(request).await?;
        self.receive().await
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;
