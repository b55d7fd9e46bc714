//! What is said with one address over a UDP port, as a session takes it.
use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use tokio::{
    net::UdpSocket,
    sync::{mpsc, oneshot},
};

use crate::{
    ConnectOptions, Fault, StrayKind,
    session::{FrameSink, FrameSource, Received},
    socket::Messages,
    stream::datagrams::{LONGEST, is_message},
};

/// How long an address may send nothing before its exchange ends. Nothing else tells that it has gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// An address, what came from it, and the port by which it is answered.
pub(in crate::serve) struct Exchange {
    socket: Arc<UdpSocket>,
    pub(in crate::serve) address: SocketAddr,
    name: Arc<str>,
    datagrams: mpsc::Receiver<Bytes>,
}

impl Exchange {
    pub(super) fn new(
        socket: Arc<UdpSocket>,
        address: SocketAddr,
        datagrams: mpsc::Receiver<Bytes>,
    ) -> Self {
        Self {
            socket,
            address,
            name: format!("udp://{address}").into(),
            datagrams,
        }
    }

    /// What errors call the client.
    pub(in crate::serve) fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    pub(in crate::serve) fn halves(self, options: &ConnectOptions) -> (Outgoing, Incoming) {
        let (open, over) = oneshot::channel();
        let outgoing = Outgoing {
            socket: self.socket,
            address: self.address,
            name: Arc::clone(&self.name),
            open: Some(open),
        };
        let incoming = Incoming {
            datagrams: self.datagrams,
            name: self.name,
            over,
            longest: options.max_reply_bytes,
            deepest: options.max_depth,
        };
        (outgoing, incoming)
    }
}

/// The half that sends.
pub(in crate::serve) struct Outgoing {
    socket: Arc<UdpSocket>,
    address: SocketAddr,
    name: Arc<str>,
    /// Gone when nothing is sent any more.
    open: Option<oneshot::Sender<()>>,
}

impl FrameSink for Outgoing {
    const LONGEST: usize = LONGEST;

    async fn send(&mut self, messages: &mut Messages) -> Result<(), Fault> {
        while let Some(message) = messages.get(0) {
            // What could not be written is an empty message.
            if !message.is_empty() {
                let sent = self.socket.send_to(message, self.address).await;
                sent.map_err(|error| Fault::broken(&self.name, error))?;
            }
            messages.drop_first(1);
        }
        Ok(())
    }

    async fn close(&mut self) {
        self.open = None;
    }
}

/// The half that receives.
pub(in crate::serve) struct Incoming {
    datagrams: mpsc::Receiver<Bytes>,
    name: Arc<str>,
    over: oneshot::Receiver<()>,
    longest: usize,
    deepest: usize,
}

impl FrameSource for Incoming {
    async fn receive(&mut self) -> Result<Received, Fault> {
        let received = tokio::select! {
            biased;
            _ = &mut self.over, if !self.over.is_terminated() => Ok(None),
            received = tokio::time::timeout(PATIENCE, self.datagrams.recv()) => received,
        };
        match received {
            Ok(Some(datagram)) if is_message(&datagram, self.longest, self.deepest) => {
                Ok(Received::Frame(datagram))
            }
            Ok(Some(datagram)) => Ok(Received::Stray(StrayKind::NotMessagePack, datagram)),
            Ok(None) => Err(Fault::new(format!(
                "the exchange with {} is over",
                self.name
            ))),
            Err(_) => {
                let message = format!("{} sent nothing for {PATIENCE:?}", self.name);
                Err(Fault::new(message))
            }
        }
    }
}
