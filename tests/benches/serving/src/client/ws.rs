//! WebSocket: tungstenite's.

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async};
use turns::Failure;

pub(super) struct Connection(WebSocketStream<TcpStream>);

impl Connection {
    pub(super) async fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_async(format!("ws://{address}/"), stream).await?;
        Ok(Self(socket))
    }

    pub(super) async fn call(&mut self, requests: &[Bytes]) -> Result<usize, Failure> {
        for request in requests {
            let request = Utf8Bytes::try_from(request.clone())?;
            self.0.feed(Message::Text(request)).await?;
        }
        self.0.flush().await?;
        let mut came = 0;
        for _ in requests {
            let message = self.0.next().await.ok_or("the server went")??;
            came += usize::from(super::has_result(&message.into_data()));
        }
        Ok(came)
    }
}
