//! Reading as much at once as comes: takes the reading half of a stream, fills a buffer from it.
use std::io;

use bytes::BytesMut;
use tokio::io::AsyncReadExt;

use super::Reader;

/// How much is read at once, at first. It doubles up to [`Intake::MOST`] while reads fill it. An idle connection keeps
/// that much.
const FIRST: usize = 1 << 10;

/// The reading half, and how much it gave lately.
pub(crate) struct Intake {
    reader: Reader,
    size: usize,
}

impl Intake {
    /// The most that is read at once, unless the buffer has more room by itself.
    pub(crate) const MOST: usize = 64 << 10;

    pub(crate) fn new(reader: Reader) -> Self {
        Self {
            reader,
            size: FIRST,
        }
    }

    /// Reads once; whether there is more to come.
    pub(crate) async fn fill(&mut self, buffer: &mut BytesMut) -> io::Result<bool> {
        buffer.reserve(self.size);
        let length = self.reader.read_buf(buffer).await?;
        if length >= self.size {
            self.size = (self.size * 2).min(Self::MOST);
        }
        Ok(length > 0)
    }
}
