//! Frames into a stream: takes messages, masks them, and writes those that wait together.
use std::io;

use bytes::Bytes;
use soketto::base::{Codec, Header, OpCode};

use super::{
    control::Control,
    mask::{self, Keys},
};
use crate::{
    session::Role,
    socket::{Messages, Next, Output, Writer},
};

/// The writing end of a WebSocket.
pub(super) struct Writing {
    output: Output,
    codec: Codec,
    /// None of a server, whose frames have no mask.
    keys: Option<Keys>,
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
    pub(super) fn new(writer: Writer, role: Role) -> Self {
        Self {
            output: Output::new(writer),
            codec: Codec::new(),
            keys: (role == Role::Client).then(Keys::default),
            at: At::Start,
        }
    }

    /// Writes all messages as text frames, behind the control frames that wait; what was not begun stays in the list.
    pub(super) async fn write(
        &mut self,
        messages: &mut Messages,
        control: &Control,
    ) -> io::Result<()> {
        self.at = At::Frame;
        while let Some((opcode, payload)) = control.next() {
            self.append(opcode, &payload);
        }
        while let Some(next) = self.output.next(messages).await? {
            match next {
                Next::Short(message) => self.append(OpCode::Text, message),
                Next::Long(mut message) => {
                    let header = self.head(OpCode::Text, message.len());
                    mask::apply(&header, 0, &mut message);
                    self.output.write(&message).await?;
                }
            }
        }
        self.output.finish(messages).await?;
        self.at = At::Start;
        Ok(())
    }

    /// Says goodbye, unless that was done or would get into a frame that was not written to its end.
    pub(super) async fn close(&mut self, payload: &Bytes) {
        if self.at == At::Start {
            self.append(OpCode::Close, payload);
            // Who has gone does not hear it.
            let _ = self.output.flush(&mut Messages::default()).await;
        }
        self.at = At::End;
        self.output.shutdown().await;
    }

    fn append(&mut self, opcode: OpCode, payload: &[u8]) {
        let header = self.head(opcode, payload.len());
        let chunk = self.output.chunk();
        let start = chunk.len();
        chunk.extend_from_slice(payload);
        mask::apply(&header, 0, &mut chunk[start..]);
    }

    /// Writes the header of a frame into the chunk.
    fn head(&mut self, opcode: OpCode, length: usize) -> Header {
        let mut header = Header::new(opcode);
        header.set_payload_len(length);
        if let Some(keys) = &mut self.keys {
            header.set_masked(true).set_mask(keys.next());
        }
        let head = self.codec.encode_header(&header);
        self.output.chunk().extend_from_slice(head);
        header
    }
}
