//! TLS of a listener: takes clients that have connected, gives those that have shaken hands.
use std::{io, net::SocketAddr, sync::Arc};

use tokio::net::TcpStream;
use tokio_rustls::rustls::ServerConfig;

use super::{
    ServeOptions,
    accepted::{Accepted, Met},
};
use crate::{stream::Link, tls};

/// What a listener shows that speaks these protocols.
pub(super) fn config(options: &ServeOptions, protocols: &[&[u8]]) -> io::Result<Arc<ServerConfig>> {
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidInput, message);
    match &options.tls {
        None => Err(invalid(
            "there is no certificate to show (`ServeOptions::with_tls`)".to_owned(),
        )),
        Some(tls) => tls
            .config(protocols)
            .map_err(|fault| invalid(fault.to_string())),
    }
}

/// Shakes hands with a client, which takes as long as it does.
pub(super) async fn shake(
    config: Arc<ServerConfig>,
    tcp: TcpStream,
    address: SocketAddr,
) -> io::Result<Met> {
    let encrypted = tls::accept(config, tcp).await?;
    let certificates = tls::shown(&encrypted);
    let (reader, writer) = tokio::io::split(encrypted);
    let link = Link::new(&format!("tls://{address}"), reader, writer);
    Ok(Met::Stream(Accepted {
        address: Some(address),
        certificates,
        ..Accepted::new(link)
    }))
}
