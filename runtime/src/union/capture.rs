//! Takes any deserializer, gives the JSON text of its value.
use std::{borrow::Cow, fmt};

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The name by which serde_json is asked for text as it stands. Other formats do not know it and give the value.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// The value as JSON: of a JSON text itself, so that no digit and no member is lost, of another format written anew.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_newtype_struct(RAW, Text)
}

struct Text;

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
        written(Value::deserialize(inner)?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == RAW && members.is_empty() {
                return map.next_value::<Raw<'de>>().map(|raw| raw.0);
            }
            members.insert(name, map.next_value()?);
        }
        written(Value::Object(members))
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

fn written<E: Error>(value: Value) -> Result<Cow<'static, str>, E> {
    Ok(Cow::Owned(value.to_string()))
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
