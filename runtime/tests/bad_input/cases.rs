//! What bad clients do: each case a row of the page.
mod batches;
mod http;
mod messages;
mod packed;
mod sockets;
mod streams;

use crate::place::Place;

/// One thing that a client does on a connection of its own.
pub(crate) struct Case {
    /// What it sends, as the page says it.
    pub(crate) row: &'static str,
    sent: Sent,
    pub(crate) then: Then,
}

enum Sent {
    /// A message, wherever JSON is spoken.
    Json(Vec<u8>),
    /// A message that does not end by itself, where its frame ends it.
    Endless(Vec<u8>),
    /// A message, wherever MessagePack is.
    Packed(Vec<u8>),
    /// Bytes as they are, at these places.
    Bytes(&'static [Place], Vec<u8>),
}

/// What the client does behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// Calls, and hears the answer, or that it was cut off.
    Asks,
    /// Hears what comes until it is cut off.
    Hears,
    /// Hangs up the half by which it sends, and hears what comes.
    Leaves,
    /// Nothing, where the server has no patience.
    Waits,
}

impl Case {
    /// Where it can happen.
    pub(crate) fn places(&self) -> Vec<Place> {
        let is_there = |place: &Place| match &self.sent {
            Sent::Json(_) => !place.is_packed(),
            Sent::Endless(_) => !place.is_packed() && !matches!(place, Place::Values | Place::Unix),
            Sent::Packed(_) => place.is_packed(),
            Sent::Bytes(places, _) => places.contains(place),
        };
        Place::ALL.into_iter().filter(is_there).collect()
    }

    /// What is sent, and whether it is a message that needs a frame.
    pub(crate) fn bytes(&self) -> (&[u8], bool) {
        match &self.sent {
            Sent::Json(bytes) | Sent::Endless(bytes) | Sent::Packed(bytes) => (bytes, true),
            Sent::Bytes(_, bytes) => (bytes, false),
        }
    }

    fn then(self, then: Then) -> Self {
        Self { then, ..self }
    }
}

fn json(row: &'static str, message: impl Into<Vec<u8>>) -> Case {
    case(row, Sent::Json(message.into()))
}

fn endless(row: &'static str, message: impl Into<Vec<u8>>) -> Case {
    case(row, Sent::Endless(message.into()))
}

fn packed(row: &'static str, message: impl Into<Vec<u8>>) -> Case {
    case(row, Sent::Packed(message.into()))
}

fn bytes(row: &'static str, places: &'static [Place], bytes: impl Into<Vec<u8>>) -> Case {
    case(row, Sent::Bytes(places, bytes.into()))
}

fn case(row: &'static str, sent: Sent) -> Case {
    Case {
        row,
        sent,
        then: Then::Asks,
    }
}

/// A call of this method with these params, as text.
fn call(method: &str, params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}"#)
}

/// All of them, in sections with their titles.
pub(crate) fn all() -> [(&'static str, Vec<Case>); 6] {
    [
        ("In the place of a request", messages::cases()),
        ("Batches", batches::cases()),
        ("Over HTTP", http::cases()),
        ("Over a WebSocket", sockets::cases()),
        ("Over a stream", streams::cases()),
        ("In MessagePack", packed::cases()),
    ]
}
