//! Where clients come in: takes a URL, gives one connected stream after another.
use std::{io, net::SocketAddr, sync::Arc};

use tokio::net::{TcpListener, TcpStream};

#[cfg(feature = "serve-http")]
use super::http::HttpPort;
#[cfg(windows)]
use super::pipe::Pipes;
#[cfg(unix)]
use super::unix::Socket;
use super::{
    ServeOptions,
    accepted::{Accepted, Arrived, Met},
};
#[cfg(feature = "msgpack")]
use super::{accepted::Way, datagrams::Port};
use crate::{
    ConnectOptions, Error, Fault, ServerError,
    stream::{Address, Link, Place, own},
};

/// A bound address, and how its clients are spoken with.
pub(super) struct Listener {
    source: Source,
    pub(super) connection: Arc<ConnectOptions>,
}

enum Source {
    Tcp(TcpListener),
    #[cfg(feature = "tls")]
    Tls(TcpListener, Arc<tokio_rustls::rustls::ServerConfig>),
    #[cfg(feature = "msgpack")]
    Udp(Port),
    #[cfg(unix)]
    Unix(Socket),
    #[cfg(windows)]
    Pipes(Pipes),
    /// One client, who is there until it was accepted.
    Stdio(Option<Link>),
    #[cfg(feature = "serve-http")]
    Http(HttpPort),
}

impl Listener {
    /// Binds an address; gives also the URL by which it is reached.
    pub(super) async fn bind(url: &str, options: &ServeOptions) -> io::Result<(Self, String)> {
        let mut connection = options.connection.clone();
        #[cfg(feature = "serve-http")]
        if HttpPort::is_of(url) {
            let (port, at) = HttpPort::bind(url, options).await?;
            let source = Source::Http(port);
            let connection = Arc::new(connection);
            return Ok((Self { source, connection }, at));
        }
        let address = Address::read(url).map_err(unusable)?;
        address.settle(&mut connection);
        let name = address.place.to_string();
        let source = Source::bind(address.place, options, &connection)
            .await
            .map_err(|error| {
                let message = format!("cannot listen at {name}: {error}");
                io::Error::new(error.kind(), message)
            })?;
        let at = match source.local_addr()? {
            Some(address) => with_address(url, address),
            None => url.to_owned(),
        };
        let connection = Arc::new(connection);
        Ok((Self { source, connection }, at))
    }

    /// The next client; none when there is no other. Its future may be dropped at any moment.
    pub(super) async fn accept(&mut self) -> io::Result<Option<Arrived>> {
        let accepted = match &mut self.source {
            Source::Tcp(listener) => {
                let (tcp, address) = connected(listener).await?;
                let (reader, writer) = tcp.into_split();
                let link = Link::new(&format!("tcp://{address}"), reader, writer);
                Accepted {
                    address: Some(address),
                    ..Accepted::new(link)
                }
            }
            #[cfg(feature = "tls")]
            Source::Tls(listener, config) => {
                let (tcp, address) = connected(listener).await?;
                let shaking = super::tls::shake(Arc::clone(config), tcp, address);
                return Ok(Some(Arrived::Shaking(address, Box::pin(shaking))));
            }
            #[cfg(feature = "msgpack")]
            Source::Udp(port) => {
                let exchange = port.accept().await?;
                Accepted {
                    address: Some(exchange.address),
                    ..Accepted::over(Way::Datagrams(exchange))
                }
            }
            #[cfg(unix)]
            Source::Unix(socket) => socket.accept().await?,
            #[cfg(windows)]
            Source::Pipes(pipes) => pipes.accept().await?,
            Source::Stdio(link) => {
                let accepted = link.take().map(Accepted::new);
                return Ok(accepted.map(Met::Stream).map(Arrived::Ready));
            }
            #[cfg(feature = "serve-http")]
            Source::Http(port) => return port.accept().await.map(Some),
        };
        Ok(Some(Arrived::Ready(Met::Stream(accepted))))
    }
}

impl Source {
    async fn bind(
        place: Place,
        options: &ServeOptions,
        _connection: &ConnectOptions,
    ) -> io::Result<Self> {
        // Without Unix sockets nothing is set.
        let _ = options;
        Ok(match place {
            Place::Tcp {
                is_secure: false,
                host,
                port,
            } => Self::Tcp(TcpListener::bind((host, port)).await?),
            #[cfg(feature = "tls")]
            Place::Tcp {
                is_secure: true,
                host,
                port,
            } => {
                // First, so that nobody connects to what cannot answer.
                let config = super::tls::config(options, &[])?;
                Self::Tls(TcpListener::bind((host, port)).await?, config)
            }
            #[cfg(feature = "msgpack")]
            Place::Udp { host, port } => Self::Udp(Port::bind(&host, port, _connection).await?),
            #[cfg(unix)]
            Place::Unix(path) => Self::Unix(Socket::bind(path, options.unix_mode).await?),
            #[cfg(windows)]
            Place::Pipe(path) => Self::Pipes(Pipes::bind(path)?),
            Place::OwnStdio => Self::Stdio(Some(own::link().map_err(unusable)?)),
            _ => {
                let message = "there are listeners for tcp: unix: npipe: and stdio: only, and with their features for tls: http: and msgpack+udp:";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
        })
    }

    /// Where a port listens.
    fn local_addr(&self) -> io::Result<Option<SocketAddr>> {
        match self {
            Self::Tcp(listener) => listener.local_addr().map(Some),
            #[cfg(feature = "tls")]
            Self::Tls(listener, _) => listener.local_addr().map(Some),
            #[cfg(feature = "msgpack")]
            Self::Udp(port) => Ok(Some(port.address())),
            _ => Ok(None),
        }
    }
}

/// The next client of a port.
async fn connected(listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    let (tcp, address) = listener.accept().await?;
    // Small messages are not held back: the session puts together what waits.
    tcp.set_nodelay(true)?;
    Ok((tcp, address))
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
