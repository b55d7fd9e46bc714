//! Frames into a stream: takes messages, masks them, and writes those that wait together.
use std::io;

use bytes::Bytes;
use soketto::base::{Codec, Header, OpCode};
use tokio::io::AsyncWriteExt;

use super::{
    control::Control,
    mask::{self, Keys},
};
use crate::socket::Writer;

/// Messages are put together up to about this length; a longer one is written from where it lies.
const CHUNK: usize = 64 << 10;

/// The writing end of a WebSocket.
pub(super) struct Writing {
    writer: Writer,
    codec: Codec,
    keys: Keys,
    chunk: Vec<u8>,
    at: At,
}

/// Where in the stream the writer stands.
#[derive(PartialEq, Eq)]
enum At {
    /// Between frames.
    Start,
    /// In a frame, unless it is there to its end.
    Frame,
    /// Behind the last.
    End,
}

impl Writing {
    pub(super) fn new(writer: Writer) -> Self {
        Self {
            writer,
            codec: Codec::new(),
            keys: Keys::default(),
            chunk: Vec::new(),
            at: At::Start,
        }
    }

    /// Writes all messages as text frames, behind the control frames that wait, and empties the list.
    pub(super) async fn write(
        &mut self,
        messages: &mut Vec<Vec<u8>>,
        control: &Control,
    ) -> io::Result<()> {
        self.at = At::Frame;
        while let Some((opcode, payload)) = control.next() {
            self.append(opcode, &payload);
        }
        for mut message in messages.drain(..) {
            if self.chunk.len() + message.len() > CHUNK {
                self.flush().await?;
            }
            match message.len() {
                ..CHUNK => self.append(OpCode::Text, &message),
                length => {
                    let header = self.head(OpCode::Text, length);
                    mask::apply(&header, 0, &mut message);
                    self.flush().await?;
                    self.writer.write_all(&message).await?;
                }
            }
        }
        self.flush().await?;
        self.writer.flush().await?;
        self.at = At::Start;
        Ok(())
    }

    /// Says goodbye, unless that was done or would get into a frame that was not written to its end.
    pub(super) async fn close(&mut self, payload: &Bytes) {
        if self.at == At::Start {
            self.append(OpCode::Close, payload);
            // Who has gone does not hear it.
            let _ = self.flush().await;
        }
        self.at = At::End;
        let _ = self.writer.shutdown().await;
    }

    fn append(&mut self, opcode: OpCode, payload: &[u8]) {
        let header = self.head(opcode, payload.len());
        let start = self.chunk.len();
        self.chunk.extend_from_slice(payload);
        mask::apply(&header, 0, &mut self.chunk[start..]);
    }

    /// Writes the header of a frame into the chunk.
    fn head(&mut self, opcode: OpCode, length: usize) -> Header {
        let mut header = Header::new(opcode);
        header
            .set_masked(true)
            .set_mask(self.keys.next())
            .set_payload_len(length);
        let head = self.codec.encode_header(&header);
        self.chunk.extend_from_slice(head);
        header
    }

    async fn flush(&mut self) -> io::Result<()> {
        self.writer.write_all(&self.chunk).await?;
        self.chunk.clear();
        Ok(())
    }
}
