//! A WebSocket server that sends whatever a test says, frame by frame.
use std::sync::Arc;

use serde_json::Value;
use soketto::handshake::{Server, server::Response};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::compat::TokioAsyncReadCompatExt;

/// The opcodes of RFC 6455 that the tests send.
pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const CLOSE: u8 = 8;
pub const PING: u8 = 9;
pub const PONG: u8 = 10;

/// The bit of the last frame of a message.
pub const FIN: u8 = 0x80;

/// One accepted connection.
pub struct Peer(TcpStream);

/// Serves one connection with `script`; gives the URL.
pub async fn serve<F, Fut>(script: F) -> String
where
    F: FnOnce(Peer) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        script(Peer::accept(socket).await.unwrap()).await;
    });
    url
}

/// Serves each connection with `script`; gives the URL. A client that tries two ways at once leaves the
/// slower one without a word.
pub async fn serve_all<F, Fut>(script: F) -> String
where
    F: Fn(Peer) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let script = Arc::new(script);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let script = Arc::clone(&script);
            tokio::spawn(async move {
                if let Ok(peer) = Peer::accept(socket).await {
                    script(peer).await;
                }
            });
        }
    });
    url
}

impl Peer {
    /// Shakes hands with a client.
    pub async fn accept(socket: TcpStream) -> Result<Self, soketto::handshake::Error> {
        let mut server = Server::new(socket.compat());
        let key = server.receive_request().await?.key();
        let response = Response::Accept {
            key,
            protocol: None,
        };
        server.send_response(&response).await?;
        Ok(Self(server.into_inner().into_inner()))
    }

    /// What has come of the next message, up to some bytes of it; it stays where it is.
    pub async fn peek(&mut self) -> Vec<u8> {
        let mut bytes = [0; 256];
        let come = self.0.peek(&mut bytes).await.unwrap_or(0);
        let bytes = &bytes[..come];
        let head = match bytes.get(1).map(|length| length & 0x7f) {
            Some(127) => 2 + 8,
            Some(126) => 2 + 2,
            _ => 2,
        };
        let Some((mask, payload)) = bytes.get(head..).and_then(|rest| rest.split_at_checked(4))
        else {
            return Vec::new();
        };
        let unmasked = payload.iter().zip(mask.iter().cycle());
        unmasked.map(|(byte, mask)| byte ^ mask).collect()
    }

    /// Sends a message in one frame.
    pub async fn send(&mut self, opcode: u8, payload: &[u8]) {
        self.frame(FIN | opcode, payload).await;
    }

    /// Sends text in as many frames as there are parts, and an empty one.
    pub async fn in_parts(&mut self, parts: &[&str]) {
        let mut opcode = TEXT;
        for part in parts {
            self.frame(opcode, part.as_bytes()).await;
            opcode = 0;
        }
        self.frame(FIN, b"").await;
    }

    /// Sends one frame with this first byte.
    pub async fn frame(&mut self, first: u8, payload: &[u8]) {
        let mut frame = vec![first];
        match payload.len() {
            length @ ..126 => frame.push(length as u8),
            length @ ..65536 => {
                frame.push(126);
                frame.extend((length as u16).to_be_bytes());
            }
            length => {
                frame.push(127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend(payload);
        self.0.write_all(&frame).await.unwrap();
    }

    /// Sends a text frame.
    pub async fn text(&mut self, text: &str) {
        self.send(TEXT, text.as_bytes()).await;
    }

    /// Answers a request with this `result` or `error` member.
    pub async fn answer(&mut self, request: &Value, member: &str) {
        self.text(&answer(request, member)).await;
    }

    /// The next request; `None` when the client has closed. Pings are answered.
    pub async fn request(&mut self) -> Option<Value> {
        loop {
            match self.receive().await? {
                (TEXT, payload) => return Some(serde_json::from_slice(&payload).unwrap()),
                (PING, payload) => self.frame(FIN | PONG, &payload).await,
                (PONG, _) => {}
                _ => return None,
            }
        }
    }

    /// The next frame, its opcode and its payload.
    pub async fn receive(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).await.ok()?;
        let length = match head[1] & 0x7f {
            126 => self.0.read_u16().await.ok()? as usize,
            127 => self.0.read_u64().await.ok()? as usize,
            length => length as usize,
        };
        let mut mask = [0; 4];
        self.0.read_exact(&mut mask).await.ok()?;
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await.ok()?;
        payload
            .iter_mut()
            .zip(mask.iter().cycle())
            .for_each(|(byte, mask)| *byte ^= mask);
        Some((head[0] & 0x0f, payload))
    }
}

/// The answer to a request with this `result` or `error` member.
pub fn answer(request: &Value, member: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{},{member}}}"#, request["id"])
}
