//! One connection to the server: takes a socket, gives its requests to what answers them.
use std::sync::Arc;

use soketto::handshake::{Server as Handshake, server::Response};
use tokio::{
    io::{
        AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadHalf,
    },
    net::TcpStream,
    sync::mpsc,
};
use tokio_util::compat::TokioAsyncReadCompatExt;

use super::{Log, answers::answer};

/// A message a line.
pub(super) async fn lines(log: Arc<Log>, socket: impl AsyncRead + AsyncWrite) {
    let (reader, mut writer) = tokio::io::split(socket);
    let (coming, requests) = mpsc::unbounded_channel();
    let (answers, mut going) = mpsc::unbounded_channel::<String>();
    let read = async {
        let mut lines = BufReader::new(reader).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            coming.send(line).unwrap();
        }
    };
    let write = async {
        while let Some(answer) = going.recv().await {
            let line = answer + "\n";
            if writer.write_all(line.as_bytes()).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = read => {}
        () = write => {}
        () = answer(&log, requests, answers) => {}
    }
}

/// A message a POST, one after another.
pub(super) async fn http(log: Arc<Log>, socket: TcpStream) {
    let (reader, mut writer) = tokio::io::split(socket);
    let (coming, requests) = mpsc::unbounded_channel();
    let (answers, mut going) = mpsc::unbounded_channel::<String>();
    let exchange = async {
        let mut reader = BufReader::new(reader);
        while let Some(body) = posted(&mut reader).await {
            coming.send(body).unwrap();
            let Some(answer) = going.recv().await else {
                return;
            };
            let length = answer.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            if writer.write_all((head + &answer).as_bytes()).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = exchange => {}
        () = answer(&log, requests, answers) => {}
    }
}

/// The body of the next request.
async fn posted(reader: &mut BufReader<ReadHalf<TcpStream>>) -> Option<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await.ok()?;
    String::from_utf8(body).ok()
}

/// A message a text frame.
pub(super) async fn web_socket(log: Arc<Log>, socket: TcpStream) {
    let mut handshake = Handshake::new(socket.compat());
    let Ok(request) = handshake.receive_request().await else {
        return;
    };
    if let Some(origin) = request.headers().origin {
        let origin = String::from_utf8(origin.to_vec()).unwrap();
        log.origins.lock().unwrap().push(origin);
    }
    let response = Response::Accept {
        key: request.key(),
        protocol: None,
    };
    if handshake.send_response(&response).await.is_err() {
        return;
    }
    let (mut sender, mut receiver) = handshake.into_builder().finish();
    let (coming, requests) = mpsc::unbounded_channel();
    let (answers, mut going) = mpsc::unbounded_channel::<String>();
    let read = async {
        let mut message = Vec::new();
        while receiver.receive_data(&mut message).await.is_ok() {
            let text = String::from_utf8(std::mem::take(&mut message)).unwrap();
            coming.send(text).unwrap();
        }
    };
    let write = async {
        while let Some(answer) = going.recv().await {
            if sender.send_text(answer).await.is_err() || sender.flush().await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = read => {}
        () = write => {}
        () = answer(&log, requests, answers) => {}
    }
}
