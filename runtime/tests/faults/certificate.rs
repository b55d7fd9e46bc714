//! The certificate of our servers: takes nothing, gives a folder with it for the child that serves and trusts it.
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// Writes a new one for `localhost`.
pub(crate) fn issue() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("callwright-faults-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).unwrap();
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(root(&folder), issued.cert.pem()).unwrap();
    std::fs::write(folder.join("certificate"), issued.cert.der()).unwrap();
    std::fs::write(folder.join("key"), issued.signing_key.serialize_der()).unwrap();
    folder
}

/// The file of roots to trust.
pub(crate) fn root(folder: &Path) -> PathBuf {
    folder.join("root.pem")
}

/// Shakes hands with the one that was written there.
pub(crate) fn read(folder: &Path) -> TlsAcceptor {
    let certificate = CertificateDer::from(std::fs::read(folder.join("certificate")).unwrap());
    let key = PrivatePkcs8KeyDer::from(std::fs::read(folder.join("key")).unwrap());
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], PrivateKeyDer::Pkcs8(key))
        .unwrap();
    // A handshake that resumes another is shorter than the one that was measured.
    config.send_tls13_tickets = 0;
    TlsAcceptor::from(Arc::new(config))
}
