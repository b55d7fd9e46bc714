//! Messages out of a stream: takes bytes as they arrive, gives each message once it is whole.
use bytes::{Buf, Bytes, BytesMut};

use super::{
    Framing,
    cut::{SHARED, cut, take},
    detect::Detect,
    scan::{Scan, Step},
};
use crate::sniff::TooLong;

/// Splits a stream of bytes. A message over the limit is never held: its bytes are dropped as
/// they come.
pub(crate) struct Splitter {
    buffer: BytesMut,
    scan: Detect,
    limit: usize,
    /// The beginning of a message that is being dropped, and how many bytes of it are gone.
    dropping: Option<(Bytes, usize)>,
    is_strict: bool,
}

/// What a stream is made of.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A whole message.
    Frame(Bytes),
    /// A message that is not there.
    TooLong(TooLong),
    /// The beginning of bytes that belong to no message.
    Noise(Bytes),
}

impl Splitter {
    /// Of a stream with this framing, or one to be found out, and with messages up to `limit` bytes.
    pub(crate) fn new(framing: Option<Framing>, limit: usize, is_strict: bool) -> Self {
        Self {
            buffer: BytesMut::new(),
            scan: Detect::new(framing),
            limit,
            dropping: None,
            is_strict,
        }
    }

    /// Where arriving bytes are put.
    pub(crate) fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// The framing, once it is known.
    pub(crate) fn framing(&self) -> Option<Framing> {
        self.scan.framing()
    }

    /// The next piece of what has arrived.
    pub(crate) fn next(&mut self) -> Option<Piece> {
        loop {
            match self.scan.step(&self.buffer) {
                Step::More => {
                    self.drop_long();
                    return None;
                }
                Step::Skip(length) if !self.is_odd(length) => self.buffer.advance(length),
                Step::Skip(length) | Step::Noise(length) => {
                    let noise = Bytes::copy_from_slice(&self.buffer[..length.min(TooLong::KEPT)]);
                    self.buffer.advance(length);
                    return Some(Piece::Noise(noise));
                }
                Step::Frame(length) => {
                    if let Some(piece) = self.cut(length) {
                        return Some(piece);
                    }
                }
            }
        }
    }

    /// Whether more is skipped than white space and headers, where nothing else may be.
    fn is_odd(&self, length: usize) -> bool {
        self.is_strict && !self.buffer[..length].is_ascii()
    }

    /// The bytes of a message that has begun, when the stream ends. A last line needs no newline.
    pub(crate) fn finish(mut self) -> Result<Piece, Bytes> {
        let rest = trimmed(&self.buffer, self.is_strict);
        let is_whole = crate::json::container(&self.buffer[rest.clone()])
            .is_some_and(|value| value.len() == rest.len());
        let length = self.buffer.len();
        match self.cut(length) {
            Some(Piece::Frame(frame)) if !is_whole => Err(frame),
            Some(piece) => Ok(piece),
            None => Err(Bytes::new()),
        }
    }

    /// Takes a message of so many bytes away; an empty line is none.
    fn cut(&mut self, length: usize) -> Option<Piece> {
        let inner = trimmed(&self.buffer[..length], self.is_strict);
        let frame = &self.buffer[inner.clone()];
        if let Some((head, dropped)) = self.dropping.take() {
            let piece = TooLong {
                head,
                tail: Bytes::copy_from_slice(TooLong::last(frame)),
                length: dropped + inner.end,
            };
            take(&mut self.buffer, length);
            return Some(Piece::TooLong(piece));
        }
        let is_line = self.buffer[..length].last() == Some(&b'\n');
        if self.is_long(length - usize::from(is_line)) {
            let piece = TooLong {
                head: Bytes::copy_from_slice(TooLong::first(frame)),
                tail: Bytes::copy_from_slice(TooLong::last(frame)),
                length: frame.len(),
            };
            take(&mut self.buffer, length);
            return Some(Piece::TooLong(piece));
        }
        if frame.is_empty() {
            self.buffer.advance(length);
            return None;
        }
        Some(Piece::Frame(cut(&mut self.buffer, length, inner)))
    }

    /// One byte over the limit may be the `\r` of the line's end.
    fn is_long(&self, length: usize) -> bool {
        length > self.limit.saturating_add(1)
    }

    /// Lets go of the bytes of a message that is too long already.
    fn drop_long(&mut self) {
        let length = self.buffer.len();
        if !self.scan.is_inside() || (self.dropping.is_none() && !self.is_long(length)) {
            return;
        }
        // The end of the line comes off the tail.
        let gone = length.saturating_sub(TooLong::KEPT + "\r\n".len());
        let head = &self.buffer[trimmed(&self.buffer, self.is_strict)];
        let (_, dropped) = self
            .dropping
            .get_or_insert_with(|| (Bytes::copy_from_slice(TooLong::first(head)), 0));
        *dropped += gone;
        self.scan.shift(gone);
        if self.buffer.capacity() > 16 * TooLong::KEPT.max(SHARED) {
            self.buffer = BytesMut::from(&self.buffer[gone..]);
        } else {
            self.buffer.advance(gone);
        }
    }
}

/// Where the message lies without the white space around it, and without the byte order mark unless
/// that is to be seen.
fn trimmed(bytes: &[u8], is_strict: bool) -> std::ops::Range<usize> {
    let start = bytes.len() - bytes.trim_ascii_start().len();
    let inner = &bytes[start..];
    let mark = match inner.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) if !is_strict => inner.len() - rest.trim_ascii_start().len(),
        _ => 0,
    };
    let inner = inner[mark..].trim_ascii_end();
    start + mark..start + mark + inner.len()
}

#[cfg(test)]
mod tests;
