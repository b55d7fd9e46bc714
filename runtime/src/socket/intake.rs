//! Reading as much at once as comes: takes the reading half of a stream, fills a buffer from it.
use std::{future::poll_fn, io, mem::MaybeUninit, task::ready};

use bytes::BytesMut;
use tokio::io::{AsyncReadExt, ReadBuf};

use super::Reader;

/// How much is read at once where nothing waits to be completed. It lies on the stack until it is known how much came:
/// an idle connection has no memory to read into.
const FIRST: usize = 16 << 10;

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
        if buffer.is_empty() {
            self.size = FIRST;
            return self.begin(buffer).await;
        }
        buffer.reserve(self.size);
        let length = self.reader.read_buf(buffer).await?;
        if length >= self.size {
            self.size = (self.size * 2).min(Self::MOST);
        }
        Ok(length > 0)
    }

    async fn begin(&mut self, buffer: &mut BytesMut) -> io::Result<bool> {
        // The memory is that of messages which came.
        *buffer = BytesMut::new();
        poll_fn(|cx| {
            let mut space = [const { MaybeUninit::uninit() }; FIRST];
            let mut space = ReadBuf::uninit(&mut space);
            ready!(self.reader.as_mut().poll_read(cx, &mut space))?;
            buffer.extend_from_slice(space.filled());
            Ok(!space.filled().is_empty()).into()
        })
        .await
    }
}
