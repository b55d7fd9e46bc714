//! Extension types: takes a newtype, its code and the kind of its payload, gives it both of its forms.
mod contract;
mod payload;

use serde::de::{Deserializer, Error as _};
use serde::ser::Serializer;

use super::head::{Head, Kind};
use super::own::{self, Own};
use super::{Error, decode};
use crate::msgpack::bytes::Bytes;
use crate::source::{self, Source};

pub use payload::{Moment, Nested, Payload, Plain};

/// What reading and writing a payload gives.
pub type Result<T> = std::result::Result<T, Error>;

/// A newtype that is an extension in MessagePack. In JSON it is what it holds.
pub trait Ext: Sized {
    /// Its name, for errors.
    const NAME: &'static str;
    /// Its type code.
    const CODE: i8;
    /// Whether it may come without the extension around it (`x-msgpack-accept-plain`).
    const ACCEPTS_PLAIN: bool;

    /// The payload.
    fn to_payload(&self) -> Result<Vec<u8>>;

    /// What a payload holds.
    fn of_payload(payload: &[u8]) -> Result<Self>;

    /// What came in MessagePack without the extension around it.
    fn of_plain(message: &[u8]) -> Result<Self>;

    /// What came in JSON.
    fn of_json(text: &str) -> std::result::Result<Self, serde_json::Error>;

    /// Writes what it holds.
    fn serialize_inner<S: Serializer>(&self, serializer: S)
    -> std::result::Result<S::Ok, S::Error>;
}

/// What the `Serialize` of such a type calls.
pub fn serialize<T: Ext, S: Serializer>(
    value: &T,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    own::serialize(value, serializer)
}

/// What its `Deserialize` calls.
pub fn deserialize<'de, T: Ext, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<T, D::Error> {
    own::deserialize(deserializer)
}

impl<T: Ext> Own for T {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        super::write::ext(T::CODE, &self.to_payload()?, out)
    }

    fn read(message: &[u8]) -> Result<Self> {
        match Head::read(message) {
            Ok(head) => match head.kind {
                Kind::Ext(code) => of_payload(code, message.get(head.length..).unwrap_or_default()),
                _ if T::ACCEPTS_PLAIN => T::of_plain(message),
                _ => Err(decode::unexpected(message, &expected::<T>().as_str())),
            },
            Err(_) => Err(Error::new("no MessagePack")),
        }
    }

    fn serialize_plain<S: Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        self.serialize_inner(serializer)
    }

    fn deserialize_plain<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let captured = source::capture(deserializer)?;
        let value = captured.source();
        if let Some((code, payload)) = written_as_ext(value) {
            return of_payload(code, &payload).map_err(D::Error::custom);
        }
        T::of_json(&value.json()).map_err(D::Error::custom)
    }
}

fn of_payload<T: Ext>(code: i8, payload: &[u8]) -> Result<T> {
    match code == T::CODE {
        true => T::of_payload(payload),
        false => {
            let expected = expected::<T>();
            let message = format!("invalid value: extension {code}, expected {expected}");
            Err(Error::new(message))
        }
    }
}

fn expected<T: Ext>() -> String {
    format!("`{}`, which is extension {}", T::NAME, T::CODE)
}

/// The code and the payload of `{"$ext":[code,"base64"]}`.
fn written_as_ext(value: Source<'_>) -> Option<(i8, Vec<u8>)> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        #[serde(rename = "$ext")]
        ext: (i8, Bytes),
    }
    let text = value.json();
    let written: Written = text
        .starts_with('{')
        .then(|| serde_json::from_str(&text).ok())??;
    Some((written.ext.0, written.ext.1.0))
}

#[cfg(test)]
mod tests;
