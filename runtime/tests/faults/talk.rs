//! A server's side of each protocol: takes a stream, gives requests and sends messages as they should be.
use std::io;

use callwright::Framing;
use soketto::{
    connection::{Receiver, Sender},
    handshake::{Server, server::Response},
};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio_util::compat::{Compat, TokioAsyncReadCompatExt};

use crate::{packed::Packed, transport::Protocol};

/// A socket, with TLS over it or not.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

type AnyStream = Box<dyn Stream>;

type Halves = (Sender<Compat<AnyStream>>, Receiver<Compat<AnyStream>>);

/// A client that was accepted. All ends with the first error.
pub(crate) enum Talk {
    Http(BufReader<AnyStream>),
    WebSocket(Box<Halves>),
    Stream(BufReader<AnyStream>, Framing),
    Packed(Packed<AnyStream>),
}

impl Talk {
    /// Shakes hands where the protocol does.
    pub(crate) async fn begin(protocol: Protocol, stream: AnyStream) -> io::Result<Self> {
        Ok(match protocol {
            Protocol::Http => Self::Http(BufReader::new(stream)),
            Protocol::Stream(framing) => Self::Stream(BufReader::new(stream), framing),
            Protocol::Packed => Self::Packed(Packed::new(stream)),
            Protocol::WebSocket => {
                let mut server = Server::new(stream.compat());
                let request = server.receive_request().await.map_err(io::Error::other)?;
                let accepted = Response::Accept {
                    key: request.key(),
                    protocol: None,
                };
                let sent = server.send_response(&accepted).await;
                sent.map_err(io::Error::other)?;
                Self::WebSocket(Box::new(server.into_builder().finish()))
            }
        })
    }

    /// The next message of the client.
    pub(crate) async fn request(&mut self) -> io::Result<Vec<u8>> {
        match self {
            Self::WebSocket(halves) => {
                let mut message = Vec::new();
                let received = halves.1.receive_data(&mut message).await;
                received.map_err(io::Error::other)?;
                Ok(message)
            }
            Self::Http(stream) | Self::Stream(stream, Framing::ContentLength) => {
                let length = length(stream).await?;
                let mut message = vec![0; length];
                stream.read_exact(&mut message).await?;
                Ok(message)
            }
            Self::Stream(stream, _) => line(stream).await.map(String::into_bytes),
            Self::Packed(stream) => stream.request().await,
        }
    }

    /// Sends a message. Over HTTP an array goes in chunks, so that there are both kinds of bodies.
    pub(crate) async fn send(&mut self, json: &str) -> io::Result<()> {
        let length = json.len();
        let (stream, framed) = match self {
            Self::WebSocket(halves) => {
                halves.0.send_text(json).await.map_err(io::Error::other)?;
                return halves.0.flush().await.map_err(io::Error::other);
            }
            Self::Packed(stream) => return stream.send(json).await,
            Self::Http(stream) if json.starts_with('[') => {
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
                let (first, second) = json.split_at(length / 2);
                let (one, two) = (first.len(), second.len());
                let body = format!("{one:x}\r\n{first}\r\n{two:x}\r\n{second}\r\n0\r\n\r\n");
                (stream, format!("{head}{body}"))
            }
            Self::Http(stream) => {
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
                (
                    stream,
                    format!("{head}\r\ncontent-length: {length}\r\n\r\n{json}"),
                )
            }
            Self::Stream(stream, Framing::ContentLength) => {
                (stream, format!("Content-Length: {length}\r\n\r\n{json}"))
            }
            Self::Stream(stream, Framing::Values) => (stream, json.to_owned()),
            Self::Stream(stream, _) => (stream, format!("{json}\r\n")),
        };
        stream.write_all(framed.as_bytes()).await?;
        stream.flush().await
    }
}

/// Reads a head up to its empty line; the length of the body behind it.
async fn length(stream: &mut BufReader<AnyStream>) -> io::Result<usize> {
    let mut length = 0;
    loop {
        let line = line(stream).await?.to_ascii_lowercase();
        match line.split_once(": ") {
            Some(("content-length", number)) => length = number.trim().parse().unwrap(),
            _ if line.trim().is_empty() => return Ok(length),
            _ => {}
        }
    }
}

async fn line(stream: &mut BufReader<AnyStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    match line.ends_with('\n') {
        true => Ok(line),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
