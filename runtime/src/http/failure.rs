//! Why there is no answer over HTTP: takes hyper's errors and how far a request was, gives ours.
use std::{error::Error as StdError, io, time::Duration};

use hyper_util::client::legacy::{Error as ClientError, connect::CaptureConnection};

use super::kept::Kept;
use crate::{Error, Fault};

/// How far a request is, to tell what a timeout means.
pub(super) enum Progress {
    Authorizing,
    Asking(CaptureConnection),
}

impl Progress {
    /// What is remembered of the connection that the request was given.
    pub(super) fn kept(&self) -> Option<Kept> {
        match self {
            Self::Authorizing => None,
            Self::Asking(connection) => Kept::of(connection),
        }
    }

    /// The fault of a request that takes too long. `way` is the server, and the proxy before it.
    pub(super) fn late(&self, way: &str, limit: Duration) -> Fault {
        match self {
            Self::Authorizing => Fault::new(format!("no credentials came in {limit:?}")),
            // Without a connection nothing was sent.
            Self::Asking(connection) if connection.connection_metadata().is_none() => {
                Fault::new(format!("cannot connect to {way} in {limit:?}"))
            }
            Self::Asking(_) => Fault::new(format!("no answer came from {way} in {limit:?}")).sent(),
        }
    }
}

/// Nothing was sent when no connection came to be.
pub(super) fn of_client(way: &str, error: ClientError) -> Error {
    #[cfg(feature = "tls")]
    if let Some(refusal) = crate::tls::Refusal::find(&error)
        && (error.is_connect() || refusal.is_of_identity())
    {
        let message = format!("cannot connect to {way}: {refusal}");
        return Error::Connect(Fault::new(message).caused_by(error).lasting());
    }
    let first = first_cause(&error);
    match error.is_connect() {
        true => {
            let message = format!("cannot connect to {way}: {first}");
            Error::Connect(Fault::new(message).caused_by(error))
        }
        false => {
            let cause = match is_end(first) {
                true => "the server hung up before it answered".to_owned(),
                false => first.to_string(),
            };
            let message = format!("the exchange with {way} broke: {cause}");
            Error::Transport(Fault::new(message).caused_by(error).sent())
        }
    }
}

/// What began it all, which says more than what came of it.
pub(super) fn first_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut first = error;
    while let Some(cause) = first.source() {
        first = cause;
    }
    first
}

/// Whether the server hung up, or what was sent found nobody.
pub(super) fn has_hung_up(error: &ClientError) -> bool {
    let first = first_cause(error);
    let is_cut = match (first.downcast_ref(), first.downcast_ref::<io::Error>()) {
        (Some(error), _) => hyper::Error::is_canceled(error),
        (_, Some(error)) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
        ),
        _ => false,
    };
    is_cut || is_end(first)
}

/// Whether it is the end of what is to be read, with or without the goodbye of TLS.
fn is_end(error: &(dyn StdError + 'static)) -> bool {
    let error = (error.downcast_ref(), error.downcast_ref::<io::Error>());
    match error {
        (Some(error), _) => hyper::Error::is_incomplete_message(error),
        (_, Some(error)) => error.kind() == io::ErrorKind::UnexpectedEof,
        _ => false,
    }
}
