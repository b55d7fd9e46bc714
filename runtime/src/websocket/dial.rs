//! Opening a WebSocket: takes an address, gives both halves of jsonrpsee's transport.
use jsonrpsee_client_transport::ws::{
    EitherStream, Receiver, Sender, WsHandshakeError, WsTransportClientBuilder,
};
use tokio::net::TcpStream;
use tokio_util::compat::Compat;
use url::Host;

use crate::{ConnectOptions, Fault, endpoint::Endpoint};

type Halves = (Sender<Compat<EitherStream>>, Receiver<Compat<EitherStream>>);

/// Resolves the name, connects, and shakes hands, all within the options' limit.
pub(super) async fn dial(endpoint: Endpoint, options: &ConnectOptions) -> Result<Halves, Fault> {
    let origin = endpoint.to_string();
    let limit = options.connect_timeout;
    match tokio::time::timeout(limit, open(endpoint, options)).await {
        Ok(halves) => halves,
        Err(_) => Err(Fault::new(format!(
            "cannot connect to {origin} in {limit:?}"
        ))),
    }
}

async fn open(endpoint: Endpoint, options: &ConnectOptions) -> Result<Halves, Fault> {
    let origin = endpoint.to_string();
    let builder = WsTransportClientBuilder::default()
        .set_headers(endpoint.headers)
        .max_request_size(u32::MAX)
        .max_response_size(u32::try_from(options.max_reply_bytes).unwrap_or(u32::MAX))
        .connection_timeout(options.connect_timeout);
    let stream = stream(&endpoint.url).await.map_err(|error| {
        Fault::new(format!("cannot connect to {origin}: {error}")).caused_by(error)
    })?;
    builder
        .build_with_stream(endpoint.url, stream)
        .await
        .map_err(|error| {
            let message = match &error {
                WsHandshakeError::Redirected { location, .. } => {
                    // A query may hold a key.
                    let location = location.split('?').next().unwrap_or_default();
                    format!("{origin} redirects to {location}")
                }
                error => format!("{origin} opens no WebSocket: {error}"),
            };
            let fault = Fault::new(message);
            let fault = match error {
                WsHandshakeError::Rejected { status_code }
                | WsHandshakeError::Redirected { status_code, .. } => {
                    fault.with_status(status_code)
                }
                _ => fault,
            };
            fault.caused_by(error)
        })
}

/// A stream to the server. The transport would look the name up blockingly; tokio does not.
async fn stream(url: &url::Url) -> std::io::Result<EitherStream> {
    let port = url.port_or_known_default().unwrap_or(80);
    let tcp = match url.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await?,
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await?,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await?,
        None => return Err(std::io::Error::other("the URL has no host")),
    };
    tcp.set_nodelay(true)?;
    match url.scheme() {
        #[cfg(feature = "tls")]
        "wss" => {
            let host = url.host_str().unwrap_or_default();
            crate::tls::wrap(tcp, host).await.map(EitherStream::Tls)
        }
        _ => Ok(EitherStream::Plain(tcp)),
    }
}
