//! Listening for HTTP: takes a URL, gives clients that have connected.
use std::{io, net::SocketAddr, sync::Arc};

use http::Uri;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::OwnedSemaphorePermit,
};

use super::{
    Client,
    client::Entrance,
    converse::{self, Served},
};
use crate::serve::sessions::Sessions;

/// A port that speaks HTTP.
pub(in crate::serve) struct HttpPort {
    listener: TcpListener,
    is_secure: bool,
    /// The path of its URL.
    prefix: Arc<str>,
}

/// A client that has connected to it.
pub(in crate::serve) struct Caller {
    tcp: TcpStream,
    address: SocketAddr,
    is_secure: bool,
    prefix: Arc<str>,
}

/// Where the URL of a listener leads, if it is of HTTP.
struct Address {
    host: String,
    port: u16,
    is_secure: bool,
    prefix: String,
}

impl HttpPort {
    /// Whether a URL is of HTTP or of a WebSocket, which come in together.
    pub(in crate::serve) fn is_of(url: &str) -> bool {
        let scheme = url.split(':').next().unwrap_or_default();
        let known = ["http", "https", "ws", "wss"];
        known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    }

    /// Binds an address; gives also the URL by which it is reached.
    pub(in crate::serve) async fn bind(url: &str) -> io::Result<(Self, String)> {
        let address = Address::read(url)?;
        if address.is_secure {
            return Err(invalid("there are no secure listeners of HTTP yet"));
        }
        let listener = TcpListener::bind((address.host.as_str(), address.port)).await;
        let listener = listener.map_err(|error| {
            let message = format!(
                "cannot listen at {}:{}: {error}",
                address.host, address.port
            );
            io::Error::new(error.kind(), message)
        })?;
        let scheme = url
            .split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let at = format!("{scheme}://{}{}", listener.local_addr()?, address.prefix);
        let port = Self {
            listener,
            is_secure: address.is_secure,
            prefix: address.prefix.into(),
        };
        Ok((port, at))
    }

    pub(in crate::serve) async fn accept(&self) -> io::Result<Caller> {
        let (tcp, address) = self.listener.accept().await?;
        tcp.set_nodelay(true)?;
        Ok(Caller {
            tcp,
            address,
            is_secure: self.is_secure,
            prefix: self.prefix.clone(),
        })
    }
}

impl Caller {
    /// Serves it from now on.
    pub(in crate::serve) fn serve(
        self,
        sessions: &Arc<Sessions>,
        listener: &Arc<str>,
        place: OwnedSemaphorePermit,
    ) {
        let entrance = Arc::new(Entrance {
            url: Arc::clone(listener),
            prefix: self.prefix,
        });
        let client = Client::new(self.address, self.is_secure, entrance, place);
        let served = Served {
            service: sessions.http_stack(),
            options: sessions.options().http.clone(),
            closing: sessions.closing(),
            presence: sessions.presence(),
        };
        tokio::spawn(converse::converse(self.tcp, client, served));
    }
}

impl Address {
    /// Reads a URL. Its text is not repeated in the error: it may hold a password.
    fn read(url: &str) -> io::Result<Self> {
        let written = "the URL of a listener of HTTP is written http://host:port/path";
        let uri: Uri = url.parse().map_err(|_| invalid(written))?;
        let authority = uri.authority().ok_or_else(|| invalid(written))?;
        if authority.as_str().contains('@') || uri.query().is_some() {
            return Err(invalid(written));
        }
        let is_secure = matches!(uri.scheme_str(), Some("https" | "wss"));
        let host = authority.host();
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: authority
                .port_u16()
                .unwrap_or(if is_secure { 443 } else { 80 }),
            is_secure,
            prefix: super::mounts::normal(uri.path()),
        })
    }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
