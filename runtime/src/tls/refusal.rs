//! Why TLS came to nothing: takes an error of any layer, gives a sentence with the cause and what to do.
use std::{borrow::Cow, error::Error, fmt, io, iter::successors};

use tokio_rustls::rustls::{
    self, AlertDescription, CertificateError, InvalidMessage, pki_types::UnixTime,
};

use super::pin::NotPinned;

/// A handshake that one side refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    sentence: Cow<'static, str>,
    cause: rustls::Error,
}

impl Refusal {
    /// The refusal among the causes of an error, if one is there.
    pub(crate) fn find(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut causes = successors(Some(error), |error| below(*error));
        let cause = causes.find_map(|cause| cause.downcast_ref::<rustls::Error>())?;
        Some(Self {
            sentence: sentence(cause)?,
            cause: cause.clone(),
        })
    }

    /// Whether it is what a server says of the client's certificate. TLS 1.3 has that come when
    /// the handshake is over, and before anything is read that was sent.
    #[cfg(feature = "http")]
    pub(crate) fn is_of_identity(&self) -> bool {
        matches!(self.cause, rustls::Error::AlertReceived(alert) if is_of_identity(alert))
    }
}

/// The error below one. What an [`io::Error`] carries is not its source.
fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(carried) => Some(carried),
        None => error.source(),
    }
}

/// Whether the server means what the client shows of itself, or does not show.
fn is_of_identity(alert: AlertDescription) -> bool {
    matches!(
        alert,
        AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
    )
}

fn sentence(error: &rustls::Error) -> Option<Cow<'static, str>> {
    Some(match error {
        rustls::Error::InvalidCertificate(fault) => certificate(fault),
        rustls::Error::AlertReceived(alert) => told(*alert).into(),
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the server speaks no TLS; without it the scheme is http:, ws: or tcp:".into()
        }
        rustls::Error::PeerIncompatible(_) => {
            format!("the server and this client have no way of TLS in common: {error}").into()
        }
        _ => return None,
    })
}

/// What is wrong with the server's certificate.
fn certificate(fault: &CertificateError) -> Cow<'static, str> {
    match fault {
        CertificateError::UnknownIssuer => "the server's certificate is signed by nobody who is trusted; name its root (`Tls::with_roots`), or pin it (`Tls::with_pinned_certificate`)".into(),
        CertificateError::Expired => "the server's certificate has expired".into(),
        CertificateError::ExpiredContext { time, not_after } => {
            format!("the server's certificate has expired, {} ago", between(*not_after, *time)).into()
        }
        CertificateError::NotValidYet => "the server's certificate is not valid yet".into(),
        CertificateError::NotValidYetContext { time, not_before } => {
            let wait = between(*time, *not_before);
            format!("the server's certificate is not valid for another {wait}; is the clock right?").into()
        }
        CertificateError::NotValidForName => "the server's certificate is for another name".into(),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let expected = expected.to_str();
            match presented.is_empty() {
                true => format!("the server's certificate has no names, not even `{expected}`; pin it (`Tls::with_pinned_certificate`)").into(),
                false => format!("the server's certificate is for {}, not for `{expected}`", presented.join(", ")).into(),
            }
        }
        CertificateError::BadSignature => "the server's certificate is not signed by the trusted root that it names".into(),
        CertificateError::Revoked => "the server's certificate is revoked".into(),
        CertificateError::Other(other) if other.0.is::<NotPinned>() => {
            "the server's certificate is not the pinned one".into()
        }
        // What `openssl req -x509` makes: a root and a server's certificate in one.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "the server's certificate is a root itself, which is to sign others; pin it (`Tls::with_pinned_certificate`)".into()
        }
        fault => format!("the server's certificate cannot be used: {fault}").into(),
    }
}

/// What the server says of us.
fn told(alert: AlertDescription) -> String {
    let hint = "`Tls::with_client_certificate`";
    match alert {
        AlertDescription::CertificateRequired => {
            format!("the server demands a client certificate ({hint})")
        }
        alert if is_of_identity(alert) => {
            format!(
                "the server does not take the client certificate, or the want of one ({hint}): {alert:?}"
            )
        }
        AlertDescription::UnrecognisedName => {
            "the server has no certificate for the name in the URL".to_owned()
        }
        // Before TLS 1.3 this is also how a client certificate is demanded.
        alert => format!(
            "the server refused the TLS handshake: {alert:?}; does it demand a client certificate ({hint})?"
        ),
    }
}

fn between(from: UnixTime, to: UnixTime) -> String {
    let seconds = to.as_secs().saturating_sub(from.as_secs());
    match seconds {
        0..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.cause)
    }
}
