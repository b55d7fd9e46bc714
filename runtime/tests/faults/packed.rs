//! A server's side of MessagePack-RPC: takes a stream, gives requests and sends messages in the words of JSON-RPC.
use std::io::{self, Cursor};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub(crate) struct Packed<S> {
    stream: S,
    /// What has come of messages that were not given.
    come: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Packed<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            come: Vec::new(),
        }
    }

    /// The next request.
    pub(crate) async fn request(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let mut reader = rmp_serde::Deserializer::new(Cursor::new(&self.come));
            if let Ok(message) = Value::deserialize(&mut reader) {
                let length = reader.get_ref().position() as usize;
                self.come.drain(..length);
                let [id, method, params] = [1, 2, 3].map(|at| &message[at]);
                let request =
                    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
                return Ok(request.to_string().into_bytes());
            }
            if self.stream.read_buf(&mut self.come).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Sends a response or a notification.
    pub(crate) async fn send(&mut self, json: &str) -> io::Result<()> {
        let message: Value = serde_json::from_str(json)?;
        let packed = match message.get("method") {
            Some(method) => rmp_serde::to_vec(&(2, method, &message["params"])),
            None => rmp_serde::to_vec(&(1, &message["id"], (), &message["result"])),
        };
        let packed = packed.map_err(io::Error::other)?;
        self.stream.write_all(&packed).await?;
        self.stream.flush().await
    }
}
