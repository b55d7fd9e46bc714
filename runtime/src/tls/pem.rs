//! Where certificates and keys are: takes a file or its text, gives what stands in it.
use std::{borrow::Cow, fmt, path::PathBuf, sync::Arc};

use tokio_rustls::rustls::pki_types::{
    CertificateDer, PrivateKeyDer,
    pem::{Error as PemError, PemObject},
};

use crate::Fault;

/// Certificates or a private key as PEM (RFC 7468), in a file or in memory.
#[derive(Clone)]
pub struct Pem(Place);

#[derive(Clone)]
enum Place {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Pem {
    /// What stands in this file when the first connection is made.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Place::File(path.into()))
    }

    /// What stands in these bytes.
    pub fn bytes(pem: impl Into<Vec<u8>>) -> Self {
        Self(Place::Memory(pem.into().into()))
    }

    /// All certificates in it; at least one.
    pub(super) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, Fault> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.read()?).collect();
        match found {
            Ok(found) if found.is_empty() => Err(self.without("certificate")),
            found => found.map_err(|error| self.broken(error)),
        }
    }

    /// The first private key in it.
    pub(super) fn key(&self) -> Result<PrivateKeyDer<'static>, Fault> {
        match PrivateKeyDer::from_pem_slice(&self.read()?) {
            Err(PemError::NoItemsFound) => Err(self.without("private key")),
            found => found.map_err(|error| self.broken(error)),
        }
    }

    fn read(&self) -> Result<Cow<'_, [u8]>, Fault> {
        match &self.0 {
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
            Place::File(path) => match std::fs::read(path) {
                Ok(bytes) => Ok(Cow::Owned(bytes)),
                Err(error) => {
                    let message = format!("{self} cannot be read: {error}");
                    Err(Fault::new(message).caused_by(error).lasting())
                }
            },
        }
    }

    fn without(&self, what: &str) -> Fault {
        Fault::new(format!("{self} holds no {what}")).lasting()
    }

    /// The parser's errors quote lines, and so may hold a part of a key: they are not repeated.
    fn broken(&self, error: PemError) -> Fault {
        let why = match error {
            PemError::MissingSectionEnd { .. } => "a section without its end",
            PemError::IllegalSectionStart { .. } => "a section whose first line is broken",
            PemError::Base64Decode(_) => "a section that is not Base64",
            _ => "a section that cannot be read",
        };
        Fault::new(format!("{self} holds {why}")).lasting()
    }
}

impl fmt::Display for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::File(path) => write!(f, "the PEM file `{}`", path.display()),
            Place::Memory(_) => f.write_str("the PEM text"),
        }
    }
}

/// The path, or the length of the text.
impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::File(path) => f.debug_tuple("Pem").field(path).finish(),
            Place::Memory(bytes) => write!(f, "Pem({} bytes)", bytes.len()),
        }
    }
}
