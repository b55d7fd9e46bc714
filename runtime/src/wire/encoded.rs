//! One encoded value that knows its format: takes what a codec wrote, gives it on either wire.
use std::{borrow::Cow, fmt};

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Part, Wire};
#[cfg(feature = "msgpack")]
use crate::msgpack::{self, own};

/// One encoded value: a parameter, or the key of a page.
///
/// It stays as it was written, and is transcoded when it goes out over the other wire. As JSON it
/// is to be had at any time: [`Encoded::json`], and it is displayed so. It serializes as the value
/// that it is, in JSON and in MessagePack.
#[derive(Clone)]
pub struct Encoded(pub(super) Form);

#[derive(Clone)]
pub(super) enum Form {
    Json(Box<RawValue>),
    #[cfg(feature = "msgpack")]
    MessagePack(Vec<u8>),
}

impl Encoded {
    /// A value in MessagePack; `bytes` is one value, which is not checked here.
    #[cfg(feature = "msgpack")]
    pub(crate) fn msgpack(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Form::MessagePack(bytes.into()))
    }

    /// The format in which it was written.
    pub fn wire(&self) -> Wire {
        self.part().wire()
    }

    /// The bytes in that format.
    pub fn as_bytes(&self) -> &[u8] {
        self.part().bytes()
    }

    /// The value as JSON. What JSON cannot hold is written as it is best read there.
    pub fn json(&self) -> Cow<'_, RawValue> {
        self.part().json()
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        match self.0 {
            Form::Json(json) => String::from(Box::<str>::from(json)).into(),
            #[cfg(feature = "msgpack")]
            Form::MessagePack(bytes) => bytes.into(),
        }
    }

    pub(crate) fn part(&self) -> Part<'_> {
        match &self.0 {
            Form::Json(json) => Part::Json(json),
            #[cfg(feature = "msgpack")]
            Form::MessagePack(bytes) => Part::MessagePack(bytes),
        }
    }
}

impl From<Box<RawValue>> for Encoded {
    fn from(json: Box<RawValue>) -> Self {
        Self(Form::Json(json))
    }
}

impl Serialize for Encoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Json(json) => json.serialize(serializer),
            #[cfg(feature = "msgpack")]
            Form::MessagePack(_) => own::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Encoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[cfg(feature = "msgpack")]
        return own::deserialize(deserializer);
        #[cfg(not(feature = "msgpack"))]
        Box::<RawValue>::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "msgpack")]
impl own::Own for Encoded {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), msgpack::Error> {
        self.part().write_msgpack(out)
    }

    fn read(message: &[u8]) -> Result<Self, msgpack::Error> {
        Ok(Self::msgpack(message))
    }

    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }

    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self::from)
    }
}

impl fmt::Display for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.json().get())
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.json().get())
    }
}
