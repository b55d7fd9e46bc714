//! What HTTP goes over: takes a connected stream, encrypted or not, gives it as hyper knows streams.
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::{
    client::legacy::connect::{Connected, Connection},
    rt::TokioIo,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use super::kept::Kept;

trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// One type for all, so that HTTP over it is compiled once.
pub(super) struct Stream {
    duplex: TokioIo<Box<dyn Duplex>>,
    /// A proxy reads the requests.
    is_forwarded: bool,
    /// The server chose HTTP/2.
    is_http2: bool,
    kept: Kept,
}

impl Stream {
    /// To a server, or to a proxy that reads the requests.
    pub(super) fn plain(tcp: TcpStream, is_forwarded: bool) -> Self {
        Self {
            duplex: TokioIo::new(Box::new(tcp)),
            is_forwarded,
            is_http2: false,
            kept: Kept::default(),
        }
    }

    #[cfg(feature = "tls")]
    pub(super) fn encrypted(stream: tokio_rustls::client::TlsStream<TcpStream>) -> Self {
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        Self {
            duplex: TokioIo::new(Box::new(stream)),
            is_forwarded: false,
            is_http2,
            kept: Kept::default(),
        }
    }

    fn duplex(self: Pin<&mut Self>) -> Pin<&mut TokioIo<Box<dyn Duplex>>> {
        Pin::new(&mut self.get_mut().duplex)
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        let connected = self.kept.remembered_by(Connected::new());
        let connected = connected.proxy(self.is_forwarded);
        match self.is_http2 {
            true => connected.negotiated_h2(),
            false => connected,
        }
    }
}

impl Read for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.duplex().poll_read(cx, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.duplex().poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.duplex().poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.duplex().poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.duplex.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.duplex().poll_write_vectored(cx, parts)
    }
}
