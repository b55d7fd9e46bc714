//! A UDP port: takes datagrams of anybody, gives an exchange of messages for each address that sends one.
mod exchange;

use std::{collections::HashMap, io, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
pub(super) use exchange::Exchange;
use tokio::{net::UdpSocket, sync::mpsc, time::sleep};

use crate::{
    ConnectOptions,
    stream::datagrams::{LONGEST, is_message},
};

/// How many exchanges there may be. Of further addresses nothing is heard until one of these ends.
const MOST: usize = 4096;

/// How many datagrams of an exchange may wait to be read, and how many new exchanges to be
/// accepted. More are lost, as datagrams are.
const WAITING: usize = 64;

/// How often it is looked whether the port is needed still, once it does not listen.
const TICK: Duration = Duration::from_millis(100);

/// How long it is waited when the port cannot be read.
const PAUSE: Duration = Duration::from_millis(5);

/// A port that listens.
pub(super) struct Port {
    address: SocketAddr,
    arrivals: mpsc::Receiver<Exchange>,
}

impl Port {
    pub(super) async fn bind(host: &str, port: u16, options: &ConnectOptions) -> io::Result<Self> {
        let socket = Arc::new(UdpSocket::bind((host, port)).await?);
        let address = socket.local_addr()?;
        let (sender, arrivals) = mpsc::channel(WAITING);
        let office = Office {
            socket,
            arrivals: sender,
            exchanges: HashMap::new(),
            longest: options.max_reply_bytes,
            deepest: options.max_depth,
        };
        tokio::spawn(office.run());
        Ok(Self { address, arrivals })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next exchange. Its future may be dropped at any moment.
    pub(super) async fn accept(&mut self) -> io::Result<Exchange> {
        let arrival = self.arrivals.recv().await;
        arrival.ok_or_else(|| io::Error::other("the port is not read any more"))
    }
}

/// Who reads the port: as long as it listens, or an exchange goes on.
struct Office {
    socket: Arc<UdpSocket>,
    arrivals: mpsc::Sender<Exchange>,
    exchanges: HashMap<SocketAddr, mpsc::Sender<Bytes>>,
    longest: usize,
    deepest: usize,
}

impl Office {
    async fn run(mut self) {
        // A datagram that is longer than the room for it is cut.
        let mut buffer = vec![0; LONGEST + 1];
        let mut listens = true;
        while listens || Arc::strong_count(&self.socket) > 1 {
            tokio::select! {
                received = self.socket.recv_from(&mut buffer) => match received {
                    Ok((length, from)) => self.take(from, &buffer[..length]),
                    // Some systems say so that a datagram of ours did not arrive.
                    Err(_) => sleep(PAUSE).await,
                },
                () = self.arrivals.closed(), if listens => listens = false,
                () = sleep(TICK), if !listens => {}
            }
        }
    }

    fn take(&mut self, from: SocketAddr, datagram: &[u8]) {
        use mpsc::error::TrySendError::{Closed, Full};

        // An exchange begins with a message: else anybody could begin many by sending a byte.
        let is_message = is_message(datagram, self.longest, self.deepest);
        let datagram = Bytes::copy_from_slice(datagram);
        let datagram = match self
            .exchanges
            .get(&from)
            .map(|to| to.try_send(datagram.clone()))
        {
            Some(Ok(()) | Err(Full(_))) => return,
            Some(Err(Closed(datagram))) => datagram,
            None => datagram,
        };
        if !is_message || self.arrivals.is_closed() {
            return;
        }
        if self.exchanges.len() >= MOST {
            self.exchanges.retain(|_, to| !to.is_closed());
        }
        if self.exchanges.len() >= MOST {
            return;
        }
        let (to, datagrams) = mpsc::channel(WAITING);
        let exchange = Exchange::new(Arc::clone(&self.socket), from, datagrams);
        if to.try_send(datagram).is_ok() && self.arrivals.try_send(exchange).is_ok() {
            self.exchanges.insert(from, to);
        }
    }
}
