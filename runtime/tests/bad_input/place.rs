//! Where a server is spoken to, and how.
use std::fmt;

/// A transport with a framing and a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Http,
    WebSocket,
    Lines,
    Values,
    ContentLength,
    Unix,
    Packed,
    PackedUnix,
}

use Place::{ContentLength, Http, Lines, Packed, PackedUnix, Unix, Values, WebSocket};

impl Place {
    pub(crate) const ALL: [Self; 8] = [
        Http,
        WebSocket,
        Lines,
        Values,
        ContentLength,
        Unix,
        Packed,
        PackedUnix,
    ];

    pub(crate) fn is_packed(self) -> bool {
        matches!(self, Packed | PackedUnix)
    }

    /// What a server listens at to be found here. A WebSocket comes in by HTTP.
    pub(crate) fn listens_at(self, folder: &str) -> Option<String> {
        Some(match self {
            Http => "http://127.0.0.1:0".to_owned(),
            WebSocket => return None,
            Lines => "tcp://127.0.0.1:0?framing=lines".to_owned(),
            Values => "tcp://127.0.0.1:0?framing=values".to_owned(),
            ContentLength => "tcp://127.0.0.1:0?framing=content-length".to_owned(),
            Unix => format!("unix:{folder}/json"),
            Packed => "msgpack+tcp://127.0.0.1:0".to_owned(),
            PackedUnix => format!("msgpack+unix:{folder}/packed"),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Http => "HTTP",
            WebSocket => "WebSocket",
            Lines => "TCP by lines",
            Values => "TCP by values",
            ContentLength => "TCP with `Content-Length`",
            Unix => "Unix socket",
            Packed => "MessagePack over TCP",
            PackedUnix => "MessagePack over a Unix socket",
        })
    }
}
