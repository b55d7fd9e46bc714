//! Messages out of a WebSocket: takes bytes as they arrive, gives each message and control frame once it is whole.
mod message;

use bytes::{Buf, Bytes, BytesMut};
use message::Message;
use soketto::{
    Parsing,
    base::{Codec, Error, Header, OpCode},
};

use super::mask;
use crate::{Tolerance, session::Role, sniff::TooLong};

/// A message is a slice of what was read at once. One over this length that is more than half of it takes the memory with
/// it: what follows is copied.
const SHARED: usize = 4096;

/// The most that is believed of a declared length before as much has come: thousands of clients may declare the limit
/// and send nothing.
const BELIEVED: usize = 1 << 20;

/// Takes frames apart and puts messages together. A message over the limit is never held: its
/// bytes are dropped as they come.
pub(super) struct Frames {
    buffer: BytesMut,
    codec: Codec,
    limit: usize,
    /// The frame whose header was read, and how many bytes of its payload are gone.
    frame: Option<(Header, usize)>,
    /// The message of which a part came.
    message: Option<Message>,
    is_strict: bool,
    role: Role,
}

/// Why what comes cannot be taken.
#[derive(Debug)]
pub(super) enum Broken {
    /// Where the next frame begins is lost.
    Lost(Error),
    /// It is put up with where the connection is not strict.
    Strict(Tolerance),
}

/// What came.
#[derive(Debug)]
pub(super) enum Event {
    Text(Bytes),
    Binary(Bytes),
    TooLong(TooLong),
    Ping(Bytes),
    Pong,
    Close(Bytes),
}

impl Frames {
    /// Of a stream with messages up to `limit` bytes, which began with these bytes.
    pub(super) fn new(begun: BytesMut, limit: usize, is_strict: bool, role: Role) -> Self {
        let mut codec = Codec::new();
        // The limit is that of messages, which lie in any number of frames.
        codec.set_max_data_size(usize::MAX);
        Self {
            buffer: begun,
            codec,
            limit,
            frame: None,
            message: None,
            is_strict,
            role,
        }
    }

    /// Where arriving bytes are put.
    pub(super) fn buffer(&mut self) -> &mut BytesMut {
        &mut self.buffer
    }

    /// Whether a message has begun that has not ended.
    pub(super) fn is_inside(&self) -> bool {
        self.frame.is_some() || self.message.is_some() || !self.buffer.is_empty()
    }

    /// What has arrived.
    pub(super) fn next(&mut self) -> Result<Option<Event>, Broken> {
        loop {
            if self.frame.is_none() {
                let header = self.codec.decode_header(&self.buffer);
                let Parsing::Done { value, offset } = header.map_err(Broken::Lost)? else {
                    return Ok(None);
                };
                self.buffer.advance(offset);
                if self.is_strict {
                    self.check(&value).map_err(Broken::Strict)?;
                }
                if let Some(abandoned) = self.begin(value) {
                    return Ok(Some(abandoned));
                }
            }
            let Some((header, gone)) = &self.frame else {
                return Ok(None);
            };
            let left = header.payload_len() - gone;
            let is_alone = header.is_fin() && self.message.is_none() && *gone == 0;
            if header.opcode().is_control() || is_alone && left <= self.limit {
                if self.buffer.len() < left {
                    let believed = self.buffer.len().max(BELIEVED);
                    self.buffer
                        .reserve((left - self.buffer.len()).min(believed));
                    return Ok(None);
                }
                return Ok(self.whole(left));
            }
            if !self.part(left.min(self.buffer.len())) {
                return Ok(None);
            }
            if let Some(event) = self.end() {
                return Ok(Some(event));
            }
        }
    }

    /// Looks at the header of a frame as RFC 6455 has it.
    fn check(&self, header: &Header) -> Result<(), Tolerance> {
        let is_continued = header.opcode() == OpCode::Continue;
        let is_control = header.opcode().is_control();
        // Who has accepted gets masked frames, and nobody else.
        match header.is_masked() == (self.role == Role::Client) {
            true => Err(Tolerance::MaskedFrame),
            false if !is_control && is_continued != self.message.is_some() => {
                Err(Tolerance::BrokenFragments)
            }
            false => Ok(()),
        }
    }

    /// Notes the header of a frame. Gives what there is of a message that was left without its end.
    fn begin(&mut self, header: Header) -> Option<Event> {
        let is_new = matches!(header.opcode(), OpCode::Text | OpCode::Binary);
        let abandoned = match is_new {
            true => self.message.take().map(Message::finish),
            false => None,
        };
        self.frame = Some((header, 0));
        abandoned
    }

    /// Takes a frame that is there as a whole.
    fn whole(&mut self, length: usize) -> Option<Event> {
        let (header, _) = self.frame.take()?;
        mask::apply(&header, 0, &mut self.buffer[..length]);
        let is_shared = length <= SHARED || length < self.buffer.len() / 2;
        let payload = self.buffer.split_to(length).freeze();
        if !is_shared {
            self.buffer = BytesMut::from(&self.buffer[..]);
        }
        Some(match header.opcode() {
            OpCode::Ping => Event::Ping(payload),
            OpCode::Pong => Event::Pong,
            OpCode::Close => Event::Close(payload),
            OpCode::Binary => Event::Binary(payload),
            _ => Event::Text(payload),
        })
    }

    /// Takes so many bytes of a frame; whether they were its last.
    fn part(&mut self, length: usize) -> bool {
        let Some((header, gone)) = &mut self.frame else {
            return false;
        };
        mask::apply(header, *gone, &mut self.buffer[..length]);
        let message = self
            .message
            .get_or_insert_with(|| Message::new(header.opcode() == OpCode::Binary));
        let left = header.payload_len() - *gone;
        message.push(&self.buffer[..length], left, self.limit);
        self.buffer.advance(length);
        *gone += length;
        length == left
    }

    /// Ends a frame of several; gives the message when it was the last.
    fn end(&mut self) -> Option<Event> {
        let (header, _) = self.frame.take()?;
        let message = header.is_fin().then(|| self.message.take());
        message.flatten().map(Message::finish)
    }
}

#[cfg(test)]
mod tests;
