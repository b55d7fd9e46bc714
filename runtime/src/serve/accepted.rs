//! A client that has connected: what it is spoken with over, and what is known of it.
#[cfg(feature = "tls")]
use std::io;
use std::{net::SocketAddr, sync::Arc};

#[cfg(feature = "tls")]
use tokio_rustls::rustls::pki_types::CertificateDer;

#[cfg(feature = "msgpack")]
use super::datagrams::Exchange;
#[cfg(feature = "serve-http")]
use super::http::Caller;
#[cfg(feature = "tls")]
use crate::BoxFuture;
use crate::{
    handlers::Arrival,
    session::{Origin, Role},
    stream::Link,
};

/// Who has come to a listener.
pub(super) enum Arrived {
    /// It can be spoken with.
    Ready(Met),
    /// It has to shake hands first, which takes as long as it does: nobody else waits for it.
    #[cfg(feature = "tls")]
    Shaking(SocketAddr, BoxFuture<'static, io::Result<Met>>),
}

/// A client that has connected, by what it is spoken with.
pub(super) enum Met {
    Stream(Accepted),
    #[cfg(feature = "serve-http")]
    Http(Caller),
}

/// A client that has connected.
pub(super) struct Accepted {
    pub(super) way: Way,
    pub(super) address: Option<SocketAddr>,
    /// Where it came in.
    pub(super) url: Option<Arc<str>>,
    #[cfg(feature = "tls")]
    pub(super) certificates: Option<Arc<[CertificateDer<'static>]>>,
    #[cfg(unix)]
    pub(super) credentials: Option<tokio::net::unix::UCred>,
}

/// What messages go over.
pub(super) enum Way {
    Stream(Link),
    #[cfg(feature = "msgpack")]
    Datagrams(Exchange),
}

impl Accepted {
    pub(super) fn new(link: Link) -> Self {
        Self::over(Way::Stream(link))
    }

    pub(super) fn over(way: Way) -> Self {
        Self {
            way,
            address: None,
            url: None,
            #[cfg(feature = "tls")]
            certificates: None,
            #[cfg(unix)]
            credentials: None,
        }
    }

    /// The same, of a client who came in there.
    pub(super) fn at(self, url: &Arc<str>) -> Self {
        Self {
            url: Some(Arc::clone(url)),
            ..self
        }
    }

    pub(super) fn origin(&self) -> Origin {
        let name = match &self.way {
            Way::Stream(link) => Arc::clone(&link.peer),
            #[cfg(feature = "msgpack")]
            Way::Datagrams(exchange) => exchange.name(),
        };
        Origin {
            arrival: Arrival {
                address: self.address,
                url: self.url.clone(),
                #[cfg(feature = "tls")]
                certificates: self.certificates.clone(),
                ..Arrival::of(name)
            },
            role: Role::Server,
        }
    }
}
