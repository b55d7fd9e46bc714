//! Unions on either wire: takes the bytes of MessagePack as they are where they came, and text where it did.
use serde::de::{DeserializeOwned, Deserializer, Error as _};

use super::{Fault, Union, choose};
use crate::msgpack::Error;
use crate::source::{self, Source};

/// As [`decode`](super::decode); `read_msgpack` reads a variant from MessagePack.
pub fn decode_both<'de, D, T>(
    deserializer: D,
    union: &'static Union,
    read: fn(usize, &str) -> Result<T, serde_json::Error>,
    read_msgpack: fn(usize, &[u8]) -> Result<T, Error>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: 'static,
{
    let captured = source::capture(deserializer)?;
    let value = captured.source();
    let read = |index| match value {
        Source::Json(text) => read(index, text).map_err(Fault::from),
        Source::MessagePack(message) => read_msgpack(index, message).map_err(Fault::from),
    };
    choose(value, union, &read).map_err(D::Error::custom)
}

/// Reads what a variant holds.
pub fn read_msgpack<T: DeserializeOwned>(message: &[u8]) -> Result<T, Error> {
    crate::msgpack::decode::inside(message)
}

/// As [`union!`](crate::__union), of a type that is read on both wires.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_both {
    ($($union:tt)*) => { $crate::__union!(@on both $($union)*); };
}
