//! A server over a stream of bytes that sends whatever a test says, byte by byte.
use std::{path::PathBuf, pin::Pin};

use callwright::Framing;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, UnixListener},
};

type Reader = Pin<Box<dyn AsyncRead + Send>>;
type Writer = Pin<Box<dyn AsyncWrite + Send>>;

/// One accepted connection.
pub struct Peer {
    reader: BufReader<Reader>,
    writer: Writer,
    framing: Framing,
}

/// Where a server listens. A socket's file goes with it.
pub struct Address {
    pub url: String,
    file: Option<PathBuf>,
}

impl Drop for Address {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Which sockets the tests go over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Tcp,
    Unix,
}

/// Serves one connection after another with `script`.
pub async fn serve<F, Fut>(transport: Transport, framing: Framing, script: F) -> Address
where
    F: Fn(Peer) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    match transport {
        Transport::Tcp => {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("tcp://{}", listener.local_addr().unwrap());
            tokio::spawn(async move {
                loop {
                    let (socket, _) = listener.accept().await.unwrap();
                    tokio::spawn(script(Peer::over(socket, framing)));
                }
            });
            Address { url, file: None }
        }
        Transport::Unix => {
            let file = socket_file();
            let listener = UnixListener::bind(&file).unwrap();
            let url = format!("unix:{}", file.display());
            tokio::spawn(async move {
                loop {
                    let (socket, _) = listener.accept().await.unwrap();
                    tokio::spawn(script(Peer::over(socket, framing)));
                }
            });
            Address {
                url,
                file: Some(file),
            }
        }
    }
}

/// A server that answers 7 to all that it is asked.
pub async fn serve_sevens(transport: Transport, framing: Framing) -> Address {
    serve(transport, framing, Peer::answer_sevens).await
}

/// A path that no other socket has.
pub fn socket_file() -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("callwright-{}-{number}.sock", std::process::id()))
}

impl Peer {
    pub fn over(stream: impl AsyncRead + AsyncWrite + Send + 'static, framing: Framing) -> Self {
        let (reader, writer) = tokio::io::split(stream);
        Self {
            reader: BufReader::new(Box::pin(reader)),
            writer: Box::pin(writer),
            framing,
        }
    }

    /// The next request; `None` when the client has closed.
    pub async fn request(&mut self) -> Option<Value> {
        let text = self.text().await?;
        Some(serde_json::from_str(&text).unwrap())
    }

    /// The next message as it came; `None` when the client has closed.
    pub async fn text(&mut self) -> Option<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if self.framing != Framing::ContentLength {
            return Some(line.trim_end().to_owned());
        }
        let length = line.strip_prefix("Content-Length: ").unwrap().trim();
        let mut body = vec![0; length.parse().unwrap()];
        self.reader.read_line(&mut line).await.ok()?;
        self.reader.read_exact(&mut body).await.ok()?;
        Some(String::from_utf8(body).unwrap())
    }

    /// What has come of the next request; it stays where it is.
    pub async fn peek(&mut self) -> Vec<u8> {
        let come = self.reader.fill_buf().await;
        come.map(<[u8]>::to_vec).unwrap_or_default()
    }

    /// What has come, at least a byte; nothing when the client has closed.
    #[cfg(feature = "msgpack")]
    pub async fn take(&mut self) -> Vec<u8> {
        let come = self.peek().await;
        self.reader.consume(come.len());
        come
    }

    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.try_send(bytes).await.unwrap();
    }

    /// The same, to a client that may hang up under it.
    pub async fn try_send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.writer.write_all(bytes).await?;
        self.writer.flush().await
    }

    /// Sends a message.
    pub async fn message(&mut self, json: &str) {
        self.message_of(json.as_bytes()).await;
    }

    /// Sends a message that may be no text.
    pub async fn message_of(&mut self, bytes: &[u8]) {
        let (head, tail) = around(self.framing, bytes.len());
        let framed = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        self.send(&framed).await;
    }

    /// Answers a request with this `result` or `error` member.
    pub async fn answer(&mut self, request: &Value, member: &str) {
        self.message(&answer(request, member)).await;
    }

    /// Answers 7 to all that it is asked.
    pub async fn answer_sevens(mut self) {
        while let Some(request) = self.request().await {
            self.answer(&request, r#""result":7"#).await;
        }
    }

    /// Says that no more comes, and goes on listening.
    pub async fn shutdown(&mut self) {
        self.writer.shutdown().await.unwrap();
    }
}

/// The answer to a request with this `result` or `error` member.
pub fn answer(request: &Value, member: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{},{member}}}"#, request["id"])
}

/// A message as it lies in a stream.
pub fn framed(framing: Framing, json: &str) -> String {
    let (head, tail) = around(framing, json.len());
    format!("{head}{json}{tail}")
}

/// What stands before a message of this length, and behind it.
fn around(framing: Framing, length: usize) -> (String, &'static str) {
    match framing {
        Framing::Lines => (String::new(), "\r\n"),
        Framing::ContentLength => (format!("Content-Length: {length}\r\n\r\n"), ""),
        _ => (String::new(), ""),
    }
}
