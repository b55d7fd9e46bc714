//! Datagrams as a session takes them: each message is one, and each that comes is one message or none.
use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use bytes::Bytes;
use tokio::net::UdpSocket;

use crate::{
    ConnectOptions, Fault, StrayKind,
    msgpack::scan::Scanner,
    session::{FrameSink, FrameSource, Received},
    socket::Messages,
};

/// The most that a datagram holds.
pub(crate) const LONGEST: usize = 65_507;

/// A socket that sends to this port and hears of nobody else.
pub(super) async fn open(host: &str, port: u16) -> io::Result<UdpSocket> {
    let mut refusal = None;
    for address in tokio::net::lookup_host((host, port)).await? {
        match connect(address).await {
            Ok(socket) => return Ok(socket),
            Err(error) => refusal = Some(error),
        }
    }
    Err(refusal.unwrap_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no address")))
}

async fn connect(address: SocketAddr) -> io::Result<UdpSocket> {
    let any: SocketAddr = match address {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(address).await?;
    Ok(socket)
}

/// Both halves of a socket that is connected.
pub(super) fn halves(
    socket: UdpSocket,
    peer: &Arc<str>,
    options: &ConnectOptions,
) -> (Outgoing, Incoming) {
    let socket = Arc::new(socket);
    let outgoing = Outgoing {
        socket: Arc::clone(&socket),
        peer: Arc::clone(peer),
    };
    let incoming = Incoming {
        socket,
        peer: Arc::clone(peer),
        buffer: vec![0; LONGEST + 1].into(),
        longest: options.max_reply_bytes,
        deepest: options.max_depth,
    };
    (outgoing, incoming)
}

/// The half that sends.
pub(super) struct Outgoing {
    socket: Arc<UdpSocket>,
    peer: Arc<str>,
}

impl FrameSink for Outgoing {
    const LONGEST: usize = LONGEST;

    async fn send(&mut self, messages: &mut Messages) -> Result<(), Fault> {
        while let Some(message) = messages.get(0) {
            // What could not be written is an empty message.
            if !message.is_empty() {
                let sent = self.socket.send(message).await;
                sent.map_err(|error| Fault::broken(&self.peer, error))?;
            }
            messages.drop_first(1);
        }
        Ok(())
    }

    async fn close(&mut self) {}
}

/// The half that receives.
pub(super) struct Incoming {
    socket: Arc<UdpSocket>,
    peer: Arc<str>,
    /// A datagram that is longer than the room for it is cut.
    buffer: Box<[u8]>,
    longest: usize,
    deepest: usize,
}

/// Whether it is one message from its first byte to its last, within these limits.
pub(crate) fn is_message(datagram: &[u8], longest: usize, deepest: usize) -> bool {
    let found = Scanner::new(longest, deepest).scan(datagram);
    let found = found.ok().flatten();
    found.is_some_and(|message| message.is_array && message.length == datagram.len())
}

impl FrameSource for Incoming {
    async fn receive(&mut self) -> Result<Received, Fault> {
        let received = self.socket.recv(&mut self.buffer).await;
        let length = received.map_err(|error| Fault::broken(&self.peer, error))?;
        let datagram = Bytes::copy_from_slice(&self.buffer[..length]);
        Ok(match is_message(&datagram, self.longest, self.deepest) {
            true => Received::Frame(datagram),
            false => Received::Stray(StrayKind::NotMessagePack, datagram),
        })
    }
}
