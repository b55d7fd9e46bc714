//! The way to a server, below TLS: takes an address, gives a TCP connection to it or to a proxy.
use ::http::Uri;
use hyper_util::{
    client::legacy::connect::{HttpConnector, proxy::Tunnel},
    rt::TokioIo,
};
use tokio::net::TcpStream;
use tower_service::Service;

use super::proxy::Route;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone)]
pub(super) enum Way {
    Direct(HttpConnector),
    /// The proxy is told the whole URL with each request.
    Forward(HttpConnector, Uri),
    /// The proxy lets bytes through that it does not understand.
    Tunnel(Tunnel<HttpConnector>),
}

impl Way {
    pub(super) fn new(tcp: HttpConnector, route: &Route) -> Self {
        match route {
            Route::Direct => Self::Direct(tcp),
            Route::Forward(proxy) => Self::Forward(tcp, proxy.uri().clone()),
            Route::Tunnel(proxy) => {
                let tunnel = Tunnel::new(proxy.uri().clone(), tcp);
                Self::Tunnel(match proxy.basic_auth() {
                    Some(auth) => tunnel.with_auth(auth.clone()),
                    None => tunnel,
                })
            }
        }
    }

    /// Whether a proxy reads the requests.
    pub(super) fn is_forwarded(&self) -> bool {
        matches!(self, Self::Forward(..))
    }

    pub(super) async fn open(self, address: Uri) -> Result<TcpStream, BoxError> {
        let tcp = match self {
            Self::Direct(mut tcp) => tcp.call(address).await?,
            Self::Forward(mut tcp, proxy) => tcp.call(proxy).await?,
            Self::Tunnel(mut tunnel) => tunnel.call(address).await?,
        };
        Ok(TokioIo::into_inner(tcp))
    }
}
