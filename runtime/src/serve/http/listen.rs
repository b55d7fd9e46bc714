//! Listening for HTTP: takes a URL, gives clients that have connected.
use std::{io, net::SocketAddr, sync::Arc};

use http::Uri;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::OwnedSemaphorePermit,
};
#[cfg(feature = "tls")]
use tokio_rustls::{rustls::ServerConfig, server::TlsStream};

use super::{
    Client,
    client::Entrance,
    converse::{self, Served},
};
use crate::serve::{
    ServeOptions,
    accepted::{Arrived, Met},
    sessions::Sessions,
};

/// A port that speaks HTTP.
pub(in crate::serve) struct HttpPort {
    listener: TcpListener,
    /// What a secure one shows.
    #[cfg(feature = "tls")]
    tls: Option<Arc<ServerConfig>>,
    /// The path of its URL.
    prefix: Arc<str>,
}

/// A client that has connected to it, and shaken hands where that is to be.
pub(in crate::serve) struct Caller {
    way: Way,
    address: SocketAddr,
    prefix: Arc<str>,
}

enum Way {
    Plain(TcpStream),
    #[cfg(feature = "tls")]
    Secure(Box<TlsStream<TcpStream>>),
}

/// Where the URL of a listener leads, if it is of HTTP.
struct Address {
    host: String,
    port: u16,
    is_secure: bool,
    prefix: Arc<str>,
}

impl HttpPort {
    /// Whether a URL is of HTTP or of a WebSocket, which come in together.
    pub(in crate::serve) fn is_of(url: &str) -> bool {
        let scheme = url.split(':').next().unwrap_or_default();
        let known = ["http", "https", "ws", "wss"];
        known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    }

    /// Binds an address; gives also the URL by which it is reached.
    pub(in crate::serve) async fn bind(
        url: &str,
        options: &ServeOptions,
    ) -> io::Result<(Self, String)> {
        let address = Address::read(url)?;
        // First, so that nobody connects to what cannot answer.
        #[cfg(feature = "tls")]
        let tls = match address.is_secure {
            true => Some(crate::serve::tls::config(options, &[b"h2", b"http/1.1"])?),
            false => None,
        };
        #[cfg(not(feature = "tls"))]
        if address.is_secure {
            let _ = options;
            return Err(invalid(
                "a secure listener needs the feature `tls` of callwright",
            ));
        }
        let (host, port) = (address.host.as_str(), address.port);
        let listener = TcpListener::bind((host, port)).await.map_err(|error| {
            let message = format!("cannot listen at {host}:{port}: {error}");
            io::Error::new(error.kind(), message)
        })?;
        let scheme = url.split(':').next().unwrap_or_default();
        let at = format!(
            "{}://{}{}",
            scheme.to_ascii_lowercase(),
            listener.local_addr()?,
            address.prefix
        );
        let port = Self {
            listener,
            #[cfg(feature = "tls")]
            tls,
            prefix: address.prefix,
        };
        Ok((port, at))
    }

    pub(in crate::serve) async fn accept(&self) -> io::Result<Arrived> {
        let (tcp, address) = self.listener.accept().await?;
        tcp.set_nodelay(true)?;
        let prefix = Arc::clone(&self.prefix);
        #[cfg(feature = "tls")]
        if let Some(config) = &self.tls {
            let config = Arc::clone(config);
            let shaking = async move {
                let way = Way::Secure(Box::new(crate::tls::accept(config, tcp).await?));
                Ok(Met::Http(Caller {
                    way,
                    address,
                    prefix,
                }))
            };
            return Ok(Arrived::Shaking(address, Box::pin(shaking)));
        }
        Ok(Arrived::Ready(Met::Http(Caller {
            way: Way::Plain(tcp),
            address,
            prefix,
        })))
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
        let served = Served {
            service: sessions.http_stack(),
            options: sessions.options().http.clone(),
            closing: sessions.closing(),
            presence: sessions.presence(),
            #[cfg(feature = "metrics")]
            connected: sessions.options().metrics.as_deref().map(|metrics| {
                let transport = match self.way {
                    Way::Plain(_) => "http",
                    #[cfg(feature = "tls")]
                    Way::Secure(_) => "https",
                };
                crate::serve::metrics::Connected::by(metrics, transport)
            }),
        };
        let entrance = Arc::new(Entrance {
            url: Arc::clone(listener),
            prefix: self.prefix,
        });
        match self.way {
            Way::Plain(tcp) => {
                let client = Client::new(self.address, false, entrance, place);
                tokio::spawn(converse::plain(tcp, client, served));
            }
            #[cfg(feature = "tls")]
            Way::Secure(tls) => {
                let mut client = Client::new(self.address, true, entrance, place);
                client.certificates = crate::tls::shown(&tls);
                let protocol = tls.get_ref().1.alpn_protocol();
                let is_http2 = protocol == Some(b"h2");
                tokio::spawn(converse::converse(tls, is_http2, client, served));
            }
        }
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
            prefix: super::mounts::normal(uri.path()).into(),
        })
    }
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
