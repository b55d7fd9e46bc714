//! Both halves of a stream as a session takes them: messages are framed, put together, and taken apart.
use std::{
    io,
    sync::{Arc, OnceLock},
};

use tokio::io::{AsyncRead, AsyncWrite};

use super::{child::Running, pieces::Pieces};
use crate::{
    ConnectOptions, Fault, Framing, Wire,
    session::{FrameSink, FrameSource, Received},
    socket::{Intake, Messages, Next, Output, Reader, Writer},
};

/// A stream that is connected, before messages go over it.
pub(crate) struct Link {
    /// What errors call the peer.
    pub(crate) peer: Arc<str>,
    reader: Reader,
    writer: Writer,
    child: Option<Box<Running>>,
}

impl Link {
    pub(crate) fn new(
        peer: &str,
        reader: impl AsyncRead + Send + 'static,
        writer: impl AsyncWrite + Send + 'static,
    ) -> Self {
        Self::of(peer, (Box::pin(reader), Box::pin(writer)))
    }

    pub(super) fn of(peer: &str, (reader, writer): (Reader, Writer)) -> Self {
        Self {
            peer: peer.into(),
            reader,
            writer,
            child: None,
        }
    }

    /// The stream leads to this child.
    pub(super) fn of_child(mut self, child: Running) -> Self {
        self.child = Some(Box::new(child));
        self
    }

    pub(crate) fn halves(self, options: &ConnectOptions) -> (Sink, Source) {
        let found = Arc::new(OnceLock::new());
        if let Some(framing) = options.framing {
            let _ = found.set(framing);
        }
        let sink = Sink {
            output: Output::new(self.writer),
            wire: options.wire,
            found: Arc::clone(&found),
            peer: Arc::clone(&self.peer),
        };
        let source = Source {
            intake: Intake::new(self.reader),
            pieces: Pieces::new(options, &found),
            is_at_end: false,
            child: self.child,
            peer: self.peer,
        };
        (sink, source)
    }
}

/// The half that writes.
pub(crate) struct Sink {
    output: Output,
    wire: Wire,
    /// The framing of JSON, once it is known.
    found: Arc<OnceLock<Framing>>,
    peer: Arc<str>,
}

impl Sink {
    async fn write(&mut self, messages: &mut Messages) -> io::Result<()> {
        let framing = match self.wire {
            Wire::Json => self.found.get().copied().unwrap_or(Framing::Lines),
            #[cfg(feature = "msgpack")]
            Wire::MessagePack => return self.write_bare(messages).await,
        };
        while let Some(next) = self.output.next(messages).await? {
            match next {
                Next::Short(message) => {
                    let chunk = self.output.chunk();
                    framing.write_head(message.len(), chunk);
                    let start = chunk.len();
                    chunk.extend_from_slice(message);
                    framing.straighten(&mut chunk[start..]);
                }
                Next::Long(mut message) => {
                    framing.straighten(&mut message);
                    framing.write_head(message.len(), self.output.chunk());
                    // Boxed: few are so long, and all sessions have room for what is not.
                    Box::pin(self.output.write(&message)).await?;
                }
            }
            framing.write_tail(self.output.chunk());
        }
        self.output.finish(messages).await
    }

    /// The end of a value is in its bytes: nothing stands between messages.
    #[cfg(feature = "msgpack")]
    async fn write_bare(&mut self, messages: &mut Messages) -> io::Result<()> {
        while let Some(next) = self.output.next(messages).await? {
            match next {
                Next::Short(message) => self.output.chunk().extend_from_slice(message),
                Next::Long(message) => Box::pin(self.output.write(&message)).await?,
            }
        }
        self.output.finish(messages).await
    }
}

impl FrameSink for Sink {
    async fn send(&mut self, messages: &mut Messages) -> Result<(), Fault> {
        let written = self.write(messages).await;
        written.map_err(|error| Fault::broken(&self.peer, error))
    }

    async fn close(&mut self) {
        self.output.shutdown().await;
    }
}

/// The half that reads.
pub(crate) struct Source {
    intake: Intake,
    pieces: Pieces,
    is_at_end: bool,
    child: Option<Box<Running>>,
    peer: Arc<str>,
}

impl Source {
    /// Reads once; whether there is more to come.
    async fn fill(&mut self) -> Result<bool, Fault> {
        let filled = self.intake.fill(self.pieces.buffer()).await;
        self.is_at_end = matches!(filled, Ok(false));
        filled.map_err(|error| Fault::broken(&self.peer, error))
    }

    /// Why nothing comes any more, behind these bytes.
    async fn end(&mut self, rest: &[u8]) -> Fault {
        let peer = &self.peer;
        let stopped = match &mut self.child {
            Some(child) => match child.end().await {
                Some(status) => format!("{peer} has ended ({status})"),
                None => format!("{peer} has closed its output"),
            },
            None => format!("{peer} has closed the connection"),
        };
        self.pieces.end(stopped, rest)
    }
}

impl FrameSource for Source {
    async fn receive(&mut self) -> Result<Received, Fault> {
        loop {
            if let Some(received) = self.pieces.next(&self.peer)? {
                return Ok(received);
            }
            if !self.fill().await? {
                return match self.pieces.finish() {
                    Ok(last) => Ok(last),
                    // Boxed: it is for the end only.
                    Err(rest) => Err(Box::pin(self.end(&rest)).await),
                };
            }
        }
    }

    fn has_hung_up(&self) -> bool {
        self.is_at_end
    }

    async fn release(&mut self) {
        // A child that still writes learns that nobody reads.
        self.intake = Intake::new(Box::pin(tokio::io::empty()));
        if let Some(child) = &mut self.child {
            child.release().await;
        }
    }
}
