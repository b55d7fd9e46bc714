//! The macro of generated newtypes of text: takes a name, whether text is checked, what the type can do, and its rule.

/// Gives a tuple struct over `String` what all texts have, and what its pattern lets it do.
///
/// `open` types take any text, as servers send it; `exact` ones only what fits. A type that is `checked` can say
/// whether it does, `bytes` are hexadecimal, `hex` and `decimal` are integers of at least so many bits, and a `fraction` is
/// a decimal number.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($name:ident $mode:ident [$($ability:ident $($bits:ident)*),*] $rule:expr) => {
        impl $crate::__private::v1::text::Text for $name {
            const NAME: &'static str = ::std::stringify!($name);
            fn rule() -> &'static $crate::__private::v1::text::Rule {
                use $crate::__private::v1::text::Rule;
                static RULE: Rule = $rule;
                &RULE
            }
            fn text(&self) -> &str { &self.0 }
            fn of(text: ::std::string::String) -> Self { Self(text) }
        }
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str { &self.0 }
        }
        impl ::std::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool { self.0 == *other }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.pad(&self.0) }
        }
        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::v1::serde::Serializer,
            {
                serializer.serialize_str(&self.0)
            }
        }
        $crate::__text!(@$mode $name);
        $($crate::__text!(@$ability $name $($bits)*);)*
    };
    (@open $name:ident) => {
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                $crate::__private::v1::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self { Self(::std::convert::From::from(text)) }
        }
        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self { Self(text) }
        }
    };
    (@exact $name:ident) => {
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                $crate::__private::v1::text::deserialize(deserializer)
            }
        }
        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::TextError;
            fn try_from(text: &str) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::checked(::std::convert::From::from(text))
            }
        }
        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::TextError;
            fn try_from(text: ::std::string::String) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::checked(text)
            }
        }
        $crate::__text!(@parsed $name);
    };
    (@checked $name:ident) => {
        impl $name {
            /// Whether the text fits the pattern, or why not.
            pub fn check(&self) -> ::std::result::Result<(), $crate::TextError> {
                $crate::__private::v1::text::check::<Self>(&self.0)
            }
            /// Whether the text fits the pattern.
            pub fn is_valid(&self) -> bool { self.check().is_ok() }
        }
        $crate::__text!(@parsed $name);
    };
    (@parsed $name:ident) => {
        impl ::std::str::FromStr for $name {
            type Err = $crate::TextError;
            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::checked(::std::convert::From::from(text))
            }
        }
    };
    (@bytes $name:ident) => {
        impl $name {
            /// The bytes that the text stands for.
            pub fn to_bytes(&self) -> ::std::result::Result<::std::vec::Vec<u8>, $crate::TextError> {
                $crate::__private::v1::text::to_bytes(self)
            }
            /// The text that stands for these bytes, if it fits the pattern.
            pub fn from_bytes(
                bytes: impl ::std::convert::AsRef<[u8]>,
            ) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::from_bytes(bytes.as_ref())
            }
        }
    };
    (@hex $name:ident $($bits:ident)*) => { $crate::__text!(@integer 16 $name [u64 u128] $($bits)*); };
    (@decimal $name:ident $($bits:ident)*) => {
        $crate::__text!(@integer 10 $name [u64 u128 i64 i128] $($bits)*);
    };
    (@integer $radix:literal $name:ident [$($to:ident)*] $($from:ident)*) => {
        $(impl ::std::convert::TryFrom<&$name> for $to {
            type Error = $crate::TextError;
            fn try_from(text: &$name) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::to_number(text, $radix)
            }
        })*
        $(impl ::std::convert::From<$from> for $name {
            fn from(number: $from) -> Self {
                $crate::__private::v1::text::from_number(::std::convert::From::from(number), $radix)
            }
        })*
    };
    (@fraction $name:ident) => {
        impl ::std::convert::TryFrom<&$name> for f64 {
            type Error = $crate::TextError;
            fn try_from(text: &$name) -> ::std::result::Result<Self, $crate::TextError> {
                $crate::__private::v1::text::to_float(text)
            }
        }
    };
}
