//! What the other side asks or tells: its method, its params still encoded, and the connection.
use std::collections::HashMap;

use serde::{Serialize, de::DeserializeOwned};

use super::Context;
#[cfg(any(feature = "streams", feature = "ws"))]
use crate::json::Pieces;
use crate::{DecodeFault, Json, Reply, ServerError, Wire, Wires, error::sentence};

/// Code of JSON-RPC 2.0, section 5.1.
const INVALID_PARAMS: i64 = -32602;

/// A request or a notification of the other side, as a [`Service`](crate::Service) gets it.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// As the client wrote it.
    called: &'a str,
    /// As who answers knows it: the end of the other.
    method: &'a str,
    params: &'a [u8],
    wire: Wire,
    is_notification: bool,
    context: &'a Context,
    /// What the params are made of, where who read them saw it.
    #[cfg(any(feature = "streams", feature = "ws"))]
    #[cfg_attr(not(any(feature = "serve", feature = "service")), expect(dead_code))]
    pieces: Option<&'a Pieces>,
}

impl<'a> Incoming<'a> {
    /// What came, for who writes a connection. `params` is one JSON value, or nothing.
    pub fn new(method: &'a str, params: &'a [u8], context: &'a Context) -> Self {
        Self {
            called: method,
            method,
            params,
            wire: Wire::Json,
            is_notification: false,
            context,
            #[cfg(any(feature = "streams", feature = "ws"))]
            pieces: None,
        }
    }

    /// The same, of params that are made of these pieces.
    #[cfg(any(feature = "streams", feature = "ws"))]
    pub(crate) fn with_pieces(self, pieces: Option<&'a Pieces>) -> Self {
        Self { pieces, ..self }
    }

    /// What the params are made of.
    #[cfg(all(
        any(feature = "serve", feature = "service"),
        any(feature = "streams", feature = "ws")
    ))]
    pub(crate) fn pieces(&self) -> Option<&'a Pieces> {
        self.pieces
    }

    /// The same, of params in the format of a wire.
    #[must_use]
    pub fn with_wire(self, wire: Wire) -> Self {
        Self { wire, ..self }
    }

    /// The same that nobody waits for.
    pub(super) fn told(self) -> Self {
        Self {
            is_notification: true,
            ..self
        }
    }

    /// Whether its answer goes nowhere, as [`Handlers::notify`](crate::Handlers::notify) says.
    pub fn is_notification(&self) -> bool {
        self.is_notification
    }

    /// The method's name on the wire, without the prefix under which `Services`
    /// have the one that answers.
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The prefix, which is empty elsewhere: what the service calls its own methods by, as the
    /// client knows them.
    pub fn prefix(&self) -> &'a str {
        self.called.strip_suffix(self.method).unwrap_or_default()
    }

    /// The same for who knows the method by the rest of its name.
    #[cfg(any(feature = "serve", feature = "service"))]
    pub(super) fn without(self, prefix: usize) -> Self {
        Self {
            method: self.method.get(prefix..).unwrap_or_default(),
            ..self
        }
    }

    /// The connection.
    pub fn context(&self) -> &'a Context {
        self.context
    }

    /// The params as they came; nothing, or empty, where there were none.
    pub fn raw_params(&self) -> &'a [u8] {
        self.params
    }

    /// The format of the params, and of the answer.
    pub fn wire(&self) -> Wire {
        self.wire
    }

    /// A result as the answer. Gives the error -32603 for what cannot be written.
    pub fn answer<R: Serialize + ?Sized>(&self, result: &R) -> Result<Reply, ServerError> {
        self.answer_as::<Json, R>(result)
    }

    /// As [`Incoming::answer`], by what this side is compiled for:
    /// `asked.answer_as::<JsonAndMessagePack, _>(&result)` goes straight to the format that was
    /// asked in.
    pub fn answer_as<W, R>(&self, result: &R) -> Result<Reply, ServerError>
    where
        W: Wires,
        R: Serialize + ?Sized,
    {
        super::written::<W, R>(self.wire, result)
    }

    /// The params as a `P`, from an object or from an array as serde does. Those that are left out
    /// may also be `()`. What is not JSON is transcoded first.
    ///
    /// Gives the error -32602 with the place of the fault, to be answered, for what is no `P`.
    pub fn params<P: DeserializeOwned>(&self) -> Result<P, ServerError> {
        self.params_as::<Json, P>()
    }

    /// As [`Incoming::params`], by what this side is compiled for.
    pub fn params_as<W: Wires, P: DeserializeOwned>(&self) -> Result<P, ServerError> {
        let empty = self.wire.empty();
        let given = match self.params {
            [] => empty[0],
            params => params,
        };
        W::decode(self.wire, given).or_else(|fault| {
            // Empty ones are the same however they are written.
            let mut spelled = empty.into_iter().filter(|_| empty.contains(&given));
            let read = spelled.find_map(|params| W::decode(self.wire, params).ok());
            read.ok_or_else(|| invalid(&fault))
        })
    }
}

fn invalid(fault: &DecodeFault) -> ServerError {
    let path = fault.path();
    let message = format!("invalid params at `{path}`: {}", sentence(fault.cause()));
    ServerError::new(INVALID_PARAMS, message).with_data(&HashMap::from([("path", path)]))
}
