//! What a method answers: takes its future, gives the one of the reply, whether it is of a value or of a `Result`.
use std::marker::PhantomData;

use serde::Serialize;

use super::{Given, RpcError};
use crate::{BoxFuture, Reply, ServerError, Wires, handlers::written};

/// The answer to a request, to come.
pub type Answer<'a> = BoxFuture<'a, Result<Reply, ServerError>>;

/// What a future gives, for the compiler to choose by: a [`Result`] under whatever name it goes is taken by
/// [`ResultOutcome`]; [`ValueOutcome`] is a reference further away, and takes everything else.
#[derive(Debug)]
pub struct Outcome<T>(PhantomData<fn() -> T>);

impl<T> Outcome<T> {
    /// Of this type.
    #[allow(clippy::new_without_default, reason = "it is a type, not a value")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Of this future.
pub fn outcome<F: Future>(_: &F) -> Outcome<F::Output> {
    Outcome::new()
}

/// A method that may fail.
pub trait ResultOutcome {
    /// The result of the method.
    type Value;
    /// The error of the method.
    type Error;

    /// The reply to what was given.
    fn answer<'a, W, F>(&self, given: &Given<'a, W>, method: F) -> Answer<'a>
    where
        W: Wires,
        F: Future<Output = Result<Self::Value, Self::Error>> + Send + 'a,
        Self::Value: Serialize,
        Self::Error: RpcError;
}

impl<T, E> ResultOutcome for Outcome<Result<T, E>> {
    type Value = T;
    type Error = E;

    fn answer<'a, W, F>(&self, given: &Given<'a, W>, method: F) -> Answer<'a>
    where
        W: Wires,
        F: Future<Output = Result<T, E>> + Send + 'a,
        T: Serialize,
        E: RpcError,
    {
        let wire = given.wire();
        Box::pin(async move {
            match method.await {
                Ok(result) => written::<W, T>(wire, &result),
                Err(error) => Err(error.into_server_error()),
            }
        })
    }
}

/// A method that does not fail.
pub trait ValueOutcome {
    /// The result of the method.
    type Value;

    /// The reply to what was given.
    fn answer<'a, W, F>(&self, given: &Given<'a, W>, method: F) -> Answer<'a>
    where
        W: Wires,
        F: Future<Output = Self::Value> + Send + 'a,
        Self::Value: Serialize;
}

impl<T> ValueOutcome for &Outcome<T> {
    type Value = T;

    fn answer<'a, W, F>(&self, given: &Given<'a, W>, method: F) -> Answer<'a>
    where
        W: Wires,
        F: Future<Output = T> + Send + 'a,
        T: Serialize,
    {
        let wire = given.wire();
        Box::pin(async move { written::<W, T>(wire, &method.await) })
    }
}
