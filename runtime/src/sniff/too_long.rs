//! What is left of a message over the limit: takes its beginning and its end, tells whose answer it was.
use bytes::Bytes;

use super::partial::partial_id;

/// The ends of a message that was dropped as it came.
#[derive(Debug)]
pub(crate) struct TooLong {
    pub(crate) head: Bytes,
    pub(crate) tail: Bytes,
    pub(crate) length: usize,
}

impl TooLong {
    /// How much is kept of the beginning, and of the end.
    pub(crate) const KEPT: usize = 256;

    /// What is kept of the beginning.
    pub(crate) fn first(bytes: &[u8]) -> &[u8] {
        &bytes[..bytes.len().min(Self::KEPT)]
    }

    /// What is kept of the end.
    pub(crate) fn last(bytes: &[u8]) -> &[u8] {
        &bytes[bytes.len().saturating_sub(Self::KEPT)..]
    }

    /// The id of the call that it answers.
    pub(crate) fn id(&self) -> Option<u64> {
        partial_id(&self.head, &self.tail)
    }

    /// The first id in it, of an array of answers.
    pub(crate) fn batch_id(&self) -> Option<u64> {
        let first = self.head.trim_ascii_start().strip_prefix(b"[")?;
        partial_id(first, &[])
    }
}
