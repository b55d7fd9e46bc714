//! MessagePack messages out of a stream: takes bytes as they arrive, gives each message once it is whole.
use bytes::{Bytes, BytesMut};

use super::cut::cut;
use crate::{
    ConnectOptions, Malformed,
    msgpack::scan::{Message, Scanner},
    sniff::TooLong,
};

/// Splits a stream of MessagePack values. Where one cannot be the next message, nothing behind it
/// can be found.
pub(crate) struct Unpacker {
    buffer: BytesMut,
    scanner: Scanner,
}

impl Unpacker {
    pub(crate) fn new(options: &ConnectOptions) -> Self {
        Self {
            buffer: BytesMut::new(),
            scanner: Scanner::new(options.max_reply_bytes, options.max_depth),
        }
    }

    /// Where arriving bytes are put.
    pub(crate) fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The next message of what has arrived, or why there can be none.
    pub(crate) fn next(&mut self) -> Result<Option<Bytes>, Malformed> {
        match self.scanner.scan(&self.buffer)? {
            None => Ok(None),
            Some(Message {
                is_array: false, ..
            }) => Err(Malformed::NotArray),
            Some(Message { length, .. }) => Ok(Some(cut(&mut self.buffer, length, 0..length))),
        }
    }

    /// The beginning of the message that has begun.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer[..self.buffer.len().min(TooLong::KEPT)]
    }
}
