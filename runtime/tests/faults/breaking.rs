//! A socket that breaks: takes a fault, passes bytes until it strikes.
use std::{
    io,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpStream, UnixStream},
};

/// What breaks, behind how many bytes of which direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) side: Side,
    pub(crate) at: usize,
    pub(crate) act: Act,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    ToClient,
    FromClient,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Says no more and takes no more.
    Close,
    /// Tells the client so at once, whatever is on its way.
    Reset,
    /// Neither reads nor writes any more, and stays.
    Stall,
}

impl Fault {
    /// As a child is told of it.
    pub(crate) fn words(self) -> [String; 3] {
        let side = match self.side {
            Side::ToClient => "to-client",
            Side::FromClient => "from-client",
        };
        let act = format!("{:?}", self.act).to_lowercase();
        [side.to_owned(), self.at.to_string(), act]
    }
}

/// How many bytes have passed.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    to_client: AtomicUsize,
    from_client: AtomicUsize,
    has_struck: AtomicBool,
    is_over: AtomicBool,
    stalled: Mutex<Vec<Waker>>,
}

impl Passed {
    pub(crate) fn bytes(&self, side: Side) -> usize {
        self.count(side).load(Ordering::SeqCst)
    }

    pub(crate) fn has_struck(&self) -> bool {
        self.has_struck.load(Ordering::SeqCst)
    }

    pub(crate) fn add(&self, side: Side, bytes: usize) {
        self.count(side).fetch_add(bytes, Ordering::SeqCst);
    }

    pub(crate) fn strike(&self) {
        self.has_struck.store(true, Ordering::SeqCst);
    }

    /// Ends a stall: all goes on where it stopped.
    pub(crate) fn release(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        let stalled = std::mem::take(&mut *self.stalled.lock().unwrap());
        stalled.into_iter().for_each(Waker::wake);
    }

    /// Whether the fault holds; if it does, who asks is woken at its end.
    fn holds(&self, cx: &Context<'_>) -> bool {
        let mut stalled = self.stalled.lock().unwrap();
        stalled.push(cx.waker().clone());
        self.has_struck() && !self.is_over.load(Ordering::SeqCst)
    }

    fn count(&self, side: Side) -> &AtomicUsize {
        match side {
            Side::ToClient => &self.to_client,
            Side::FromClient => &self.from_client,
        }
    }
}

/// What a server accepts.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Send + Unpin {
    /// Makes closing a reset.
    fn prepare_reset(&self) {}
}

impl Socket for TcpStream {
    fn prepare_reset(&self) {
        self.set_zero_linger().unwrap();
    }
}

impl Socket for UnixStream {}

/// A socket with a fault.
pub(crate) struct Breaking {
    /// None once it is closed.
    socket: Option<Box<dyn Socket>>,
    fault: Option<Fault>,
    passed: Arc<Passed>,
}

impl Breaking {
    pub(crate) fn new(socket: Box<dyn Socket>, fault: Option<Fault>, passed: Arc<Passed>) -> Self {
        Self {
            socket: Some(socket),
            fault,
            passed,
        }
    }

    /// How many bytes may pass before the fault strikes.
    fn room(&self, side: Side) -> usize {
        match self.fault {
            Some(fault) if fault.side == side && !self.passed.is_over.load(Ordering::SeqCst) => {
                fault.at - self.passed.bytes(side)
            }
            _ => usize::MAX,
        }
    }

    fn pass(&mut self, side: Side, bytes: usize) {
        self.passed.add(side, bytes);
        self.strike_at_zero(side);
    }

    fn strike_at_zero(&mut self, side: Side) {
        if self.room(side) > 0 {
            return;
        }
        self.passed.strike();
        match self.fault.map(|fault| fault.act) {
            Some(Act::Close) => self.socket = None,
            Some(Act::Reset) => {
                if let Some(socket) = self.socket.take() {
                    socket.prepare_reset();
                }
            }
            Some(Act::Stall) | None => {}
        }
    }

    /// The socket, unless it is closed; pending while it is stalled.
    fn open(&mut self, cx: &Context<'_>) -> Poll<Option<&mut (dyn Socket + 'static)>> {
        let stalls = self.fault.is_some_and(|fault| fault.act == Act::Stall);
        match stalls && self.passed.holds(cx) {
            true => Poll::Pending,
            false => Poll::Ready(self.socket.as_deref_mut()),
        }
    }
}

impl AsyncRead for Breaking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.strike_at_zero(Side::FromClient);
        let mut bytes = [0; 4096];
        let length = bytes
            .len()
            .min(buffer.remaining())
            .min(self.room(Side::FromClient));
        let Some(socket) = ready!(self.open(cx)) else {
            return Poll::Ready(Ok(()));
        };
        let mut part = ReadBuf::new(&mut bytes[..length]);
        ready!(Pin::new(socket).poll_read(cx, &mut part))?;
        buffer.put_slice(part.filled());
        self.pass(Side::FromClient, part.filled().len());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Breaking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.strike_at_zero(Side::ToClient);
        let length = bytes.len().min(self.room(Side::ToClient));
        let Some(socket) = ready!(self.open(cx)) else {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        };
        let written = ready!(Pin::new(socket).poll_write(cx, &bytes[..length]))?;
        self.pass(Side::ToClient, written);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(self.open(cx)) {
            Some(socket) => Pin::new(socket).poll_flush(cx),
            None => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(self.open(cx)) {
            Some(socket) => Pin::new(socket).poll_shutdown(cx),
            None => Poll::Ready(Ok(())),
        }
    }
}
