//! Connections under HTTP: takes an address, gives a stream to it, as secure as it is to be.
use std::{
    io,
    task::{Context, Poll},
    time::Duration,
};

use ::http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use tower_service::Service;

use super::{proxy::Route, stream::Stream, way::Way};
use crate::{BoxFuture, ConnectOptions, Fault};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Connects within a limit: lookup, the proxy, and TLS together.
#[derive(Clone)]
pub(super) struct Connector {
    way: Way,
    security: Option<Security>,
    limit: Duration,
}

#[cfg(feature = "tls")]
type Security = std::sync::Arc<tokio_rustls::rustls::ClientConfig>;
#[cfg(not(feature = "tls"))]
type Security = std::convert::Infallible;

impl Connector {
    /// For addresses of one scheme.
    pub(super) fn new(
        is_secure: bool,
        route: &Route,
        options: &ConnectOptions,
    ) -> Result<Self, Fault> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        Ok(Self {
            way: Way::new(tcp, route),
            security: match is_secure {
                true => Some(security(options)?),
                false => None,
            },
            limit: options.connect_timeout,
        })
    }

    async fn connect(self, address: Uri) -> Result<Stream, BoxError> {
        let is_forwarded = self.way.is_forwarded();
        let host = address.host().unwrap_or_default().to_owned();
        let tcp = self.way.open(address).await?;
        match self.security {
            None => Ok(Stream::plain(tcp, is_forwarded)),
            #[cfg(feature = "tls")]
            Some(config) => {
                let encrypted = crate::tls::shake(config, tcp, &host).await?;
                Ok(Stream::encrypted(encrypted))
            }
            #[cfg(not(feature = "tls"))]
            Some(never) => {
                drop(host);
                match never {}
            }
        }
    }
}

/// What both versions of HTTP are offered by.
#[cfg(feature = "tls")]
fn security(options: &ConnectOptions) -> Result<Security, Fault> {
    let mut config = options.tls.config()?.as_ref().clone();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config.into())
}

#[cfg(not(feature = "tls"))]
fn security(_: &ConnectOptions) -> Result<Security, Fault> {
    let message = "`https:` needs the feature `tls` of callwright";
    Err(Fault::new(message).lasting())
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Stream, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // TCP is always ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting = self.clone().connect(address);
        Box::pin(async move {
            let connected = tokio::time::timeout(limit, connecting).await;
            connected.unwrap_or_else(|_| {
                let message = format!("it took longer than {limit:?}");
                Err(io::Error::new(io::ErrorKind::TimedOut, message).into())
            })
        })
    }
}
