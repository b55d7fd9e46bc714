//! The payload of an extension: takes what a newtype holds, gives its bytes, and back.
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::msgpack::bytes::Bytes;
use crate::msgpack::timestamp::Timestamp;
use crate::msgpack::{Error, decode, encode};

/// A way to write a `T` as the payload of an extension.
pub trait Payload<T> {
    /// The payload of a value.
    fn write(value: &T) -> Result<Vec<u8>, Error>;

    /// The value of a payload.
    fn read(payload: &[u8]) -> Result<T, Error>;
}

/// The payload is a value of MessagePack (`x-msgpack-ext-payload: msgpack`, and `msgpack-integer`).
#[derive(Debug)]
pub enum Nested {}

/// The payload is the bytes themselves (`bytes`).
#[derive(Debug)]
pub enum Plain {}

/// The payload is a moment of 32, 64 or 96 bits (`timestamp`).
#[derive(Debug)]
pub enum Moment {}

impl<T: Serialize + DeserializeOwned> Payload<T> for Nested {
    fn write(value: &T) -> Result<Vec<u8>, Error> {
        encode::encode(value)
    }

    fn read(payload: &[u8]) -> Result<T, Error> {
        let read = decode::inside(payload);
        read.map_err(|error| Error::new(format_args!("in the extension: {error}")))
    }
}

impl Payload<Bytes> for Plain {
    fn write(value: &Bytes) -> Result<Vec<u8>, Error> {
        Ok(value.0.clone())
    }

    fn read(payload: &[u8]) -> Result<Bytes, Error> {
        Ok(payload.into())
    }
}

impl Payload<Timestamp> for Moment {
    fn write(value: &Timestamp) -> Result<Vec<u8>, Error> {
        Ok(value.to_payload())
    }

    fn read(payload: &[u8]) -> Result<Timestamp, Error> {
        Timestamp::of_payload(payload)
    }
}
