//! A message in several parts: takes them one by one, gives the whole, or its ends when it is too long.
use bytes::{Bytes, BytesMut};

use super::Event;
use crate::sniff::TooLong;

/// What there is of a message.
pub(super) struct Message {
    is_binary: bool,
    bytes: BytesMut,
    /// The end and the length of a message that is too long; its beginning is in `bytes`.
    dropped: Option<(BytesMut, usize)>,
}

impl Message {
    pub(super) fn new(is_binary: bool) -> Self {
        Self {
            is_binary,
            bytes: BytesMut::new(),
            dropped: None,
        }
    }

    /// Adds a part, of a frame that has so many bytes to come, these among them.
    pub(super) fn push(&mut self, part: &[u8], coming: usize, limit: usize) {
        if self.dropped.is_none() && coming > limit.saturating_sub(self.bytes.len()) {
            let tail = BytesMut::from(TooLong::last(&self.bytes));
            self.dropped = Some((tail, self.bytes.len()));
            self.bytes = BytesMut::from(TooLong::first(&self.bytes));
        }
        let Some((tail, length)) = &mut self.dropped else {
            return self.bytes.extend_from_slice(part);
        };
        *length += part.len();
        let room = TooLong::KEPT - self.bytes.len();
        self.bytes.extend_from_slice(&part[..part.len().min(room)]);
        tail.extend_from_slice(TooLong::last(part));
        let surplus = tail.len().saturating_sub(TooLong::KEPT);
        drop(tail.split_to(surplus));
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.bytes.len() + self.dropped.as_ref().map_or(0, |(tail, _)| tail.len())
    }

    pub(super) fn finish(self) -> Event {
        let bytes = self.bytes.freeze();
        match (self.dropped, self.is_binary) {
            (Some((tail, length)), _) => Event::TooLong(TooLong {
                head: bytes,
                tail: Bytes::copy_from_slice(&tail),
                length,
            }),
            (None, true) => Event::Binary(bytes),
            (None, false) => Event::Text(bytes),
        }
    }
}
