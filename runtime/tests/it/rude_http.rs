//! An HTTP server that answers whatever a test says, byte by byte.
use std::sync::Arc;

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// Serves `answer(request)` to every request, head and body as one text; `None` is silence.
/// Gives the URL.
pub async fn serve(answer: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                while let Some(request) = request(&mut socket).await {
                    match answer(&request) {
                        Some(response) if response.is_empty() => return,
                        Some(response) => socket.write_all(response.as_bytes()).await.unwrap(),
                        None => std::future::pending().await,
                    }
                }
            });
        }
    });
    url
}

/// Answers one request with these bytes and hangs up. Gives the URL.
pub async fn serve_once(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        request(&mut socket).await.unwrap();
        socket.write_all(answer.as_bytes()).await.unwrap();
    });
    url
}

/// Sends these bytes to who connects, whatever they send. Gives the URL.
#[cfg(all(
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws",
    feature = "tls",
    unix
))]
pub async fn serve_at_once(bytes: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = socket.write_all(bytes.as_bytes()).await;
                while socket.read(&mut [0; 4096]).await.is_ok_and(|read| read > 0) {}
            });
        }
    });
    url
}

/// A response with this status line, content type and body.
pub fn response(status: &str, kind: &str, body: &str) -> Option<String> {
    let length = body.len();
    Some(format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
}

/// The next request, head and body as one text; `None` when the client has closed.
pub async fn request(socket: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .split("content-length: ")
                .nth(1)?
                .lines()
                .next()?
                .parse()
                .ok()?;
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
        let mut buffer = [0; 4096];
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
