//! Opening a stream: takes an address, gives the connection.
use std::{io, time::Duration};

use tokio::process::Command;

use super::{
    ByteStream, ChildProcess,
    address::{Address, Place},
    halves::Link,
    own,
};
use crate::{ConnectOptions, Fault};

/// How often a busy socket is asked again.
#[cfg(unix)]
const PAUSE: Duration = Duration::from_millis(10);

/// Connects within the options' limit.
pub(super) async fn dial(
    address: Address,
    mut options: ConnectOptions,
) -> Result<ByteStream, Fault> {
    address.settle(&mut options);
    let peer = address.place.to_string();
    let link = match address.place {
        #[cfg(feature = "msgpack")]
        Place::Udp { host, port } => {
            let connected = super::datagrams::open(&host, port);
            let socket = in_time(&peer, options.connect_timeout, connected).await?;
            return Ok(ByteStream::of_datagrams(socket, &peer, &options));
        }
        Place::Tcp {
            host,
            port,
            is_secure,
        } => {
            let connected = tcp(&peer, &host, port, is_secure, &options);
            in_time(&peer, options.connect_timeout, connected).await?
        }
        Place::Unix(path) => {
            let connected = unix(&peer, path);
            in_time(&peer, options.connect_timeout, connected).await?
        }
        Place::Pipe(path) => {
            let connected = pipe(&peer, path);
            in_time(&peer, options.connect_timeout, connected).await?
        }
        Place::Program { name, arguments } => {
            let mut command = Command::new(name);
            command.args(arguments);
            ChildProcess::new(command).link()?
        }
        Place::OwnStdio => own::link()?,
    };
    Ok(ByteStream::start(link, &options))
}

async fn in_time<T>(
    peer: &str,
    limit: Duration,
    connected: impl Future<Output = io::Result<T>>,
) -> Result<T, Fault> {
    match tokio::time::timeout(limit, connected).await {
        Ok(Ok(connected)) => Ok(connected),
        Ok(Err(error)) => Err(Fault::unreachable(peer, error)),
        Err(_) => Err(Fault::new(format!("cannot connect to {peer} in {limit:?}"))),
    }
}

async fn tcp(
    peer: &str,
    host: &str,
    port: u16,
    is_secure: bool,
    options: &ConnectOptions,
) -> io::Result<Link> {
    let halves = crate::socket::open(host, port, is_secure, options).await?;
    Ok(Link::of(peer, halves))
}

#[cfg(unix)]
async fn unix(peer: &str, path: std::path::PathBuf) -> io::Result<Link> {
    loop {
        match tokio::net::UnixStream::connect(&path).await {
            // The server has not accepted those before us. TCP waits for that by itself.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                tokio::time::sleep(PAUSE).await;
            }
            connected => {
                let (reader, writer) = connected?.into_split();
                return Ok(Link::new(peer, reader, writer));
            }
        }
    }
}

#[cfg(not(unix))]
async fn unix(_: &str, _: std::path::PathBuf) -> io::Result<Link> {
    Err(unsupported("this platform has no Unix sockets"))
}

#[cfg(windows)]
async fn pipe(peer: &str, path: String) -> io::Result<Link> {
    super::pipe::open(peer, &path).await
}

#[cfg(not(windows))]
async fn pipe(_: &str, _: String) -> io::Result<Link> {
    Err(unsupported("only Windows has named pipes"))
}

#[cfg(not(all(unix, windows, feature = "tls")))]
fn unsupported(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, message)
}
