//! The transports of the table: each with a peer, and a client of it.
use std::{fmt, sync::Arc};

use callwright::{ByteStream, ConnectOptions, Framing, Tls};

use super::{
    case::Case,
    server::{Heard, serve},
};
use crate::{
    peer,
    tls::{authority::Authority, servers::front},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Tcp,
    Tls,
    Unix,
    Child,
}

impl Place {
    pub const ALL: [Self; 4] = [Self::Tcp, Self::Tls, Self::Unix, Self::Child];
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Unix => "Unix socket",
            Self::Child => "child process",
        })
    }
}

/// A peer that runs.
pub struct Served {
    url: String,
    authority: Authority,
    heard: Heard,
    /// A socket's file goes with it.
    _address: peer::Address,
}

impl Served {
    pub async fn start(place: Place, cases: Arc<Vec<Case>>) -> Self {
        let sockets = match place {
            Place::Unix | Place::Child => peer::Transport::Unix,
            Place::Tcp | Place::Tls => peer::Transport::Tcp,
        };
        let heard = Heard::default();
        let hears = Arc::clone(&heard);
        let script = move |peer| serve(peer, Arc::clone(&cases), Arc::clone(&hears));
        let address = peer::serve(sockets, Framing::Values, script).await;
        let authority = Authority::new();
        let url = match place {
            Place::Tcp | Place::Unix => format!("msgpack+{}", address.url),
            Place::Tls => {
                let port = address.url.rsplit(':').next().unwrap().parse().unwrap();
                let port = front(&authority.sign("localhost"), port).await;
                format!("msgpack+tls://localhost:{port}")
            }
            Place::Child => {
                // The peer is this process; the child is what its words come through.
                let relay = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/relay.py");
                let socket = address.url.strip_prefix("unix:").unwrap();
                format!("msgpack+stdio:python3?arg={relay}&arg={socket}")
            }
        };
        Self {
            url,
            authority,
            heard,
            _address: address,
        }
    }

    pub async fn connect(&self, options: ConnectOptions) -> ByteStream {
        let options = options.with_tls(Tls::new().with_roots(self.authority.pem()));
        ByteStream::connect(&self.url, options).await.unwrap()
    }

    /// What the client sent since this was asked, beside its calls of the table.
    pub fn heard(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// The text of an error without what differs from run to run: where the peer is, and the id of a message that is shown.
    pub fn lasting(&self, text: &str) -> String {
        let shown = self.url.split('?').next().unwrap();
        let shown = shown.strip_prefix("msgpack+").unwrap();
        without_id(&text.replace(shown, "<peer>"))
    }
}

/// The text with `ID` for the id of a response in hexadecimal.
pub fn without_id(text: &str) -> String {
    let Some((before, after)) = text.split_once(" 01 ").filter(|(before, _)| {
        let marker = before.rsplit([' ', '`']).next();
        marker.is_some_and(|marker| ["93", "94", "95"].contains(&marker))
    }) else {
        return text.to_owned();
    };
    let bytes = match &after[..2] {
        "cc" => 2,
        "cd" => 3,
        _ => 1,
    };
    let rest: Vec<_> = after.splitn(bytes + 1, ' ').skip(bytes).collect();
    format!("{before} 01 ID {}", rest.concat())
}
