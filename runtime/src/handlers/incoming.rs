//! What the other side asks or tells: its method, its params still encoded, and the connection.
use std::collections::HashMap;

use serde::{Serialize, de::DeserializeOwned};

use super::Context;
use crate::{DecodeFault, Reply, ServerError, integral};

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_PARAMS: i64 = -32602;

/// A request or a notification of the other side, as a [`Service`](crate::Service) gets it.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    method: &'a str,
    params: &'a [u8],
    context: &'a Context,
}

impl<'a> Incoming<'a> {
    /// What came, for who writes a connection. `params` is one JSON value, or nothing.
    pub fn new(method: &'a str, params: &'a [u8], context: &'a Context) -> Self {
        Self {
            method,
            params,
            context,
        }
    }

    /// The method's name on the wire.
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The connection.
    pub fn context(&self) -> &'a Context {
        self.context
    }

    /// The params as they came; nothing, or empty, where there were none.
    pub fn raw_params(&self) -> &'a [u8] {
        self.params
    }

    /// A result as the answer. Gives the error -32603 for what cannot be written.
    pub fn answer<R: Serialize + ?Sized>(&self, result: &R) -> Result<Reply, ServerError> {
        super::written(result)
    }

    /// The params as a `P`, from an object or from an array as serde does. Those that are left out
    /// may also be `()`.
    ///
    /// Gives the error -32602 with the place of the fault, to be answered, for what is no `P`.
    pub fn params<P: DeserializeOwned>(&self) -> Result<P, ServerError> {
        let given = if self.params.is_empty() {
            b"{}"
        } else {
            self.params
        };
        integral::decode(given).or_else(|error| {
            // Empty ones are the same however they are written.
            let empty = [&b"{}"[..], b"[]", b"null"];
            let mut spelled = empty.into_iter().filter(|_| empty.contains(&given));
            let read = spelled.find_map(|json| integral::decode(json).ok());
            read.ok_or_else(|| invalid(given, error))
        })
    }
}

fn invalid(params: &[u8], cause: serde_json::Error) -> ServerError {
    let fault = DecodeFault::new("$", params, cause);
    let path = fault.path();
    let message = format!("invalid params at `{path}`: {}", fault.cause());
    ServerError::new(INVALID_PARAMS, message).with_data(&HashMap::from([("path", path)]))
}
