//! Where clients come in: takes a URL, gives one connected stream after another.
use std::{io, net::SocketAddr, sync::Arc};

use tokio::net::TcpListener;

use super::ServeOptions;
#[cfg(feature = "serve-http")]
use super::http::{Caller, HttpPort};
#[cfg(windows)]
use super::pipe::Pipes;
#[cfg(unix)]
use super::unix::Socket;
use crate::{
    ConnectOptions, Error, Fault, ServerError,
    handlers::Arrival,
    session::{Origin, Role},
    stream::{Address, Link, Place, own},
};

/// A bound address, and how its clients are spoken with.
pub(super) struct Listener {
    source: Source,
    pub(super) connection: ConnectOptions,
}

enum Source {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(Socket),
    #[cfg(windows)]
    Pipes(Pipes),
    /// One client, who is there until it was accepted.
    Stdio(Option<Link>),
    #[cfg(feature = "serve-http")]
    Http(HttpPort),
}

/// A client that has connected, by what it is spoken with.
pub(super) enum Met {
    Stream(Accepted),
    #[cfg(feature = "serve-http")]
    Http(Caller),
}

/// A client that has connected.
pub(super) struct Accepted {
    pub(super) link: Link,
    address: Option<SocketAddr>,
    /// Where it came in.
    url: Option<Arc<str>>,
    #[cfg(unix)]
    pub(super) credentials: Option<tokio::net::unix::UCred>,
}

impl Accepted {
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            address: None,
            url: None,
            #[cfg(unix)]
            credentials: None,
        }
    }

    /// The same, of a client who came in there.
    pub(super) fn at(self, url: &Arc<str>) -> Self {
        Self {
            url: Some(Arc::clone(url)),
            ..self
        }
    }

    pub(super) fn origin(&self) -> Origin {
        Origin {
            arrival: Arrival {
                address: self.address,
                url: self.url.clone(),
                ..Arrival::of(Arc::clone(&self.link.peer))
            },
            role: Role::Server,
        }
    }
}

impl Listener {
    /// Binds an address; gives also the URL by which it is reached.
    pub(super) async fn bind(url: &str, options: &ServeOptions) -> io::Result<(Self, String)> {
        let mut connection = options.connection.clone();
        #[cfg(feature = "serve-http")]
        if HttpPort::is_of(url) {
            let (port, at) = HttpPort::bind(url).await?;
            let source = Source::Http(port);
            return Ok((Self { source, connection }, at));
        }
        let address = Address::read(url).map_err(unusable)?;
        address.settle(&mut connection);
        let name = address.place.to_string();
        let source = Source::bind(address.place, options)
            .await
            .map_err(|error| {
                let message = format!("cannot listen at {name}: {error}");
                io::Error::new(error.kind(), message)
            })?;
        let at = match &source {
            Source::Tcp(listener) => with_address(url, listener.local_addr()?),
            _ => url.to_owned(),
        };
        Ok((Self { source, connection }, at))
    }

    /// The next client; none when there is no other. Its future may be dropped at any moment.
    pub(super) async fn accept(&mut self) -> io::Result<Option<Met>> {
        let accepted = match &mut self.source {
            Source::Tcp(listener) => {
                let (tcp, address) = listener.accept().await?;
                // Small messages are not held back: the session puts together what waits.
                tcp.set_nodelay(true)?;
                let (reader, writer) = tcp.into_split();
                let mut accepted =
                    Accepted::new(Link::new(&format!("tcp://{address}"), reader, writer));
                accepted.address = Some(address);
                Some(accepted)
            }
            #[cfg(unix)]
            Source::Unix(socket) => Some(socket.accept().await?),
            #[cfg(windows)]
            Source::Pipes(pipes) => Some(pipes.accept().await?),
            Source::Stdio(link) => link.take().map(Accepted::new),
            #[cfg(feature = "serve-http")]
            Source::Http(port) => return Ok(Some(Met::Http(port.accept().await?))),
        };
        Ok(accepted.map(Met::Stream))
    }
}

impl Source {
    async fn bind(place: Place, options: &ServeOptions) -> io::Result<Self> {
        // Without Unix sockets nothing is set.
        let _ = options;
        Ok(match place {
            Place::Tcp {
                is_secure: false,
                host,
                port,
            } => Self::Tcp(TcpListener::bind((host, port)).await?),
            #[cfg(unix)]
            Place::Unix(path) => Self::Unix(Socket::bind(path, options.unix_mode).await?),
            #[cfg(windows)]
            Place::Pipe(path) => Self::Pipes(Pipes::bind(path)?),
            Place::OwnStdio => Self::Stdio(Some(own::link().map_err(unusable)?)),
            _ => {
                let message = "there are listeners for tcp: unix: npipe: stdio: and http: only";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
        })
    }
}

/// A URL with the port that it has got.
fn with_address(url: &str, address: SocketAddr) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let query = rest.find(['?', '#']).map_or("", |place| &rest[place..]);
    format!("{scheme}://{address}{query}")
}

fn unusable(fault: Fault) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        Error::<ServerError>::Connect(fault),
    )
}
