//! Both halves of a stream as a session takes them: messages are framed, put together, and taken apart.
use std::{
    io,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::child::Running;
use crate::{
    ConnectOptions, Fault, Framing,
    framing::{Piece, Splitter, TooLong},
    session::{FrameSink, FrameSource, Received},
    sniff::{partial_batch_id, partial_id},
};

/// Messages are put together up to about this length; a longer one is written from where it lies.
const CHUNK: usize = 64 << 10;

/// How much is read at once, at first. It doubles up to [`CHUNK`] while reads fill it.
const FIRST_READ: usize = 4 << 10;

/// A stream that is connected, before messages go over it.
pub(super) struct Wire {
    /// What errors call the peer.
    pub(super) peer: Arc<str>,
    reader: Reader,
    writer: Writer,
    child: Option<Running>,
}

// One type for all transports: the session over it is compiled once.
type Reader = Pin<Box<dyn AsyncRead + Send>>;
type Writer = Pin<Box<dyn AsyncWrite + Send>>;

impl Wire {
    pub(super) fn new(
        peer: &str,
        reader: impl AsyncRead + Send + 'static,
        writer: impl AsyncWrite + Send + 'static,
    ) -> Self {
        Self {
            peer: peer.into(),
            reader: Box::pin(reader),
            writer: Box::pin(writer),
            child: None,
        }
    }

    /// The stream leads to this child.
    pub(super) fn of_child(mut self, child: Running) -> Self {
        self.child = Some(child);
        self
    }

    pub(super) fn halves(self, options: &ConnectOptions) -> (Sink, Source) {
        let found = Arc::new(OnceLock::new());
        if let Some(framing) = options.framing {
            let _ = found.set(framing);
        }
        let sink = Sink {
            writer: self.writer,
            found: Arc::clone(&found),
            chunk: Vec::new(),
            peer: Arc::clone(&self.peer),
        };
        let source = Source {
            reader: self.reader,
            splitter: Splitter::new(options.framing, options.max_reply_bytes),
            found,
            read: FIRST_READ,
            limit: options.max_reply_bytes,
            child: self.child,
            peer: self.peer,
        };
        (sink, source)
    }
}

/// The half that writes.
pub(super) struct Sink {
    writer: Writer,
    /// The framing, once it is known.
    found: Arc<OnceLock<Framing>>,
    chunk: Vec<u8>,
    peer: Arc<str>,
}

impl Sink {
    async fn write(&mut self, messages: &mut Vec<Vec<u8>>) -> io::Result<()> {
        let framing = self.found.get().copied().unwrap_or(Framing::Lines);
        for message in messages.drain(..) {
            framing.write_head(message.len(), &mut self.chunk);
            if self.chunk.len() + message.len() > CHUNK {
                self.writer.write_all(&self.chunk).await?;
                self.chunk.clear();
            }
            match message.len() {
                ..CHUNK => self.chunk.extend_from_slice(&message),
                _ => self.writer.write_all(&message).await?,
            }
            framing.write_tail(&mut self.chunk);
        }
        self.writer.write_all(&self.chunk).await?;
        self.chunk.clear();
        self.writer.flush().await
    }
}

impl FrameSink for Sink {
    async fn send(&mut self, messages: &mut Vec<Vec<u8>>) -> Result<(), Fault> {
        let written = self.write(messages).await;
        written.map_err(|error| broken(&self.peer, error))
    }

    async fn close(&mut self) {
        let _ = self.writer.shutdown().await;
    }
}

/// The half that reads.
pub(super) struct Source {
    reader: Reader,
    splitter: Splitter,
    found: Arc<OnceLock<Framing>>,
    /// How much is read at once.
    read: usize,
    limit: usize,
    child: Option<Running>,
    peer: Arc<str>,
}

impl Source {
    /// Reads once; whether there is more to come.
    async fn fill(&mut self) -> Result<bool, Fault> {
        let buffer = self.splitter.buffer();
        buffer.reserve(self.read);
        let read = read(&mut self.reader, buffer).await;
        let length = read.map_err(|error| broken(&self.peer, error))?;
        if length >= self.read {
            self.read = (self.read * 2).min(CHUNK);
        }
        Ok(length > 0)
    }

    fn received(&self, piece: Piece) -> Received {
        match piece {
            Piece::Frame(frame) => Received::Frame(frame),
            Piece::Noise(noise) => Received::Stray("no message", noise),
            Piece::TooLong(TooLong { head, tail, length }) => {
                let limit = self.limit;
                let message = format!("the answer has {length} bytes, more than {limit}");
                let fault = Fault::new(message).with_snippet(&head).lasting();
                match (partial_batch_id(&head), partial_id(&head, &tail)) {
                    (Some(id), _) => Received::LostBatch(id, fault),
                    (None, Some(id)) => Received::Lost(id, fault),
                    (None, None) => Received::Stray("too long", head),
                }
            }
        }
    }

    /// Why nothing comes any more.
    async fn end(&mut self, rest: &[u8]) -> Fault {
        let peer = &self.peer;
        let ended = match &mut self.child {
            Some(child) => match child.end().await {
                Some(status) => format!("{peer} has ended ({status})"),
                None => format!("{peer} has closed its output"),
            },
            None => format!("{peer} has closed the connection"),
        };
        match rest {
            [] => Fault::new(ended),
            rest => Fault::new(format!("{ended} within a message")).with_snippet(rest),
        }
    }
}

impl FrameSource for Source {
    async fn receive(&mut self) -> Result<Received, Fault> {
        loop {
            if let Some(piece) = self.splitter.next() {
                return Ok(self.received(piece));
            }
            if let (None, Some(framing)) = (self.found.get(), self.splitter.framing()) {
                let _ = self.found.set(framing);
            }
            if self.fill().await? {
                continue;
            }
            let last = Splitter::new(self.splitter.framing(), self.limit);
            return match std::mem::replace(&mut self.splitter, last).finish() {
                Ok(piece) => Ok(self.received(piece)),
                Err(rest) => Err(self.end(&rest).await),
            };
        }
    }

    async fn release(&mut self) {
        // A child that still writes learns that nobody reads.
        self.reader = Box::pin(tokio::io::empty());
        if let Some(child) = &mut self.child {
            child.release().await;
        }
    }
}

async fn read(reader: &mut Reader, buffer: &mut BytesMut) -> io::Result<usize> {
    reader.read_buf(buffer).await
}

fn broken(peer: &str, error: io::Error) -> Fault {
    Fault::new(format!("the connection to {peer} has broken: {error}")).caused_by(error)
}
