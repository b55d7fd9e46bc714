//! One certificate and no other: takes hashes, gives a verifier that takes the certificates that have them.
use std::sync::Arc;

use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{
        CryptoProvider, hash::Hash, ring::cipher_suite::TLS13_AES_128_GCM_SHA256,
        verify_tls12_signature, verify_tls13_signature,
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
};

use crate::Fault;

/// That the server has the key of the certificate is verified as ever.
#[derive(Debug)]
pub(super) struct Pinned {
    pins: Vec<[u8; 32]>,
    provider: Arc<CryptoProvider>,
}

/// A server came with another certificate.
#[derive(Debug)]
pub(super) struct NotPinned;

impl Pinned {
    pub(super) fn new(pins: &[String], provider: &Arc<CryptoProvider>) -> Result<Self, Fault> {
        let pins: Option<Vec<_>> = pins.iter().map(|pin| read(pin)).collect();
        let Some(pins) = pins else {
            let message =
                "a pinned certificate is named by the 64 hexadecimal digits of its SHA-256";
            return Err(Fault::new(message).lasting());
        };
        let provider = Arc::clone(provider);
        Ok(Self { pins, provider })
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let came = sha256().hash(certificate);
        match self.pins.iter().any(|pin| pin == came.as_ref()) {
            true => Ok(ServerCertVerified::assertion()),
            false => {
                let other = OtherError(Arc::new(NotPinned));
                Err(CertificateError::Other(other).into())
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// The hash of a cipher suite, which is in the build already.
fn sha256() -> &'static dyn Hash {
    let suite = TLS13_AES_128_GCM_SHA256.tls13();
    suite.expect("a suite of TLS 1.3").common.hash_provider
}

/// The bytes of hexadecimal digits, with or without colons between them.
fn read(pin: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u8>> = pin
        .chars()
        .filter(|letter| *letter != ':')
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else {
        return None;
    };
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    bytes.try_into().ok()
}

impl std::fmt::Display for NotPinned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not the pinned certificate")
    }
}

impl std::error::Error for NotPinned {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_as_openssl_prints_them() {
        let plain = "00ff".repeat(16);
        let colons = "00:Ff:".repeat(16);
        let expected = [0, 255].repeat(16);
        assert_eq!(read(&plain).unwrap(), *expected);
        assert_eq!(read(colons.trim_end_matches(':')).unwrap(), *expected);
        for odd in [
            "",
            "00",
            &plain[1..],
            &format!("{plain}00"),
            &plain.replace('f', "g"),
        ] {
            assert!(read(odd).is_none(), "{odd}");
        }
        assert_eq!(sha256().hash(b"").as_ref()[..2], [0xe3, 0xb0]);
    }
}
