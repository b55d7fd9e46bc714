//! TLS over a stream: takes one that is connected and the server's name, gives an encrypted one.
use std::{io, sync::Arc};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, pki_types::ServerName},
};

use super::Refusal;
#[cfg(any(feature = "streams", feature = "ws"))]
use crate::ConnectOptions;

/// Shakes hands as the options say.
///
/// Where the server is not trusted or does not trust us, the error is of the kind `InvalidData`,
/// and its sentence says why and what to do.
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) async fn wrap<S>(
    stream: S,
    host: &str,
    options: &ConnectOptions,
) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let config = options.tls.config();
    let config = config.map_err(|fault| invalid(fault.to_string()))?;
    shake(config, stream, host).await
}

/// Shakes hands with a configuration.
pub(crate) async fn shake<S>(
    config: Arc<ClientConfig>,
    stream: S,
    host: &str,
) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    // An IPv6 address stands in brackets in a URL and without them in a certificate.
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let name = ServerName::try_from(host).map_err(invalid)?;
    let shaken = TlsConnector::from(config).connect(name, stream).await;
    shaken.map_err(|error| match Refusal::find(&error) {
        Some(refusal) => invalid(refusal),
        None => error,
    })
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
