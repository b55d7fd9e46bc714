//! The transports of the table: each with a rude server, and a client of it.
use std::{fmt, sync::Arc};

use callwright::{
    ByteStream, ConnectOptions, Connection, Framing, Http, IntoConnection, StrayCounts, Tls,
    WebSocket,
};

use super::{case::Case, http, server};
use crate::{
    peer, rude_ws,
    tls::{authority::Authority, servers::front},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Http,
    Https,
    WebSocket,
    SecureWebSocket,
    Lines,
    Tls,
    Values,
    ContentLength,
    Unix,
    Child,
}

impl Transport {
    pub const ALL: [Self; 10] = [
        Self::Http,
        Self::Https,
        Self::WebSocket,
        Self::SecureWebSocket,
        Self::Lines,
        Self::Tls,
        Self::Values,
        Self::ContentLength,
        Self::Unix,
        Self::Child,
    ];

    pub fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Https)
    }

    pub fn is_websocket(self) -> bool {
        matches!(self, Self::WebSocket | Self::SecureWebSocket)
    }

    /// What stands in front of the address where TLS does.
    fn secure(self) -> Option<&'static str> {
        match self {
            Self::Https => Some("https"),
            Self::SecureWebSocket => Some("wss"),
            Self::Tls => Some("tls"),
            _ => None,
        }
    }

    fn framing(self) -> Framing {
        match self {
            Self::Values => Framing::Values,
            Self::ContentLength => Framing::ContentLength,
            _ => Framing::Lines,
        }
    }
}

impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
            Self::WebSocket => "WebSocket",
            Self::SecureWebSocket => "WebSocket over TLS",
            Self::Lines => "TCP by lines",
            Self::Tls => "TLS by lines",
            Self::Values => "TCP by values",
            Self::ContentLength => "TCP with Content-Length",
            Self::Unix => "Unix socket",
            Self::Child => "child process",
        })
    }
}

/// A rude server that runs.
pub struct Served {
    transport: Transport,
    url: String,
    authority: Authority,
    /// A socket's file goes with it.
    _address: Option<peer::Address>,
}

impl Served {
    pub async fn start(transport: Transport, cases: Arc<Vec<Case>>) -> Self {
        let framing = transport.framing();
        let sockets = match transport {
            Transport::Unix | Transport::Child => peer::Transport::Unix,
            _ => peer::Transport::Tcp,
        };
        let mut address = None;
        let url = match transport {
            Transport::Http | Transport::Https => http::serve(cases).await,
            Transport::WebSocket | Transport::SecureWebSocket => {
                rude_ws::serve_all(move |peer| server::serve(peer, Arc::clone(&cases))).await
            }
            _ => {
                let serve = move |peer| server::serve(peer, Arc::clone(&cases));
                let served = peer::serve(sockets, framing, serve).await;
                let url = served.url.clone();
                address = Some(served);
                url
            }
        };
        let authority = Authority::new();
        let url = match transport.secure() {
            None => url,
            Some(scheme) => {
                let port = url.rsplit(':').next().unwrap();
                let port = port.trim_end_matches('/').parse().unwrap();
                let port = front(&authority.sign("localhost"), port).await;
                format!("{scheme}://localhost:{port}")
            }
        };
        Self {
            transport,
            url,
            authority,
            _address: address,
        }
    }

    pub async fn connect(&self, options: ConnectOptions) -> Client {
        let options = options.with_framing(self.transport.framing());
        let options = options.with_tls(Tls::new().with_roots(self.authority.pem()));
        match self.transport {
            Transport::Http | Transport::Https => {
                Client::Http(Http::new(&self.url, options).unwrap())
            }
            Transport::WebSocket | Transport::SecureWebSocket => {
                Client::WebSocket(WebSocket::connect(&self.url, options).await.unwrap())
            }
            Transport::Child => {
                // The server is this process; the child is what its words come through.
                let relay = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/relay.py");
                let socket = self.url.strip_prefix("unix:").unwrap();
                let url = format!("stdio:python3?arg={relay}&arg={socket}");
                Client::Stream(ByteStream::connect(&url, options).await.unwrap())
            }
            _ => Client::Stream(ByteStream::connect(&self.url, options).await.unwrap()),
        }
    }

    /// The text of an error without what differs from run to run, and shorter.
    pub fn lasting(&self, text: &str) -> String {
        let text = text
            .replace(&self.url, "<server>")
            .replace("stdio:python3", "<server>");
        let text = [r#""id":""#, r#""id":"#, " column "]
            .iter()
            .fold(text, |text, name| without_number(&text, name));
        let mut parts = text.split("xxxxx");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |whole, part| match part.trim_start_matches('x') {
            "" => whole,
            rest => format!("{whole}xxx…{}", rest.trim_start_matches('…')),
        })
    }
}

/// The text with `N` for the digits that follow a name.
fn without_number(text: &str, name: &str) -> String {
    let mut parts = text.split(name);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = if rest.len() < part.len() { "N" } else { "" };
        format!("{whole}{name}{number}{rest}")
    })
}

pub enum Client {
    Http(Http),
    WebSocket(WebSocket),
    Stream(ByteStream),
}

impl Client {
    pub fn connection(&self) -> Arc<dyn Connection> {
        match self {
            Self::Http(http) => http.clone().into_connection(),
            Self::WebSocket(socket) => socket.clone().into_connection(),
            Self::Stream(stream) => stream.clone().into_connection(),
        }
    }

    pub fn strays(&self) -> StrayCounts {
        match self {
            Self::Http(http) => http.strays(),
            Self::WebSocket(socket) => socket.strays(),
            Self::Stream(stream) => stream.strays(),
        }
    }

    pub fn is_closed(&self) -> bool {
        match self {
            Self::Http(_) => false,
            Self::WebSocket(socket) => socket.is_closed(),
            Self::Stream(stream) => stream.is_closed(),
        }
    }

    pub fn is_http(&self) -> bool {
        matches!(self, Self::Http(_))
    }
}
