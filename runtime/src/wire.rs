//! What travels: the formats in which a connection carries values, and which of them a client is compiled for.
mod encoded;
mod part;

use std::borrow::Cow;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::to_raw_value;

pub use encoded::Encoded;
pub(crate) use part::{Part, object};

use crate::{DecodeFault, integral};

/// The format in which a [`Connection`](crate::Connection) carries values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wire {
    /// JSON-RPC 2.0.
    #[default]
    Json,
    /// MessagePack-RPC.
    #[cfg(feature = "msgpack")]
    MessagePack,
}

impl Wire {
    /// The value that stands for nothing.
    pub(crate) fn null(self) -> &'static [u8] {
        match self {
            Self::Json => b"null",
            #[cfg(feature = "msgpack")]
            Self::MessagePack => &[crate::msgpack::NIL],
        }
    }

    /// What stands for no params: an object, an array, null.
    pub(crate) fn empty(self) -> [&'static [u8]; 3] {
        match self {
            Self::Json => [b"{}", b"[]", self.null()],
            #[cfg(feature = "msgpack")]
            Self::MessagePack => [&[0x80], &[0x90], self.null()],
        }
    }

    pub(crate) fn is_null(self, value: &[u8]) -> bool {
        value == self.null()
    }
}

/// Which formats a client goes straight to and from. What it is not compiled for is transcoded.
///
/// There are two: [`Json`], which every call has unless it says otherwise, and
/// `JsonAndMessagePack`, which clients have that are generated for both wires. Either works over
/// every connection; a client of the first compiles nothing of MessagePack.
pub trait Wires: sealed::Sealed + Send + Sync + 'static {
    /// Encodes a value for a connection, of which `wire` tells the format where that is asked.
    /// Compiled once for each type of values, whoever sends them.
    #[doc(hidden)]
    fn encode<T>(wire: &dyn Fn() -> Wire, value: &T) -> Result<Encoded, EncodeError>
    where
        T: Serialize + ?Sized;

    /// Decodes one value of a format.
    #[doc(hidden)]
    fn decode<T>(wire: Wire, bytes: &[u8]) -> Result<T, DecodeFault>
    where
        T: DeserializeOwned;
}

/// Why a value cannot be written.
pub(crate) type EncodeError = Box<dyn std::error::Error + Send + Sync>;

/// A client that speaks JSON, and over other connections has its JSON transcoded.
#[derive(Clone, Copy, Debug)]
pub enum Json {}

impl Wires for Json {
    #[inline]
    fn encode<T>(_: &dyn Fn() -> Wire, value: &T) -> Result<Encoded, EncodeError>
    where
        T: Serialize + ?Sized,
    {
        Ok(to_raw_value(value)?.into())
    }

    #[inline]
    fn decode<T>(wire: Wire, bytes: &[u8]) -> Result<T, DecodeFault>
    where
        T: DeserializeOwned,
    {
        let json = json(wire, bytes)?;
        integral::decode(&json).map_err(|error| DecodeFault::new("$", &json, error))
    }
}

/// A client that goes straight between its types and the bytes of either format.
#[cfg(feature = "msgpack")]
#[derive(Clone, Copy, Debug)]
pub enum JsonAndMessagePack {}

#[cfg(feature = "msgpack")]
impl Wires for JsonAndMessagePack {
    fn encode<T>(wire: &dyn Fn() -> Wire, value: &T) -> Result<Encoded, EncodeError>
    where
        T: Serialize + ?Sized,
    {
        match wire() {
            Wire::Json => Json::encode(wire, value),
            Wire::MessagePack => Ok(Encoded::msgpack(crate::msgpack::encode(value)?)),
        }
    }

    fn decode<T>(wire: Wire, bytes: &[u8]) -> Result<T, DecodeFault>
    where
        T: DeserializeOwned,
    {
        match wire {
            Wire::Json => Json::decode(wire, bytes),
            Wire::MessagePack => crate::msgpack::decode(bytes)
                .map_err(|error| DecodeFault::of_msgpack("$", bytes, error)),
        }
    }
}

/// A value as JSON, transcoded where it came as something else.
pub(crate) fn json(wire: Wire, bytes: &[u8]) -> Result<Cow<'_, [u8]>, DecodeFault> {
    match wire {
        Wire::Json => Ok(Cow::Borrowed(bytes)),
        #[cfg(feature = "msgpack")]
        Wire::MessagePack => match crate::msgpack::to_json(bytes) {
            Ok(json) => Ok(Cow::Owned(json)),
            Err(error) => Err(DecodeFault::of_msgpack("$", bytes, error)),
        },
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Json {}

    #[cfg(feature = "msgpack")]
    impl Sealed for super::JsonAndMessagePack {}
}
