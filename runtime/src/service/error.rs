//! What a typed method may answer in place of a result: takes an error of the service, gives an error object.
use std::convert::Infallible;

use crate::ServerError;

/// An error of a service, which clients get as an error object.
///
/// `#[derive(RpcError)]` makes one of an enum whose variants are the errors that its methods
/// declare.
#[diagnostic::on_unimplemented(
    message = "a method cannot answer with a `{Self}` as its error",
    note = "derive `callwright::RpcError` for it, or take a `callwright::ServerError`"
)]
pub trait RpcError: Sized {
    /// The error as it is answered.
    fn into_server_error(self) -> ServerError;

    /// The errors that the document declares for a method with this one, each code once. None by
    /// itself.
    fn declared() -> Vec<ErrorCase> {
        Vec::new()
    }
}

/// An error that a service declares (OpenRPC 1.4, Error Object), and what its data is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorCase {
    /// The code.
    pub code: i64,
    /// The message.
    pub message: &'static str,
    /// Gives the schema of the data; none where the error has no data.
    #[cfg(feature = "service")]
    pub data: Option<fn(&mut schemars::SchemaGenerator) -> schemars::Schema>,
}

impl ErrorCase {
    /// An error without data.
    pub const fn new(code: i64, message: &'static str) -> Self {
        Self {
            code,
            message,
            #[cfg(feature = "service")]
            data: None,
        }
    }

    /// Says that its data is a `T`.
    #[cfg(feature = "service")]
    #[must_use]
    pub const fn with_data<T: schemars::JsonSchema>(mut self) -> Self {
        self.data = Some(schemars::SchemaGenerator::subschema_for::<T>);
        self
    }
}

/// What a document can say of these: of those with the same code, the first.
pub fn each_code_once<const N: usize>(all: [Vec<ErrorCase>; N]) -> Vec<ErrorCase> {
    let mut cases: Vec<ErrorCase> = Vec::new();
    for case in all.into_iter().flatten() {
        if cases.iter().all(|known| known.code != case.code) {
            cases.push(case);
        }
    }
    cases
}

/// Answered as it is, and not declared.
impl RpcError for ServerError {
    fn into_server_error(self) -> ServerError {
        self
    }
}

/// Of methods that never fail.
impl RpcError for Infallible {
    fn into_server_error(self) -> ServerError {
        match self {}
    }
}
