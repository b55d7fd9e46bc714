//! One encoded value inside another: takes values apart by their members, without looking into these.
use std::{borrow::Cow, fmt};

use serde_json::{Value, value::RawValue};

use super::{Encoded, Wire};
#[cfg(feature = "msgpack")]
use crate::msgpack::{Error, transcode::from_json_into, walk, write};
use crate::{
    DecodeFault,
    json::{self, Members},
};

/// One encoded value, borrowed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part<'a> {
    Json(&'a RawValue),
    #[cfg(feature = "msgpack")]
    MessagePack(&'a [u8]),
}

impl<'a> Part<'a> {
    /// One whole value, which is checked to be that.
    pub(crate) fn read(wire: Wire, bytes: &'a [u8]) -> Result<Self, DecodeFault> {
        match wire {
            Wire::Json => match json::decode(bytes) {
                Ok(json) => Ok(Self::Json(json)),
                Err(error) => Err(DecodeFault::new("$", bytes, error)),
            },
            #[cfg(feature = "msgpack")]
            Wire::MessagePack => match walk::is_whole(bytes) {
                true => Ok(Self::MessagePack(bytes)),
                false => Err(DecodeFault::of_msgpack(
                    "$",
                    bytes,
                    Error::new("this is not one whole value"),
                )),
            },
        }
    }

    pub(crate) fn wire(self) -> Wire {
        match self {
            Self::Json(_) => Wire::Json,
            #[cfg(feature = "msgpack")]
            Self::MessagePack(_) => Wire::MessagePack,
        }
    }

    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Json(json) => json.get().as_bytes(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => bytes,
        }
    }

    /// The value as JSON; null for what cannot be transcoded.
    pub(crate) fn json(self) -> Cow<'a, RawValue> {
        match self {
            Self::Json(json) => Cow::Borrowed(json),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => match crate::msgpack::to_json(bytes) {
                Ok(json) => Cow::Owned(json::raw(json)),
                Err(_) => Cow::Borrowed(RawValue::NULL),
            },
        }
    }

    pub(crate) fn to_encoded(self) -> Encoded {
        match self {
            Self::Json(json) => json.to_owned().into(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => Encoded::msgpack(bytes),
        }
    }

    /// The value as a tree, for members that no type knows.
    pub(crate) fn to_value(self) -> Result<Value, DecodeFault> {
        let json = self.json();
        let value = serde_json::from_str(json.get());
        value.map_err(|error| DecodeFault::new("$", json.get().as_bytes(), error))
    }

    pub(crate) fn is_null(self) -> bool {
        self.wire().is_null(self.bytes())
    }

    pub(crate) fn is_object(self) -> bool {
        match self {
            Self::Json(json) => json.get().starts_with('{'),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => walk::is_map(bytes),
        }
    }

    /// The members of an object, in their order.
    pub(crate) fn members(self) -> Result<Vec<(Cow<'a, str>, Self)>, DecodeFault> {
        match self {
            Self::Json(json) => match Members::read(json.get()) {
                Ok(members) => Ok(members
                    .0
                    .into_iter()
                    .map(|(name, value)| (name, Self::Json(value)))
                    .collect()),
                Err(error) => Err(DecodeFault::new("$", self.bytes(), error)),
            },
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => match walk::members(bytes) {
                Some(members) => Ok(members
                    .into_iter()
                    .map(|(name, value)| (name.into(), Self::MessagePack(value)))
                    .collect()),
                None => Err(self.fault("this is not a map")),
            },
        }
    }

    /// The elements of an array; none of anything else.
    pub(crate) fn elements(self) -> Option<Vec<Self>> {
        match self {
            Self::Json(json) => {
                let elements: Vec<&RawValue> = serde_json::from_str(json.get()).ok()?;
                Some(elements.into_iter().map(Self::Json).collect())
            }
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => {
                let elements = crate::msgpack::walk::elements(bytes)?;
                Some(elements.into_iter().map(Self::MessagePack).collect())
            }
        }
    }

    /// What a string says; none of anything else.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Json(json) => serde_json::from_str(json.get()).ok().map(Cow::Owned),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => crate::msgpack::walk::text(bytes),
        }
    }

    pub(crate) fn write_json(self, out: &mut Vec<u8>) {
        match self {
            Self::Json(json) => out.extend_from_slice(json.get().as_bytes()),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(_) => out.extend_from_slice(self.json().get().as_bytes()),
        }
    }

    /// Writes it in MessagePack. Fails for JSON that is longer than MessagePack allows.
    #[cfg(feature = "msgpack")]
    pub(crate) fn write_msgpack(self, out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Json(json) => from_json_into(json.get().as_bytes(), out),
            Self::MessagePack(bytes) => {
                out.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// Why it is not what it has to be.
    pub(crate) fn fault(self, message: impl fmt::Display) -> DecodeFault {
        match self {
            Self::Json(json) => {
                let cause = serde::de::Error::custom(message);
                DecodeFault::new("$", json.get().as_bytes(), cause)
            }
            #[cfg(feature = "msgpack")]
            Self::MessagePack(bytes) => DecodeFault::of_msgpack("$", bytes, Error::new(message)),
        }
    }

    /// Whether it is the same value as another, perhaps of the other format.
    pub(crate) fn is(self, other: Part<'_>) -> bool {
        match self.wire() == other.wire() {
            true => self.bytes() == other.bytes(),
            false => self.json().get() == other.json().get(),
        }
    }
}

impl<'a> From<&'a RawValue> for Part<'a> {
    fn from(json: &'a RawValue) -> Self {
        Self::Json(json)
    }
}

/// An object of encoded values; none of what is longer than the format allows.
pub(crate) fn object(members: &[(Cow<'_, str>, Part<'_>)], wire: Wire) -> Option<Encoded> {
    match wire {
        Wire::Json => {
            let mut out = Vec::new();
            let members = members.iter().map(|(name, value)| (&**name, *value));
            json::write_object(members, &mut out);
            Some(json::raw(out).into())
        }
        #[cfg(feature = "msgpack")]
        Wire::MessagePack => {
            let mut out = Vec::new();
            write::map(members.len(), &mut out).ok()?;
            for (name, value) in members {
                write::str(name.as_bytes(), &mut out).ok()?;
                value.write_msgpack(&mut out).ok()?;
            }
            Some(Encoded::msgpack(out))
        }
    }
}
