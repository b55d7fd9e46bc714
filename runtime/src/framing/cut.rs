//! A message out of a buffer: takes it away as a slice of what was read at once.
use std::ops::Range;

use bytes::{Buf, Bytes, BytesMut};

/// A message over this length that is more than half of what was read takes the memory with it: what follows is copied.
pub(super) const SHARED: usize = 4096;

/// Takes `length` bytes off the buffer; gives those in the range.
pub(super) fn cut(buffer: &mut BytesMut, length: usize, inner: Range<usize>) -> Bytes {
    if inner.len() > SHARED && length >= buffer.len() / 2 {
        return take(buffer, length).slice(inner);
    }
    let mut message = buffer.split_to(length).freeze();
    message.truncate(inner.end);
    message.advance(inner.start);
    message
}

/// Takes bytes off the buffer with the memory that they lie in.
pub(super) fn take(buffer: &mut BytesMut, length: usize) -> Bytes {
    let taken = buffer.split_to(length).freeze();
    *buffer = BytesMut::from(&buffer[..]);
    taken
}
