//! What rustls is set up with: takes the options, gives its configuration.
use std::sync::{Arc, OnceLock};

use rustls_platform_verifier::Verifier;
use tokio_rustls::rustls::{
    self, ClientConfig, RootCertStore,
    client::{WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::{CryptoProvider, ring},
};

use super::{Tls, pin::Pinned};
use crate::Fault;

/// What everybody has who says nothing: reading the platform's roots takes milliseconds.
static USUAL: OnceLock<Arc<ClientConfig>> = OnceLock::new();

impl Tls {
    /// The configuration, made once. What fails is tried again with the next connection.
    pub(crate) fn config(&self) -> Result<Arc<ClientConfig>, Fault> {
        if let Some(whole) = &self.whole {
            return Ok(Arc::clone(whole));
        }
        let made = if self.is_usual() { &USUAL } else { &*self.made };
        match made.get() {
            Some(config) => Ok(Arc::clone(config)),
            None => {
                let config = Arc::new(self.make()?);
                Ok(Arc::clone(made.get_or_init(|| config)))
            }
        }
    }

    fn is_usual(&self) -> bool {
        let has_usual_roots = self.roots.is_empty() && !self.has_only_own_roots;
        has_usual_roots && self.pins.is_empty() && self.identity.is_none()
    }

    fn make(&self) -> Result<ClientConfig, Fault> {
        // The provider is named, because a process may have built several.
        let provider = Arc::new(ring::default_provider());
        let verifier = self.verifier(&provider)?;
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable("TLS cannot be set up", error))?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        match &self.identity {
            None => Ok(builder.with_no_client_auth()),
            Some((chain, key)) => builder
                .with_client_auth_cert(chain.certificates()?, key.key()?)
                .map_err(|error| unusable("the client certificate cannot be used", error)),
        }
    }

    fn verifier(
        &self,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, Fault> {
        if !self.pins.is_empty() {
            return Ok(Arc::new(Pinned::new(&self.pins, provider)?));
        }
        let mut roots = Vec::new();
        for pem in &self.roots {
            roots.extend(pem.certificates()?);
        }
        let provider = Arc::clone(provider);
        if !self.has_only_own_roots {
            let platform = match roots.is_empty() {
                true => Verifier::new(provider),
                false => extended(roots, provider),
            };
            let platform = platform.map_err(|error| unusable("no roots can be had", error))?;
            return Ok(Arc::new(platform));
        }
        let mut store = RootCertStore::empty();
        for root in roots {
            store
                .add(root)
                .map_err(|error| unusable("a root cannot be used", error))?;
        }
        let own = WebPkiServerVerifier::builder_with_provider(store.into(), provider).build();
        match own {
            Ok(own) => Ok(own),
            Err(error) => Err(unusable("no server can be trusted", error)),
        }
    }
}

#[cfg(not(target_os = "android"))]
fn extended(
    roots: Vec<rustls::pki_types::CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    Verifier::new_with_extra_roots(roots, provider)
}

#[cfg(target_os = "android")]
fn extended(
    _: Vec<rustls::pki_types::CertificateDer<'static>>,
    _: Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    let message = "on Android own roots go without those of the platform";
    Err(rustls::Error::General(message.to_owned()))
}

pub(super) fn unusable(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::new(format!("{what}: {error}"))
        .caused_by(error)
        .lasting()
}
