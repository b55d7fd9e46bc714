//! A TCP connection, encrypted or not: takes a host and a port, gives both halves of a stream.
mod intake;
mod messages;
mod output;
mod race;

use std::{io, pin::Pin};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

pub(crate) use intake::Intake;
pub(crate) use messages::Messages;
pub(crate) use output::{Next, Output};

use crate::ConnectOptions;

// One type for all transports: the session over it is compiled once.
pub(crate) type Reader = Pin<Box<dyn AsyncRead + Send>>;
pub(crate) type Writer = Pin<Box<dyn AsyncWrite + Send>>;

/// Looks the name up without blocking, tries all of its addresses, and shakes hands where it is to
/// be secure.
pub(crate) async fn open(
    host: &str,
    port: u16,
    is_secure: bool,
    options: &ConnectOptions,
) -> io::Result<(Reader, Writer)> {
    let found = tokio::net::lookup_host((host, port)).await?;
    let tcp = race::race(race::alternating(found), TcpStream::connect).await?;
    // Small messages are not held back: the session puts together what waits.
    tcp.set_nodelay(true)?;
    match is_secure {
        true => secure(tcp, host, options).await,
        false => {
            let (reader, writer) = tcp.into_split();
            Ok((Box::pin(reader), Box::pin(writer)))
        }
    }
}

#[cfg(feature = "tls")]
async fn secure(
    tcp: TcpStream,
    host: &str,
    options: &ConnectOptions,
) -> io::Result<(Reader, Writer)> {
    let encrypted = crate::tls::wrap(tcp, host, options).await?;
    let (reader, writer) = tokio::io::split(encrypted);
    Ok((Box::pin(reader), Box::pin(writer)))
}

#[cfg(not(feature = "tls"))]
async fn secure(_: TcpStream, _: &str, _: &ConnectOptions) -> io::Result<(Reader, Writer)> {
    let message = "encryption needs the feature `tls` of callwright";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}
