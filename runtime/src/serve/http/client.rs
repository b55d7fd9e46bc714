//! Who is at the other end of an HTTP connection: takes what its listener knows, gives it to each request.
use std::{net::SocketAddr, sync::Arc};

use http::Request;
use tokio::sync::OwnedSemaphorePermit;
#[cfg(feature = "tls")]
use tokio_rustls::rustls::pki_types::CertificateDer;

use super::{HttpRequest, stack};
use crate::handlers::Arrival;

/// A listener of ours.
pub(in crate::serve) struct Entrance {
    pub(in crate::serve) url: Arc<str>,
    /// The path of its URL.
    pub(in crate::serve) prefix: Arc<str>,
}

/// What is the same for all requests of a connection.
#[derive(Clone)]
pub(in crate::serve) struct Client {
    /// What errors call it.
    pub(in crate::serve) origin: Arc<str>,
    pub(in crate::serve) address: Option<SocketAddr>,
    pub(in crate::serve) is_secure: bool,
    #[cfg(feature = "tls")]
    pub(in crate::serve) certificates: Option<Arc<[CertificateDer<'static>]>>,
    /// Where it came in, where that was a listener of ours.
    pub(in crate::serve) listener: Option<Arc<Entrance>>,
    /// Its place among those that there may be, which a WebSocket keeps.
    pub(in crate::serve) place: Option<Arc<OwnedSemaphorePermit>>,
}

impl Client {
    /// One that came to a listener of ours.
    pub(in crate::serve) fn new(
        address: SocketAddr,
        is_secure: bool,
        listener: Arc<Entrance>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Self {
            origin: origin(is_secure, Some(address)),
            address: Some(address),
            is_secure,
            #[cfg(feature = "tls")]
            certificates: None,
            listener: Some(listener),
            place: Some(Arc::new(place)),
        }
    }

    /// The client of a request that came through a stack of the user's, or of layers over ours.
    pub(super) fn of_request<B>(request: &Request<B>) -> Self {
        let extensions = request.extensions();
        if let Some(client) = extensions.get::<Arc<Self>>() {
            return Self::clone(client);
        }
        let address = stack::address(extensions);
        let is_secure = request.uri().scheme_str() == Some("https");
        Self {
            origin: origin(is_secure, address),
            address,
            is_secure,
            #[cfg(feature = "tls")]
            certificates: None,
            listener: None,
            place: None,
        }
    }

    /// How it came to ask that.
    pub(super) fn arrival(&self, request: HttpRequest) -> Arrival {
        Arrival {
            address: self.address,
            #[cfg(feature = "tls")]
            certificates: self.certificates.clone(),
            request: Some(Box::new(request)),
            ..Arrival::of(Arc::clone(&self.origin))
        }
    }
}

fn origin(is_secure: bool, address: Option<SocketAddr>) -> Arc<str> {
    match (address, is_secure) {
        (Some(address), true) => format!("https://{address}").into(),
        (Some(address), false) => format!("http://{address}").into(),
        (None, _) => "the client".into(),
    }
}
