//! A WebSocket server that sends whatever a test says, frame by frame.
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
        let mut server = Server::new(socket.compat());
        let key = server.receive_request().await.unwrap().key();
        server
            .send_response(&Response::Accept {
                key,
                protocol: None,
            })
            .await
            .unwrap();
        script(Peer(server.into_inner().into_inner())).await;
    });
    url
}

impl Peer {
    /// Sends one frame.
    pub async fn send(&mut self, opcode: u8, payload: &[u8]) {
        let mut frame = vec![0x80 | opcode];
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
        self.text(&format!(
            r#"{{"jsonrpc":"2.0","id":{},{member}}}"#,
            request["id"]
        ))
        .await;
    }

    /// The next request; `None` when the client has closed.
    pub async fn request(&mut self) -> Option<Value> {
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
        match head[0] & 0x0f {
            TEXT => Some(serde_json::from_slice(&payload).unwrap()),
            _ => None,
        }
    }
}
