//! What comes out of a stream on either wire: takes bytes as they arrive, gives what a session takes.
use std::sync::{Arc, OnceLock};

use bytes::{Bytes, BytesMut};

use crate::{
    ConnectOptions, Fault, Framing, StrayKind,
    framing::{Piece, Splitter},
    session::Received,
};
#[cfg(feature = "msgpack")]
use crate::{Malformed, Wire, framing::Unpacker};

/// What takes a stream apart.
pub(super) enum Pieces {
    Json(Text),
    #[cfg(feature = "msgpack")]
    MessagePack(Unpacker),
}

/// JSON in a framing, which may have to be found out.
pub(super) struct Text {
    splitter: Splitter,
    /// The framing, once it is known.
    found: Arc<OnceLock<Framing>>,
    limit: usize,
    is_strict: bool,
}

impl Pieces {
    /// By the options, and where the framing is told to who writes.
    pub(super) fn new(options: &ConnectOptions, found: &Arc<OnceLock<Framing>>) -> Self {
        #[cfg(feature = "msgpack")]
        if options.wire == Wire::MessagePack {
            return Self::MessagePack(Unpacker::new(options));
        }
        let (limit, is_strict) = (options.max_reply_bytes, options.strict);
        Self::Json(Text {
            splitter: Splitter::new(options.framing, limit, is_strict),
            found: Arc::clone(found),
            limit,
            is_strict,
        })
    }

    /// Where arriving bytes are put.
    pub(super) fn buffer(&mut self) -> &mut BytesMut {
        match self {
            Self::Json(text) => text.splitter.buffer(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(unpacker) => unpacker.buffer(),
        }
    }

    /// The next thing that has arrived, or why nothing can come any more from `peer`.
    pub(super) fn next(&mut self, _peer: &str) -> Result<Option<Received>, Fault> {
        match self {
            Self::Json(text) => Ok(text.next()),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(unpacker) => match unpacker.next() {
                Ok(message) => Ok(message.map(Received::Frame)),
                Err(malformed) => {
                    let message = format!("{_peer} sent what is no message: {malformed}");
                    let fault = Fault::new(message).with_snippet(unpacker.rest());
                    Err(fault.caused_by(malformed))
                }
            },
        }
    }

    /// What is left when the stream has ended: a last message, or the beginning of one that was cut off.
    pub(super) fn finish(&mut self) -> Result<Received, Bytes> {
        match self {
            Self::Json(text) => text.finish(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(unpacker) => Err(Bytes::copy_from_slice(unpacker.rest())),
        }
    }

    /// The end of a stream that stops so, with these bytes left.
    pub(super) fn end(&self, stopped: String, rest: &[u8]) -> Fault {
        if rest.is_empty() {
            return Fault::new(stopped);
        }
        let cut = Fault::new(format!("{stopped} within a message")).with_snippet(rest);
        match self {
            Self::Json(_) => cut,
            #[cfg(feature = "msgpack")]
            Self::MessagePack(_) => cut.caused_by(Malformed::Truncated),
        }
    }
}

impl Text {
    fn next(&mut self) -> Option<Received> {
        if let Some(piece) = self.splitter.next() {
            return Some(self.received(piece));
        }
        if let (None, Some(framing)) = (self.found.get(), self.splitter.framing()) {
            let _ = self.found.set(framing);
        }
        None
    }

    fn received(&self, piece: Piece) -> Received {
        match piece {
            Piece::Frame(frame) => Received::Frame(frame),
            Piece::Noise(noise) => Received::Stray(StrayKind::BetweenMessages, noise),
            Piece::TooLong(ends) => Received::too_long(ends, self.limit),
        }
    }

    /// A last message that had no end of its own, or the bytes of one that was cut off.
    fn finish(&mut self) -> Result<Received, Bytes> {
        let empty = Splitter::new(self.splitter.framing(), self.limit, self.is_strict);
        let last = std::mem::replace(&mut self.splitter, empty);
        last.finish().map(|piece| self.received(piece))
    }
}
