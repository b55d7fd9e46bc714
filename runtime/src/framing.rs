//! How messages lie in a stream of bytes: takes a message and writes it so that the peer finds its end.
#[cfg(feature = "streams")]
mod cut;
#[cfg(feature = "streams")]
mod detect;
#[cfg(feature = "streams")]
mod headers;
#[cfg(feature = "streams")]
mod lines;
#[cfg(feature = "msgpack")]
mod packed;
#[cfg(feature = "streams")]
mod scan;
#[cfg(feature = "streams")]
mod splitter;
#[cfg(feature = "streams")]
mod values;

#[cfg(feature = "msgpack")]
pub(crate) use packed::Unpacker;
#[cfg(feature = "streams")]
pub(crate) use splitter::{Piece, Splitter};

/// How messages are told from each other in a stream of bytes.
///
/// | framing | in a URL | what is sent | what is taken |
/// |---|---|---|---|
/// | found out | | as `lines`, until the peer begins with a header | the first bytes of the peer tell |
/// | [`Lines`](Self::Lines) | `?framing=lines` | JSON and `\n` | lines ended by `\n` or `\r\n` |
/// | [`Values`](Self::Values) | `?framing=values` | JSON and `\n` | objects and arrays, whatever stands between them |
/// | [`ContentLength`](Self::ContentLength) | `?framing=content-length` | headers and JSON | headers and bytes |
///
/// A server that answers only to headers cannot be found out, since it says nothing before: name
/// its framing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Framing {
    /// A message a line, as most servers on sockets and MCP servers on stdio have it. Empty lines
    /// pass, and a line that is no message costs no other.
    Lines,
    /// JSON values one after another, over several lines or without anything between them.
    Values,
    /// `Content-Length` headers before each message, as in the Language Server Protocol.
    ContentLength,
}

#[cfg(feature = "streams")]
impl Framing {
    /// All of them with their names in URLs.
    pub(crate) const NAMES: [(&str, Self); 3] = [
        ("lines", Self::Lines),
        ("values", Self::Values),
        ("content-length", Self::ContentLength),
    ];

    /// Puts a message on a line where that ends it. A newline in JSON is white space: within strings it is escaped, but
    /// raw JSON of the user may be spread over lines.
    pub(crate) fn straighten(self, mut message: &mut [u8]) {
        while self == Self::Lines
            && let Some(place) = memchr::memchr(b'\n', message)
        {
            message[place] = b' ';
            message = &mut message[place + 1..];
        }
    }

    /// Writes what stands before a message of `length` bytes.
    pub(crate) fn write_head(self, length: usize, out: &mut Vec<u8>) {
        if self == Self::ContentLength {
            out.extend_from_slice(format!("Content-Length: {length}\r\n\r\n").as_bytes());
        }
    }

    /// Writes what stands behind a message.
    pub(crate) fn write_tail(self, out: &mut Vec<u8>) {
        match self {
            // Those who count brackets take it for white space.
            Self::Lines | Self::Values => out.push(b'\n'),
            Self::ContentLength => {}
        }
    }
}
