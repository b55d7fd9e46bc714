//! The rude server by HTTP, byte by byte.
use std::sync::Arc;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use super::case::{Case, Way, glance, right};

/// Serves connections; gives the URL.
pub async fn serve(cases: Arc<Vec<Case>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let pinged = watch::Sender::new(0);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let connection = Connection {
                socket,
                buffer: Vec::new(),
                cases: Arc::clone(&cases),
                pinged: pinged.clone(),
            };
            tokio::spawn(connection.serve());
        }
    });
    url
}

struct Connection {
    socket: TcpStream,
    buffer: Vec<u8>,
    cases: Arc<Vec<Case>>,
    /// The number of the last ping, for which calls wait that are held.
    pinged: watch::Sender<usize>,
}

impl Connection {
    /// Answers until the client or a case hangs up.
    async fn serve(mut self) -> Option<()> {
        loop {
            let (head, length) = self.head().await?;
            while glance(&self.buffer[head..]).is_none() && self.buffer.len() < head + length {
                self.fill().await?;
            }
            let early = glance(&self.buffer[head..])
                .filter(|(number, _)| matches!(self.cases[*number].way, Way::Early));
            if let Some((_, request)) = &early {
                self.send(&json(&right(request))).await?;
            }
            while self.buffer.len() < head + length {
                self.fill().await?;
            }
            let rest = self.buffer.split_off(head + length);
            let body = std::mem::replace(&mut self.buffer, rest);
            let request: Value = serde_json::from_slice(&body[head..]).unwrap();
            if early.is_none() {
                self.answer(&request).await?;
            }
        }
    }

    async fn answer(&mut self, request: &Value) -> Option<()> {
        let first = request.get(0).unwrap_or(request);
        let number = first["params"][0].as_u64().unwrap_or_default() as usize;
        match first["method"].as_str().unwrap() {
            "hold" => {
                let mut pinged = self.pinged.subscribe();
                pinged.wait_for(|last| *last >= number).await.ok()?;
                self.send(&json(&right(request))).await
            }
            "ping" => {
                self.pinged.send_replace(number);
                self.send(&json(&right(request))).await
            }
            number => match self.cases[number.parse::<usize>().unwrap()].way {
                Way::Answer(message) => self.send(&json(&message(request))).await,
                Way::Http(bytes) => self.send(&bytes(request)).await,
                Way::HttpEnd(bytes) => {
                    self.send(&bytes(request)).await?;
                    None
                }
                _ => std::future::pending().await,
            },
        }
    }

    /// Where the body of the next request begins, and how long it is.
    async fn head(&mut self) -> Option<(usize, usize)> {
        loop {
            let text = String::from_utf8_lossy(&self.buffer).to_ascii_lowercase();
            if let Some((head, _)) = text.split_once("\r\n\r\n") {
                let length = head.split("content-length: ").nth(1)?.lines().next()?;
                return Some((head.len() + 4, length.parse().ok()?));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Option<()> {
        let read = self.socket.read_buf(&mut self.buffer).await.ok()?;
        (read > 0).then_some(())
    }

    async fn send(&mut self, bytes: &[u8]) -> Option<()> {
        self.socket.write_all(bytes).await.ok()
    }
}

/// A response with this body, as it should be.
fn json(body: &[u8]) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
    [format!("{head} {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}
