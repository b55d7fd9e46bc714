//! A value as it came: takes any deserializer, gives the text or the bytes of the value that it stands at.
use std::{borrow::Cow, fmt};

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::path;

/// The name by which serde_json is asked for text as it stands, and the reader of MessagePack for bytes. Other formats do
/// not know it and give the value.
pub(crate) const NAME: &str = "$serde_json::private::RawValue";

/// One whole value of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source<'t> {
    Json(&'t str),
    #[cfg(feature = "msgpack")]
    MessagePack(&'t [u8]),
}

impl<'t> Source<'t> {
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json(_))
    }

    pub(crate) fn bytes(self) -> &'t [u8] {
        match self {
            Self::Json(text) => text.as_bytes(),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(message) => message,
        }
    }

    /// The path to the value to which the byte at `place` belongs, as JSON has it.
    pub(crate) fn path(self, place: usize) -> String {
        match self {
            Self::Json(text) => path::at(text.as_bytes(), place),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(message) => {
                let (text, place) = crate::msgpack::transcode::excerpt(message, place);
                path::at(&text, place)
            }
        }
    }

    /// The value as JSON.
    pub(crate) fn json(self) -> Cow<'t, str> {
        match self {
            Self::Json(text) => Cow::Borrowed(text),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(message) => {
                let text = crate::msgpack::transcode::to_json(message).unwrap_or_default();
                Cow::Owned(String::from_utf8_lossy(&text).into_owned())
            }
        }
    }
}

/// The same, of a value that may have been written anew.
#[derive(Debug)]
pub(crate) enum Captured<'t> {
    Json(Cow<'t, str>),
    #[cfg(feature = "msgpack")]
    MessagePack(Cow<'t, [u8]>),
}

impl Captured<'_> {
    pub(crate) fn source(&self) -> Source<'_> {
        match self {
            Self::Json(text) => Source::Json(text),
            #[cfg(feature = "msgpack")]
            Self::MessagePack(message) => Source::MessagePack(message),
        }
    }
}

/// The value: of JSON and MessagePack itself, so that no digit and no member is lost, of another format written anew as JSON.
pub(crate) fn capture<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Captured<'de>, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, AsItIs)
}

struct AsItIs;

impl<'de> Visitor<'de> for AsItIs {
    type Value = Captured<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        written(Value::deserialize(inner)?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == NAME && members.is_empty() {
                return map
                    .next_value::<Raw<'de>>()
                    .map(|raw| Captured::Json(raw.0));
            }
            members.insert(name, map.next_value()?);
        }
        written(Value::Object(members))
    }

    #[cfg(feature = "msgpack")]
    fn visit_borrowed_bytes<E: Error>(self, message: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Captured::MessagePack(Cow::Borrowed(message)))
    }

    #[cfg(feature = "msgpack")]
    fn visit_bytes<E: Error>(self, message: &[u8]) -> Result<Self::Value, E> {
        Ok(Captured::MessagePack(Cow::Owned(message.to_vec())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        written(Value::deserialize(SeqAccessDeserializer::new(seq))?)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        written(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        written(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        written(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        written(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        written(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        written(value.into())
    }
}

fn written<E: Error>(value: Value) -> Result<Captured<'static>, E> {
    Ok(Captured::Json(Cow::Owned(value.to_string())))
}

/// Text as serde_json gives it, borrowed where the document is.
struct Raw<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;

        impl<'de> Visitor<'de> for Borrow {
            type Value = Raw<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the text of a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Raw(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Raw(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
                Ok(Raw(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(Borrow)
    }
}
