//! Bytes data: takes bytes, writes them as they are in MessagePack and as base64 in JSON.
use std::fmt;
use std::ops::Deref;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::head::{Head, Kind};
use super::own::{self, Own};
use super::{Error, decode, write};

/// Bytes, of a schema with `contentEncoding: base64`.
///
/// In MessagePack they are binary data, and text is read as its bytes, as peers send it that know no binary data. In JSON
/// they are text in base64, and every other format that people read has that too.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub Vec<u8>);

/// Standard base64, with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Own for Bytes {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        write::bin(&self.0, out)
    }

    fn read(message: &[u8]) -> Result<Self, Error> {
        match Head::read(message) {
            Ok(head) if matches!(head.kind, Kind::Bin | Kind::Str) => Ok(Self(
                message.get(head.length..).unwrap_or_default().to_vec(),
            )),
            _ => Err(decode::unexpected(message, &"binary data")),
        }
    }

    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }

    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Plain)
    }
}

struct Plain;

impl<'de> Visitor<'de> for Plain {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text in base64")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes, E> {
        let bytes = BASE64.decode(text);
        bytes
            .map(Bytes)
            .map_err(|error| E::custom(format_args!("no base64: {error}")))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        own::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        own::deserialize(deserializer)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(binary: Bytes) -> Self {
        binary.0
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes(\"{}\")", self.0.escape_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msgpack::encode::encode;

    #[test]
    fn bytes_are_binary_data_or_base64() {
        let binary = Bytes::from(&b"a\xff"[..]);
        let message = encode(&binary).unwrap();
        assert_eq!(message, b"\xc4\x02a\xff");
        assert_eq!(decode::decode::<Bytes>(&message).unwrap(), binary);
        assert_eq!(decode::decode::<Bytes>(b"\xa2a\xff").unwrap(), binary);
        assert_eq!(serde_json::to_string(&binary).unwrap(), "\"Yf8=\"");
        for text in [r#""Yf8=""#, r#""Yf8""#, r#""Y\u00668=""#] {
            assert_eq!(serde_json::from_str::<Bytes>(text).unwrap(), binary);
        }
        let error = serde_json::from_str::<Bytes>("\"?\"")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("no base64: "), "{error}");
        let error = decode::decode::<Bytes>(b"\x90").unwrap_err().to_string();
        assert_eq!(error, "invalid type: sequence, expected binary data");
    }
}
