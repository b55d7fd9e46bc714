//! What a value holds: takes one, gives the plain type; takes a plain type, gives the value of it.
use super::{RpcStr, Value};
use crate::msgpack::bytes::Bytes;

impl Value {
    /// Whether it is nil.
    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// An integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(number) => i64::try_from(*number).ok(),
            _ => None,
        }
    }

    /// An integer that fits.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        }
    }

    /// A number, rounded to double precision.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "it says so")]
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// Text in UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => text.as_str().ok(),
            _ => None,
        }
    }

    /// Bytes data, or the bytes of text.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Str(text) => Some(text.as_bytes()),
            Self::Bin(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The values of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(values) => Some(values),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[(Self, Self)]> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The type code and the payload of an extension.
    pub fn as_ext(&self) -> Option<(i8, &[u8])> {
        match self {
            Self::Ext(code, payload) => Some((*code, payload)),
            _ => None,
        }
    }

    /// The value of a map under a name, the last of several.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let mut entries = self.as_map()?.iter().rev();
        let found = entries.find(|(key, _)| key.as_str() == Some(name));
        found.map(|(_, value)| value)
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Value {
            fn from(number: $integer) -> Self {
                Self::Int(number.into())
            }
        }
    )*};
}
integers!(u8 u16 u32 u64 i8 i16 i32 i64 i128);

macro_rules! conversions {
    ($($type:ty => $variant:ident,)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}
conversions! {
    bool => Bool,
    f32 => Float,
    f64 => Float,
    &str => Str,
    String => Str,
    RpcStr => Str,
    Bytes => Bin,
    Vec<Value> => Array,
    Vec<(Value, Value)> => Map,
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nil, Into::into)
    }
}
