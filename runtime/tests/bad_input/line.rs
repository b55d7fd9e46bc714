//! A connection of a client that writes whatever it likes: takes bytes, gives the messages that come.
use std::fmt;

use serde::de::IgnoredAny;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
};

use crate::{in_time, place::Place, served::Served};

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub(crate) struct Line {
    place: Place,
    stream: Box<dyn Stream>,
    /// What has come and was not given.
    came: Vec<u8>,
    /// The code of the goodbye of a WebSocket.
    code: Option<u16>,
}

/// What a client hears.
#[derive(Debug)]
pub(crate) enum Heard {
    /// A message, with its status over HTTP.
    Message { status: u16, body: Vec<u8> },
    /// A WebSocket's answer to a ping.
    Pong,
    /// The connection is closed; over a WebSocket with the code of a goodbye.
    End(Option<u16>),
}

impl Line {
    /// Connects, and shakes hands where that is done.
    pub(crate) async fn open(served: &Served, place: Place) -> Self {
        let mut line = Self::plain(served, place).await;
        if place == Place::WebSocket {
            let key = "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
            let upgrade = "connection: upgrade\r\nupgrade: websocket";
            let asked = format!("GET / HTTP/1.1\r\nhost: desk.test\r\n{upgrade}\r\n{key}\r\n\r\n");
            line.send(asked.as_bytes()).await;
            while !line.came.ends_with(b"\r\n\r\n") {
                assert!(line.fill().await, "no handshake");
            }
            assert!(line.came.starts_with(b"HTTP/1.1 101 "));
            line.came.clear();
        }
        line
    }

    async fn plain(served: &Served, place: Place) -> Self {
        let url = served.url(place);
        let (_, address) = url.split_once(':').unwrap();
        let address = address.trim_start_matches("//").split('?').next().unwrap();
        let address = address.trim_start_matches("unix:");
        let stream: Box<dyn Stream> = match address.starts_with('/') {
            true => Box::new(in_time(UnixStream::connect(address)).await.unwrap()),
            false => Box::new(in_time(TcpStream::connect(address)).await.unwrap()),
        };
        Self {
            place,
            stream,
            came: Vec::new(),
            code: None,
        }
    }

    /// Sends a message in the place's own frame. Who hung up before hears nothing of it.
    pub(crate) async fn message(&mut self, message: &[u8]) {
        self.send(&self.framed(message)).await;
    }

    /// Sends half of it.
    pub(crate) async fn begin(&mut self, message: &[u8]) {
        let framed = self.framed(message);
        self.send(&framed[..framed.len() / 2]).await;
    }

    /// A message in the place's own frame.
    pub(crate) fn framed(&self, message: &[u8]) -> Vec<u8> {
        let length = message.len();
        match self.place {
            Place::Http => {
                let head = format!(
                    "POST / HTTP/1.1\r\nhost: desk.test\r\ncontent-type: application/json\r\ncontent-length: {length}"
                );
                [head.as_bytes(), b"\r\n\r\n", message].concat()
            }
            Place::WebSocket => frame(0x81, message),
            Place::ContentLength => [
                format!("Content-Length: {length}\r\n\r\n").as_bytes(),
                message,
            ]
            .concat(),
            Place::Lines | Place::Unix => [message, b"\n"].concat(),
            _ => message.to_vec(),
        }
    }

