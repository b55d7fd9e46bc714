//! Newtypes of integers with bounds: takes a name, the integer and its bounds, gives a type that holds nothing else.
use std::fmt::Display;

use crate::IntegerError;

/// Gives a tuple struct over an integer what it needs to be one that is checked.
#[doc(hidden)]
#[macro_export]
macro_rules! __bounded {
    ($name:ident $integer:ty, $min:literal, $max:literal) => {
        impl $name {
            /// The least value.
            pub const MIN: Self = Self($min);
            /// The greatest value.
            pub const MAX: Self = Self($max);

            /// The integer.
            pub fn get(self) -> $integer {
                self.0
            }
        }
        impl ::std::convert::TryFrom<$integer> for $name {
            type Error = $crate::IntegerError;
            fn try_from(value: $integer) -> ::std::result::Result<Self, $crate::IntegerError> {
                const NAME: &str = ::std::stringify!($name);
                $crate::__private::v1::bounded::checked(NAME, value, $min, $max).map(Self)
            }
        }
        impl ::std::convert::From<$name> for $integer {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<__S>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error>
            where
                __S: $crate::__private::v1::serde::Serializer,
            {
                $crate::__private::v1::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<__D>(deserializer: __D) -> ::std::result::Result<Self, __D::Error>
            where
                __D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                let value = $crate::__private::v1::serde::Deserialize::deserialize(deserializer)?;
                let checked: ::std::result::Result<Self, _> = <$integer>::try_into(value);
                checked.map_err($crate::__private::v1::serde::de::Error::custom)
            }
        }
    };
}

/// An integer that lies between its bounds.
pub fn checked<T: Copy + Display + PartialOrd>(
    name: &str,
    value: T,
    min: T,
    max: T,
) -> Result<T, IntegerError> {
    match min <= value && value <= max {
        true => Ok(value),
        false => Err(IntegerError::out_of_bounds(name, value, min, max)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, unreachable_pub)]

    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    struct Port(u16);
    crate::__bounded!(Port u16, 1, 1024);

    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    struct Frost(i8);
    crate::__bounded!(Frost i8, -40, -1);

    #[test]
    fn only_what_lies_between_the_bounds_is_taken() {
        assert_eq!(Port::try_from(80).map(Port::get), Ok(80));
        assert_eq!(serde_json::from_str::<Port>("1024").ok(), Some(Port::MAX));
        assert_eq!(serde_json::to_string(&Frost::MIN).unwrap(), "-40");
        let error = serde_json::from_str::<Port>("0").unwrap_err().to_string();
        assert!(
            error.starts_with("`Port` is from 1 to 1024, which 0 is not"),
            "{error}"
        );
        assert!(Frost::try_from(0).is_err());
        assert!(serde_json::from_str::<Port>("70000").is_err());
    }
}
