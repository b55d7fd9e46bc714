//! What goes out over a stream: takes messages of a list, writes those that wait together, and leaves in it what was not begun.
use std::io;

use tokio::io::AsyncWriteExt;

use super::{Messages, Writer};

/// Messages are put together up to about this length; a longer one is written from where it lies.
const CHUNK: usize = 64 << 10;

/// The writing end of a stream.
pub(crate) struct Output {
    writer: Writer,
    chunk: Vec<u8>,
    /// How many messages, from the first of the list on, are in the chunk.
    taken: usize,
}

/// How a message is written.
pub(crate) enum Next<'a> {
    /// Behind what is in the chunk.
    Short(&'a [u8]),
    /// By itself, and now: it is out of the list.
    Long(Vec<u8>),
}

impl Output {
    pub(crate) fn new(writer: Writer) -> Self {
        Self {
            writer,
            chunk: Vec::new(),
            taken: 0,
        }
    }

    /// What will be written next, to add to.
    pub(crate) fn chunk(&mut self) -> &mut Vec<u8> {
        &mut self.chunk
    }

    /// The next message of the list, for which there is room now.
    pub(crate) async fn next<'a>(
        &mut self,
        messages: &'a mut Messages,
    ) -> io::Result<Option<Next<'a>>> {
        let Some(length) = messages.get(self.taken).map(<[u8]>::len) else {
            return Ok(None);
        };
        if self.chunk.len() + length > CHUNK {
            self.flush(messages).await?;
        }
        if length >= CHUNK {
            return Ok(messages.take_first().map(Next::Long));
        }
        self.taken += 1;
        Ok(messages.get(self.taken - 1).map(Next::Short))
    }

    /// Writes the chunk. Its messages leave the list when the first of their bytes has gone: what a
    /// connection that is dead already refuses was not sent.
    pub(crate) async fn flush(&mut self, messages: &mut Messages) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let written = self.writer.write(&self.chunk).await?;
        messages.drop_first(std::mem::take(&mut self.taken));
        self.writer.write_all(&self.chunk[written..]).await?;
        self.chunk.clear();
        Ok(())
    }

    /// Writes the chunk, and a long message behind it.
    pub(crate) async fn write(&mut self, message: &[u8]) -> io::Result<()> {
        self.flush(&mut Messages::default()).await?;
        self.writer.write_all(message).await
    }

    /// Writes the chunk and has all that was written go out.
    pub(crate) async fn finish(&mut self, messages: &mut Messages) -> io::Result<()> {
        self.flush(messages).await?;
        self.writer.flush().await
    }

    /// Says that nothing comes any more.
    pub(crate) async fn shutdown(&mut self) {
        let _ = self.writer.shutdown().await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::poll_immediate;
    use tokio::io::{AsyncReadExt, DuplexStream};

    use super::*;

    fn output(room: usize) -> (Output, DuplexStream) {
        let (ours, theirs) = tokio::io::duplex(room);
        (Output::new(Box::pin(ours)), theirs)
    }

    fn list(each: Vec<Vec<u8>>) -> Messages {
        let mut messages = Messages::default();
        each.into_iter().for_each(|message| messages.push(message));
        messages
    }

    async fn write(output: &mut Output, messages: &mut Messages) -> io::Result<()> {
        while let Some(next) = output.next(messages).await? {
            match next {
                Next::Short(message) => output.chunk().extend_from_slice(message),
                Next::Long(message) => output.write(&message).await?,
            }
        }
        output.finish(messages).await
    }

    #[tokio::test]
    async fn all_goes_out_in_order() {
        let (mut output, mut theirs) = output(1 << 20);
        let sizes = [3, CHUNK - 1, 5, CHUNK, 2 * CHUNK, 1, 0, 7];
        let each = sizes.iter().zip(1..);
        let each: Vec<_> = each.map(|(size, byte)| vec![byte; *size]).collect();
        let expected = each.concat();
        let mut messages = list(each);
        write(&mut output, &mut messages).await.unwrap();
        assert!(messages.is_empty());
        drop(output);
        let mut came = Vec::new();
        theirs.read_to_end(&mut came).await.unwrap();
        assert!(came == expected);
    }

    #[tokio::test]
    async fn what_was_not_begun_stays_in_the_list() {
        let half = CHUNK / 2;
        let (mut output, theirs) = output(half);
        let mut messages = list(vec![
            vec![1; half - 1],
            vec![2; half - 1],
            vec![3; half],
            vec![4; CHUNK],
        ]);
        // The first two are begun together; there is no room for their end.
        assert!(
            poll_immediate(write(&mut output, &mut messages))
                .await
                .is_none()
        );
        assert_eq!(
            messages
                .iter()
                .map(|message| message[0])
                .collect::<Vec<_>>(),
            [3, 4]
        );
        drop(theirs);
        let (mut output, theirs) = self::output(half);
        drop(theirs);
        let mut messages = list(vec![vec![1; 3], vec![2; 3]]);
        assert!(write(&mut output, &mut messages).await.is_err());
        assert_eq!(messages.iter().count(), 2);
    }
}
