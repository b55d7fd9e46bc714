//! Text that need not be UTF-8: takes bytes, writes them as text in MessagePack, and what is UTF-8 of them in JSON.
use std::borrow::Cow;
use std::fmt;
use std::str::Utf8Error;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::head::{Head, Kind};
use super::own::{self, Own};
use super::{Error, decode, write};

/// Text as MessagePack has it, which need not be UTF-8: of a schema with `x-msgpack-lossy-utf8`.
///
/// It is made from `&str`, `String` and bytes. In JSON, what is no UTF-8 becomes U+FFFD; binary data is read as text.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RpcStr(Vec<u8>);

impl RpcStr {
    /// The text, where it is UTF-8.
    pub fn as_str(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.0)
    }

    /// The text, with U+FFFD for what is no UTF-8.
    pub fn to_str_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// The bytes of the text.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl Own for RpcStr {
    fn write(&self, out: &mut Vec<u8>) -> Result<(), Error> {
        write::str(&self.0, out)
    }

    fn read(message: &[u8]) -> Result<Self, Error> {
        match Head::read(message) {
            Ok(head) if matches!(head.kind, Kind::Bin | Kind::Str) => Ok(Self(
                message.get(head.length..).unwrap_or_default().to_vec(),
            )),
            _ => Err(decode::unexpected(message, &"a string")),
        }
    }

    fn serialize_plain<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_str_lossy())
    }

    fn deserialize_plain<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Plain)
    }
}

struct Plain;

impl Visitor<'_> for Plain {
    type Value = RpcStr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<RpcStr, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<RpcStr, E> {
        Ok(text.into())
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<RpcStr, E> {
        Ok(bytes.into())
    }
}

impl Serialize for RpcStr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        own::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for RpcStr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        own::deserialize(deserializer)
    }
}

impl From<&str> for RpcStr {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for RpcStr {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&[u8]> for RpcStr {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

impl From<Vec<u8>> for RpcStr {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl PartialEq<str> for RpcStr {
    fn eq(&self, text: &str) -> bool {
        self.0 == text.as_bytes()
    }
}

impl PartialEq<&str> for RpcStr {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl fmt::Display for RpcStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_str_lossy())
    }
}

impl fmt::Debug for RpcStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Ok(text) => text.fmt(f),
            Err(_) => write!(f, "\"{}\"", self.0.escape_ascii()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msgpack::encode::encode;

    #[test]
    fn text_keeps_its_bytes_on_the_wire_that_has_them() {
        let odd = RpcStr::from(&b"a\xff"[..]);
        let message = encode(&odd).unwrap();
        assert_eq!(message, b"\xa2a\xff");
        assert_eq!(decode::decode::<RpcStr>(&message).unwrap(), odd);
        assert_eq!(decode::decode::<RpcStr>(b"\xc4\x02a\xff").unwrap(), odd);
        assert_eq!(decode::decode::<RpcStr>(b"\xda\x00\x02a\xff").unwrap(), odd);
        assert_eq!(serde_json::to_string(&odd).unwrap(), "\"a\u{fffd}\"");
        assert_eq!(serde_json::from_str::<RpcStr>(r#""a\n""#).unwrap(), "a\n");
        assert!(odd.as_str().is_err());
        assert_eq!(format!("{odd} {odd:?}"), "a\u{fffd} \"a\\xff\"");
        let error = decode::decode::<RpcStr>(b"\x07").unwrap_err().to_string();
        assert_eq!(error, "invalid type: integer `7`, expected a string");
        let error = serde_json::from_str::<RpcStr>("7").unwrap_err().to_string();
        assert!(error.starts_with("invalid type: integer `7`, expected a string"));
    }
}