    /// Sends bytes as they are.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        drop(in_time(self.stream.write_all(bytes)).await);
    }

    /// Sends bytes as they are, for as long as that takes; whether they were taken.
    pub(crate) async fn writes(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).await.is_ok()
    }

    /// Hangs up one half: nothing more will be sent.
    pub(crate) async fn finish(&mut self) {
        drop(in_time(self.stream.shutdown()).await);
    }

    /// What comes next. It may be nothing for ever.
    pub(crate) async fn hear(&mut self) -> Heard {
        loop {
            if let Some(heard) = self.next() {
                return heard;
            }
            if !self.fill().await {
                return Heard::End(self.code);
            }
        }
    }

    /// Reads once; whether anything came.
    pub(crate) async fn fill(&mut self) -> bool {
        let read = self.stream.read_buf(&mut self.came).await;
        read.is_ok_and(|read| read > 0)
    }

    fn next(&mut self) -> Option<Heard> {
        match self.place {
            Place::Http => self.response(),
            Place::WebSocket => self.frame(),
            Place::ContentLength => {
                let head = end_of(&self.came, b"\r\n\r\n")?;
                let length = length(&self.came[..head]);
                self.take(head, head + length)
            }
            Place::Packed | Place::PackedUnix => {
                let mut rest = &self.came[..];
                rmpv::decode::read_value_ref(&mut rest).ok()?;
                let length = self.came.len() - rest.len();
                self.take(0, length)
            }
            Place::Lines | Place::Values | Place::Unix => {
                let mut values = serde_json::Deserializer::from_slice(&self.came).into_iter();
                let _: IgnoredAny = values.next()?.ok()?;
                let length = values.byte_offset();
                self.take(0, length)
            }
        }
    }

    /// A response of HTTP/1. What else comes is not looked at.
    fn response(&mut self) -> Option<Heard> {
        if !self.came.starts_with(b"HTTP/1") {
            return None;
        }
        let head = end_of(&self.came, b"\r\n\r\n")?;
        let status = std::str::from_utf8(&self.came[9..12]).ok()?.parse().ok()?;
        let length = length(&self.came[..head]);
        self.take(head, head + length).map(|heard| match heard {
            Heard::Message { body, .. } => Heard::Message { status, body },
            heard => heard,
        })
    }

    fn frame(&mut self) -> Option<Heard> {
        loop {
            let [first, second, ..] = *self.came else {
                return None;
            };
            let (head, length) = match second {
                126 => (4, usize::from(u16::from_be_bytes(part(&self.came, 2)?))),
                127 => (
                    10,
                    usize::try_from(u64::from_be_bytes(part(&self.came, 2)?)).ok()?,
                ),
                length => (2, usize::from(length)),
            };
            let heard = self.take(head, head + length)?;
            match (first & 0x0f, heard) {
                (8, Heard::Message { body, .. }) => {
                    self.code = part(&body, 0).map(u16::from_be_bytes);
                }
                // Ours does not answer.
                (9, _) => {}
                (10, _) => return Some(Heard::Pong),
                (_, heard) => return Some(heard),
            }
        }
    }

    /// The bytes between these places, once they are there; what stands before them goes, too.
    fn take(&mut self, from: usize, to: usize) -> Option<Heard> {
        if self.came.len() < to {
            return None;
        }
        let body = self.came.drain(..to).skip(from).collect();
        Some(Heard::Message { status: 200, body })
    }
}

/// A frame of a WebSocket as clients send it, with this first byte.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ ..126 => frame.push(0x80 | length as u8),
        length @ ..65536 => {
            frame.push(0x80 | 126);
            frame.extend((length as u16).to_be_bytes());
        }
        length => {
            frame.push(0x80 | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    let mask = [1, 2, 3, 4];
    frame.extend(mask);
    frame.extend(
        payload
            .iter()
            .zip(mask.iter().cycle())
            .map(|(byte, mask)| byte ^ mask),
    );
    frame
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn end_of(bytes: &[u8], end: &[u8]) -> Option<usize> {
    let at = bytes.windows(end.len()).position(|part| part == end)?;
    Some(at + end.len())
}

fn length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    length.map_or(0, |length| length.trim().parse().unwrap())
}

impl fmt::Display for Heard {
    /// As a page tells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pong => f.write_str("pong"),
            Self::End(None) => f.write_str("closed"),
            Self::End(Some(code)) => write!(f, "closed with code {code}"),
            Self::Message { status, body } => {
                if *status != 200 {
                    write!(f, "status {status} ")?;
                }
                match serde_json::from_slice(body) {
                    Ok(json) => f.write_str(&told(&json)),
                    Err(_) => match rmpv::decode::read_value(&mut &body[..]) {
                        Ok(packed) if packed.is_array() => f.write_str(&told_packed(&packed)),
                        _ => f.write_str(String::from_utf8_lossy(body).trim()),
                    },
                }
            }
        }
    }
}

/// A response, or several.
fn told(json: &serde_json::Value) -> String {
    if let Some(responses) = json.as_array() {
        let responses: Vec<_> = responses.iter().map(told).collect();
        return format!("[{}]", responses.join("; "));
    }
    let error = &json["error"];
    let id = match &json["id"] {
        serde_json::Value::Number(id) if id.as_u64() == Some(1) => String::new(),
        id => format!(" under {id}"),
    };
    match (error["code"].as_i64(), json.get("method")) {
        (Some(code), _) => format!("{code}{id}: {}", error["message"].as_str().unwrap()),
        (None, Some(_)) => "a notification".to_owned(),
        (None, None) => format!("a result{id}"),
    }
}

/// The same in MessagePack.
fn told_packed(packed: &rmpv::Value) -> String {
    let id = match packed[1].as_u64() {
        Some(1) => String::new(),
        _ => format!(" under {}", packed[1]),
    };
    let error = packed[2].as_map();
    let member = |name| {
        let mut members = error?.iter();
        let (_, value) = members.find(|(key, _)| key.as_str() == Some(name))?;
        Some(value)
    };
    match member("code") {
        _ if packed[0].as_u64() != Some(1) => "a notification".to_owned(),
        Some(code) => format!(
            "{code}{id}: {}",
            member("message").unwrap().as_str().unwrap()
        ),
        None => format!("a result{id}"),
    }
}
