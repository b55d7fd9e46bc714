//! What a server shows of itself: takes its certificate and whom it trusts, gives encrypted streams of clients.
use std::{
    fmt, io,
    sync::{Arc, OnceLock},
};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::CertificateDer,
        server::{WebPkiClientVerifier, danger::ClientCertVerifier},
    },
    server::TlsStream,
};

use super::{Pem, config::unusable};
use crate::Fault;

/// What a server shows over TLS, and which certificates of clients it takes.
///
/// ```
/// use callwright::{Pem, ServeOptions, ServerTls};
///
/// let tls = ServerTls::new(Pem::file("chain.pem"), Pem::file("key.pem"))
///     .with_client_roots(Pem::file("staff-root.pem"));
/// let options = ServeOptions::new().with_tls(tls);
/// ```
///
/// By itself no client is asked for a certificate. Files are read when the first listener begins,
/// and clones share what was made of them. For certificates that change while the server runs,
/// [`ServerTls::of_config`] takes a configuration with a resolver.
#[derive(Clone)]
pub struct ServerTls {
    of: Of,
    made: Arc<OnceLock<Arc<ServerConfig>>>,
}

#[derive(Clone)]
enum Of {
    Parts {
        chain: Pem,
        key: Pem,
        client_roots: Vec<Pem>,
        takes_strangers: bool,
    },
    Whole(Arc<ServerConfig>),
}

impl ServerTls {
    /// Shows this certificate: the chain, the own certificate first, and its private key (PKCS #8,
    /// PKCS #1 or SEC1).
    pub fn new(chain: Pem, key: Pem) -> Self {
        Self::of(Of::Parts {
            chain,
            key,
            client_roots: Vec::new(),
            takes_strangers: false,
        })
    }

    /// Takes a whole configuration, for what the other methods do not have: another cryptography,
    /// certificates by name, a verifier of one's own.
    ///
    /// Where it names no protocols (ALPN), each listener names its own.
    pub fn of_config(config: impl Into<Arc<ServerConfig>>) -> Self {
        Self::of(Of::Whole(config.into()))
    }

    /// Asks clients for a certificate that one of these has signed, and takes no client without.
    /// Handlers see it by [`Context::certificates`](crate::Context::certificates). A whole
    /// configuration stays as it is.
    #[must_use]
    pub fn with_client_roots(mut self, roots: Pem) -> Self {
        if let Of::Parts { client_roots, .. } = &mut self.of {
            client_roots.push(roots);
        }
        Self::of(self.of)
    }

    /// Takes clients that show no certificate, too, where they are asked for one.
    #[must_use]
    pub fn with_clients_without(mut self) -> Self {
        if let Of::Parts {
            takes_strangers, ..
        } = &mut self.of
        {
            *takes_strangers = true;
        }
        Self::of(self.of)
    }

    fn of(of: Of) -> Self {
        Self {
            of,
            made: Arc::default(),
        }
    }

    /// The configuration of a listener that speaks these protocols, the liked ones first.
    pub(crate) fn config(&self, protocols: &[&[u8]]) -> Result<Arc<ServerConfig>, Fault> {
        let config = match self.made.get() {
            Some(made) => made,
            None => {
                let made = self.make()?;
                self.made.get_or_init(|| made)
            }
        };
        if protocols.is_empty() || !config.alpn_protocols.is_empty() {
            return Ok(Arc::clone(config));
        }
        let mut config = ServerConfig::clone(config);
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        Ok(Arc::new(config))
    }

    fn make(&self) -> Result<Arc<ServerConfig>, Fault> {
        let (chain, key, roots, takes_strangers) = match &self.of {
            Of::Whole(config) => return Ok(Arc::clone(config)),
            Of::Parts {
                chain,
                key,
                client_roots,
                takes_strangers,
            } => (chain, key, client_roots, *takes_strangers),
        };
        // The provider is named, because a process may have built several.
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("TLS cannot be set up", error))?;
        let builder = match roots.is_empty() {
            true => builder.with_no_client_auth(),
            false => builder.with_client_cert_verifier(verifier(roots, takes_strangers)?),
        };
        builder
            .with_single_cert(chain.certificates()?, key.key()?)
            .map(Arc::new)
            .map_err(|error| unusable("the certificate cannot be used", error))
    }
}

fn verifier(roots: &[Pem], takes_strangers: bool) -> Result<Arc<dyn ClientCertVerifier>, Fault> {
    let mut store = RootCertStore::empty();
    for pem in roots {
        for root in pem.certificates()? {
            let added = store.add(root);
            added.map_err(|error| unusable("a root cannot be used", error))?;
        }
    }
    let provider = Arc::new(ring::default_provider());
    let mut builder = WebPkiClientVerifier::builder_with_provider(store.into(), provider);
    if takes_strangers {
        builder = builder.allow_unauthenticated();
    }
    let built = builder.build();
    built.map_err(|error| unusable("no client can be trusted", error))
}

/// Shakes hands with a client. It takes as long as the client does.
pub(crate) async fn accept<S>(config: Arc<ServerConfig>, stream: S) -> io::Result<TlsStream<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    TlsAcceptor::from(config).accept(stream).await
}

/// The certificates that a client has shown, its own first.
pub(crate) fn shown<S>(stream: &TlsStream<S>) -> Option<Arc<[CertificateDer<'static>]>> {
    let shown = stream.get_ref().1.peer_certificates()?;
    Some(shown.iter().cloned().collect())
}

/// Paths and counts; no keys.
impl fmt::Debug for ServerTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ServerTls");
        match &self.of {
            Of::Whole(_) => shown.field("is_whole", &true),
            Of::Parts {
                chain,
                client_roots,
                ..
            } => shown
                .field("chain", chain)
                .field("client_roots", client_roots),
        };
        shown.finish_non_exhaustive()
    }
}
