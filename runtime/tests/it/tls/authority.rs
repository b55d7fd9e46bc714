//! A certificate authority of a test, and what it signs.
use std::sync::atomic::{AtomicUsize, Ordering};

use callwright::{Pem, rustls::pki_types};
use pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};

/// Signs certificates of servers and clients.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub struct Identity {
    pub certificate: rcgen::Certificate,
    pub key: KeyPair,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        // No other authority is called so.
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("authority {}", NEXT.fetch_add(1, Ordering::Relaxed));
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    pub fn text(&self) -> String {
        self.0.pem()
    }

    pub fn pem(&self) -> Pem {
        Pem::bytes(self.text())
    }

    /// A certificate for this name.
    pub fn sign(&self, name: &str) -> Identity {
        self.issue(CertificateParams::new([name.to_owned()]).unwrap())
    }

    /// One whose time is over.
    pub fn sign_expired(&self, name: &str) -> Identity {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
        self.issue(params)
    }

    /// One that a client shows.
    pub fn sign_client(&self) -> Identity {
        let mut params = CertificateParams::new(["client".to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params)
    }

    fn issue(&self, params: CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity { certificate, key }
    }
}

impl Identity {
    /// As `openssl req -x509` makes it: nobody else's, and a root by its words.
    pub fn of_a_device() -> Self {
        let mut params = CertificateParams::new(["device".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }

    pub fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.certificate.der().clone()]
    }

    pub fn der_key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }

    /// Its chain and key, as a client's options take them.
    pub fn pem(&self) -> (Pem, Pem) {
        let chain = Pem::bytes(self.certificate.pem());
        (chain, Pem::bytes(self.key.serialize_pem()))
    }

    /// SHA-256 of the certificate, as openssl prints it.
    pub fn fingerprint(&self) -> String {
        let hash = ring::digest::digest(&ring::digest::SHA256, self.certificate.der());
        let bytes: Vec<_> = hash
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        bytes.join(":")
    }
}
