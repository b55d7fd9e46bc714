//! TLS under a session: takes a connected stream and the server's name, gives an encrypted stream.
use std::{io, sync::Arc};

use rustls_platform_verifier::BuilderVerifierExt;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, crypto::ring, pki_types::ServerName},
};

/// Shakes hands with the certificates that the platform trusts.
pub(crate) async fn wrap(tcp: TcpStream, host: &str) -> io::Result<TlsStream<TcpStream>> {
    // An IPv6 address stands in brackets in a URL and without them in a certificate.
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let name = ServerName::try_from(host).map_err(io::Error::other)?;
    // The provider is named, because a process may have built several.
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_platform_verifier()
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await
}
