//! Any value: takes what a schema leaves open, keeps all that either wire can hold.
mod access;
mod bytes;
mod plain;

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::own;
use super::text::RpcStr;
use crate::{DecodeFault, Error, Fault};

/// A value of any type, for schemas that say nothing, on both wires.
///
/// MessagePack holds what `serde_json::Value` has no room for: binary data, text that is no UTF-8, extensions, and maps
/// whose keys are no text. As JSON these become text in base64, U+FFFD for what is no UTF-8,
/// `{"$ext":[code,"base64"]}` (which is read back), and keys that are text. Two maps are equal if their entries are in
/// one order.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: nil, or null.
    #[default]
    Nil,
    /// True or false.
    Bool(bool),
    /// An integer. MessagePack has 64 bits for it, with or without a sign; a longer one is sent as the text of its digits.
    Int(i128),
    /// A number that may have a fraction.
    Float(f64),
    /// Text, which need not be UTF-8.
    Str(RpcStr),
    /// Binary data.
    Bin(Vec<u8>),
    /// Values by position.
    Array(Vec<Value>),
    /// Keys and their values, in the order of the message.
    Map(Vec<(Value, Value)>),
    /// An extension: its type code, and its payload.
    Ext(i8, Vec<u8>),
}

impl Value {
    /// A value of any type of serde's.
    ///
    /// Gives [`Error::Encode`] for what has no encoding.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        let message = super::encode::encode(value);
        let read = message.and_then(|message| own::Own::read(&message));
        read.map_err(|error| Error::Encode(Fault::new(error.to_string()).caused_by(error)))
    }

    /// The value as a `T`.
    ///
    /// Gives [`Error::Decode`] with the place of the fault when it is not of that shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let mut message = Vec::new();
        own::Own::write(self, &mut message)
            .and_then(|()| super::decode::decode(&message))
            .map_err(|error| Error::Decode(DecodeFault::of_msgpack("$", &message, error)))
    }
}

/// The value as JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        own::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        own::deserialize(deserializer)
    }
}

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        serde_json::from_value(json).unwrap_or_default()
    }
}

impl From<&Value> for serde_json::Value {
    fn from(value: &Value) -> Self {
        serde_json::to_value(value).unwrap_or_default()
    }
}

impl From<Value> for serde_json::Value {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

#[cfg(test)]
mod tests;
