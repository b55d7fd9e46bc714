//! Integers of any size: takes the digits of a JSON number, keeps every one of them, gives them back.
//!
//! Kept as digits rather than as a big number of some crate: reading and writing ten megabytes of them takes linear time,
//! and nobody's choice of a crate for arithmetic is forced on all.
mod number;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::Snippet;
use crate::source;

pub(crate) use number::integral;

/// An integer of any size, for schemas whose format or bounds go beyond 64 bits.
///
/// Made from any integer type or from decimal digits; `u64::try_from(&integer)` and its like give it back where it fits,
/// `to_string` for a big number of another crate. As JSON it is a number with all its digits, as MessagePack one of 64 bits
/// or the text of its digits. `serde_json::Value` has no room for them: a value tree keeps 64 bits exactly and rounds what is longer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer(Box<str>);

/// Why a text is no [`Integer`], or an [`Integer`] does not fit in a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerError(String);

impl Integer {
    /// The digits in base ten, after a `-` for what is below zero.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is_negative(&self) -> bool {
        self.0.starts_with('-')
    }

    /// Of digits that may begin with zeros.
    fn of_digits(negative: bool, digits: &str) -> Self {
        match digits.trim_start_matches('0') {
            "" => Self("0".into()),
            digits if negative => Self(format!("-{digits}").into()),
            digits => Self(digits.into()),
        }
    }
}

impl FromStr for Integer {
    type Err = IntegerError;

    fn from_str(text: &str) -> Result<Self, IntegerError> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        match digits.is_empty() || digits.bytes().any(|byte| !byte.is_ascii_digit()) {
            false => Ok(Self::of_digits(text.starts_with('-'), digits)),
            true => Err(IntegerError(format!("{} is no integer", quoted(text)))),
        }
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        let longer = |a: &Self, b: &Self| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0));
        match (self.is_negative(), other.is_negative()) {
            (false, false) => longer(self, other),
            (true, true) => longer(other, self),
            (negative, _) if negative => Ordering::Less,
            _ => Ordering::Greater,
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad_integral(!self.is_negative(), "", self.0.trim_start_matches('-'))
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Integer({})", self.0)
    }
}

impl Default for Integer {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for IntegerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for IntegerError {}

impl IntegerError {
    pub(crate) fn out_of_bounds<T: fmt::Display>(name: &str, value: T, min: T, max: T) -> Self {
        Self(format!(
            "`{name}` is from {min} to {max}, which {value} is not"
        ))
    }
}

/// The beginning of a text, for an error.
fn quoted(text: &str) -> String {
    format!("`{}`", Snippet::head(text.as_bytes()).as_str())
}

macro_rules! conversions {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Integer {
            fn from(value: $integer) -> Self {
                Self(value.to_string().into())
            }
        }

        impl TryFrom<&Integer> for $integer {
            type Error = IntegerError;

            fn try_from(value: &Integer) -> Result<Self, IntegerError> {
                value.0.parse().map_err(|_| {
                    let value = quoted(&value.0);
                    IntegerError(format!(concat!("{} does not fit in ", stringify!($integer)), value))
                })
            }
        }

        impl TryFrom<Integer> for $integer {
            type Error = IntegerError;

            fn try_from(value: Integer) -> Result<Self, IntegerError> {
                Self::try_from(&value)
            }
        }

        impl PartialEq<$integer> for Integer {
            fn eq(&self, other: &$integer) -> bool {
                <$integer>::try_from(self).as_ref() == Ok(other)
            }
        }
    )*};
}
conversions!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(small) = i64::try_from(self) {
            return serializer.serialize_i64(small);
        }
        let digits = RawValue::from_string(self.0.clone().into());
        digits
            .map_err(serde::ser::Error::custom)?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let captured = source::capture(deserializer)?;
        let json = captured.source().json();
        let digits = match captured.source().is_json() {
            true => &*json,
            // MessagePack has no room for long ones, and no other way to say a number as text.
            false => json.trim_matches('"'),
        };
        number::integral(digits).ok_or_else(|| {
            let found = quoted(&json);
            D::Error::custom(format!("invalid type: {found}, expected an integer"))
        })
    }
}

#[cfg(test)]
mod tests;
