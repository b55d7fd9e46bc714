//! What a document says of an answer: chosen by the type of the answer as the code that writes it.
use schemars::JsonSchema;

use super::{Outcome, RpcError};
use crate::describe::{self, MethodDescription, Schemas, ServiceDescription};

/// A service that knows its document. These are constants of a trait since only such are generic as the service is.
pub trait Described {
    /// What is said of each method.
    const METHODS: &'static [MethodDescription];

    /// From what the document is made when somebody asks for it.
    const SERVICE: ServiceDescription;
}

/// A method that may fail.
pub trait ResultDescription {
    /// The result of the method.
    type Value;
    /// The error of the method.
    type Error;

    /// Adds the result and the errors.
    fn describe(&self, schemas: &mut Schemas, method: &mut describe::Method)
    where
        Self::Value: JsonSchema,
        Self::Error: RpcError;
}

impl<T, E> ResultDescription for Outcome<Result<T, E>> {
    type Value = T;
    type Error = E;

    fn describe(&self, schemas: &mut Schemas, method: &mut describe::Method)
    where
        T: JsonSchema,
        E: RpcError,
    {
        describe::result::<T>(schemas, method);
        describe::errors::<E>(schemas, method);
    }
}

/// A method that does not fail.
pub trait ValueDescription {
    /// The result of the method.
    type Value;

    /// Adds the result.
    fn describe(&self, schemas: &mut Schemas, method: &mut describe::Method)
    where
        Self::Value: JsonSchema;
}

impl<T> ValueDescription for &Outcome<T> {
    type Value = T;

    fn describe(&self, schemas: &mut Schemas, method: &mut describe::Method)
    where
        T: JsonSchema,
    {
        describe::result::<T>(schemas, method);
    }
}
