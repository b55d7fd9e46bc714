//! RPC over a stream of bytes: takes requests, sends each as a message, gives what answers its id.
mod address;
mod child;
#[cfg(feature = "msgpack")]
pub(crate) mod datagrams;
mod dial;
mod halves;
pub(crate) mod own;
mod pieces;
#[cfg(windows)]
mod pipe;

use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

#[cfg_attr(
    not(feature = "serve"),
    expect(unused_imports, reason = "nobody serves")
)]
pub(crate) use address::Place;
pub use child::ChildProcess;
pub(crate) use {address::Address, halves::Link};

use crate::{
    BoxFuture, ConnectOptions, Connection, Error, Feed, Reply, Request,
    session::{Session, shared},
};

/// A server by TCP, TLS, Unix socket, Windows pipe, standard input and output, or anything else
/// that reads and writes bytes. All calls share it; answers come in any order.
///
/// What is said is JSON-RPC, or with [`Wire::MessagePack`](crate::Wire) MessagePack-RPC; the URL
/// says which, or the options do. How JSON messages are told from each other is a
/// [`Framing`](crate::Framing), which is found out where it can be. What belongs to no call (an unknown id, a notification, bytes between messages) is
/// counted and dropped. An answer longer than `max_reply_bytes` fails its call, if its id is among
/// the first or last members, and is dropped as it comes. The connection ends when the peer closes
/// it or when it breaks; every call from then on is [`Error::Closed`] with the reason.
///
/// The end of a MessagePack message is in its bytes, and where they cannot be one, the end of no
/// message can be found any more: the connection ends, and the source of the error is a
/// `Malformed`. So it does for a message longer than `max_reply_bytes` as soon as that is declared.
///
/// Clones share the connection; it closes with the last one.
#[derive(Clone)]
pub struct ByteStream {
    session: Arc<Session>,
    peer: Arc<str>,
}

impl ByteStream {
    /// Connects by URL.
    ///
    /// | URL | to |
    /// |---|---|
    /// | `tcp://host:port` | a TCP port |
    /// | `tls://host:port` | the same, encrypted, with the feature `tls` |
    /// | `unix:/path` | a Unix socket |
    /// | `npipe:name` | a named pipe of Windows |
    /// | `stdio:program?arg=--flag&arg=value` | a child process, by its standard input and output |
    /// | `stdio:` | our own standard input and output |
    /// | `msgpack+tcp://host:port`, and so on | the same places, which speak MessagePack-RPC, with the feature `msgpack` |
    /// | `msgpack+udp://host:port` | a UDP port: each message is a datagram of at most 65,507 bytes, of which each may be lost |
    ///
    /// Names, paths and arguments may be percent-encoded. `framing=lines`, `framing=values` or
    /// `framing=content-length` in the query names the framing, before the options do.
    ///
    /// Gives [`Error::Connect`] when the URL cannot be read, and when the server cannot be reached
    /// in time. Paths are shown in errors, the arguments of programs are not.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, Error> {
        let address = Address::read(url).map_err(Error::Connect)?;
        dial::dial(address, options).await.map_err(Error::Connect)
    }

    /// A connection over what is connected already.
    ///
    /// It has to be called within a tokio runtime, as all that makes connections.
    pub fn over<T>(stream: T, options: ConnectOptions) -> Self
    where
        T: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (reader, writer) = tokio::io::split(stream);
        Self::over_halves(reader, writer, options)
    }

    /// As [`ByteStream::over`], of a reader and a writer.
    pub fn over_halves<R, W>(reader: R, writer: W, options: ConnectOptions) -> Self
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        Self::start(Link::new("the peer", reader, writer), &options)
    }

    /// A connection over our own standard input and output, as of a program that its client starts.
    ///
    /// Nothing else may print to the standard output then. Where the input is no pipe, reading it
    /// takes a thread that ends with the input only. Gives [`Error::Connect`] when the input
    /// cannot be read without blocking.
    pub fn own_stdio(options: ConnectOptions) -> Result<Self, Error> {
        Ok(Self::start(own::link().map_err(Error::Connect)?, &options))
    }

    fn start(link: Link, options: &ConnectOptions) -> Self {
        let peer = Arc::clone(&link.peer);
        let (sink, source) = link.halves(options);
        Self {
            session: Session::start(sink, source, &peer, options),
            peer,
        }
    }

    #[cfg(feature = "msgpack")]
    fn of_datagrams(socket: tokio::net::UdpSocket, peer: &str, options: &ConnectOptions) -> Self {
        let peer = peer.into();
        let (sink, source) = datagrams::halves(socket, &peer, options);
        Self {
            session: Session::start(sink, source, &peer, options),
            peer,
        }
    }
}

shared!(ByteStream);

#[cfg(all(test, feature = "msgpack", unix))]
mod tests;
