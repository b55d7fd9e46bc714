//! TLS: takes what a user trusts and shows, gives encrypted streams and the reasons why there are none.
mod config;
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
mod handshake;
mod pem;
mod pin;
mod refusal;
#[cfg(feature = "serve")]
mod server;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use tokio_rustls::rustls::ClientConfig;

#[cfg(feature = "http")]
pub(crate) use handshake::shake;
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) use handshake::wrap;
pub use pem::Pem;
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
pub(crate) use refusal::Refusal;
#[cfg(feature = "serve")]
pub use server::ServerTls;
#[cfg(feature = "serve")]
pub(crate) use server::{accept, shown};

/// Whom `https:`, `wss:` and `tls:` trust, and what they show of themselves.
///
/// By itself: servers with a certificate that the platform trusts, and nothing is shown.
///
/// ```
/// use callwright::{ConnectOptions, Pem, Tls};
///
/// let tls = Tls::new()
///     .with_roots(Pem::file("company-root.pem"))
///     .with_client_certificate(Pem::file("client.pem"), Pem::file("client.key"));
/// let options = ConnectOptions::new().with_tls(tls);
/// ```
///
/// Files are read with the first connection, and clones share what was made of them. A file that
/// cannot be read and PEM that is none are [`Error::Connect`](crate::Error::Connect), and so is a
/// server that is not trusted, with the reason.
///
/// There is no switch that takes any certificate: for a device that signed its own,
/// [`Tls::with_pinned_certificate`] is as little work, and safe.
#[derive(Clone, Default)]
pub struct Tls {
    roots: Vec<Pem>,
    has_only_own_roots: bool,
    pins: Vec<String>,
    /// The chain and its key.
    identity: Option<(Pem, Pem)>,
    whole: Option<Arc<ClientConfig>>,
    made: Arc<OnceLock<Arc<ClientConfig>>>,
}

impl Tls {
    /// Trusts what the platform trusts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the certificates in `pem` too, as roots.
    #[must_use]
    pub fn with_roots(mut self, pem: Pem) -> Self {
        self.roots.push(pem);
        self.anew()
    }

    /// Trusts no roots but those of [`Tls::with_roots`].
    #[must_use]
    pub fn without_platform_roots(mut self) -> Self {
        self.has_only_own_roots = true;
        self.anew()
    }

    /// Trusts the server with exactly this certificate and no other, whoever signed it, whatever
    /// names it has, and when it has expired, too. Several may be named.
    ///
    /// `sha256` is the SHA-256 of the certificate (of its DER) in hexadecimal, with or without
    /// colons: what `openssl x509 -noout -fingerprint -sha256` prints. Roots do not count then.
    #[must_use]
    pub fn with_pinned_certificate(mut self, sha256: impl Into<String>) -> Self {
        self.pins.push(sha256.into());
        self.anew()
    }

    /// Shows this certificate to servers that ask for one: the chain, the own certificate first,
    /// and its private key (PKCS #8, PKCS #1 or SEC1).
    #[must_use]
    pub fn with_client_certificate(mut self, chain: Pem, key: Pem) -> Self {
        self.identity = Some((chain, key));
        self.anew()
    }

    /// Takes a whole configuration in place of everything else, for what the other methods do not
    /// have: another cryptography, revocation lists, a verifier of one's own.
    ///
    /// HTTP sets the protocols (ALPN) of its copy by itself.
    #[must_use]
    pub fn with_config(mut self, config: impl Into<Arc<ClientConfig>>) -> Self {
        self.whole = Some(config.into());
        self.anew()
    }

    /// What a clone made is of what it was then.
    fn anew(mut self) -> Self {
        self.made = Arc::default();
        self
    }
}

/// Paths and counts; no keys.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("roots", &self.roots)
            .field("has_only_own_roots", &self.has_only_own_roots)
            .field("pins", &self.pins)
            .field("chain", &self.identity.as_ref().map(|(chain, _)| chain))
            .field("is_whole", &self.whole.is_some())
            .finish()
    }
}
