//! How the other side came to be connected: what a listener knows of it, for those who handle its requests.
use std::{net::SocketAddr, sync::Arc};

#[cfg(feature = "tls")]
use tokio_rustls::rustls::pki_types::CertificateDer;

/// What is known of the other side before it says anything.
#[derive(Default)]
pub(crate) struct Arrival {
    /// What errors call it.
    pub(crate) name: Arc<str>,
    /// Where it is, where it came to us by TCP.
    pub(crate) address: Option<SocketAddr>,
    /// Where it reached us, where it came to a listener of ours.
    pub(crate) url: Option<Arc<str>>,
    /// What it showed of itself, its own certificate first.
    #[cfg(feature = "tls")]
    pub(crate) certificates: Option<Arc<[CertificateDer<'static>]>>,
    /// What it asked of HTTP.
    #[cfg(feature = "serve-http")]
    pub(crate) request: Option<Box<crate::serve::HttpRequest>>,
}

impl Arrival {
    /// Of who is called so.
    pub(crate) fn of(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }
}
