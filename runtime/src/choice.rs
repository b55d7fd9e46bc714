//! Enums of strings: takes the values of a generated enum's variants, gives its reading and writing.
use std::{borrow::Cow, fmt};

use serde::de::{Deserializer, Error, Visitor};

/// A string as it comes, not copied unless it has escapes.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_str(Text { only: None })
}

/// One of these strings. Others are refused while they are read: that is how the error has their place.
pub fn known<'de, D: Deserializer<'de>>(
    deserializer: D,
    values: &'static [&'static str],
) -> Result<Cow<'de, str>, D::Error> {
    deserializer.deserialize_str(Text { only: Some(values) })
}

struct Text {
    only: Option<&'static [&'static str]>,
}

impl Text {
    fn checked<E: Error>(self, text: Cow<'_, str>) -> Result<Cow<'_, str>, E> {
        match self.only {
            Some(values) if !values.contains(&text.as_ref()) => Err(unknown(&text, values)),
            _ => Ok(text),
        }
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        self.checked(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.checked(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        self.checked(Cow::Owned(text))
    }
}

/// The error for a string that is none of the values, of bounded length.
pub fn unknown<E: Error>(text: &str, known: &'static [&'static str]) -> E {
    E::unknown_variant(&text.chars().take(80).collect::<String>(), known)
}

/// A text is none of the values of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue(&'static [&'static str]);

impl UnknownValue {
    /// Of an enum with these values.
    #[doc(hidden)]
    pub fn new(known: &'static [&'static str]) -> Self {
        Self(known)
    }

    /// The values of the enum.
    pub fn known(&self) -> &'static [&'static str] {
        self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of the values of the enum: ")?;
        f.debug_list().entries(self.0.iter().take(8)).finish()
    }
}

impl std::error::Error for UnknownValue {}

/// Gives an enum of strings all that it needs: for each variant its value, then the variant that keeps other strings.
#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($name:ident { $($variant:ident $value:literal),* $(,)? } $($other:ident)?) => {
        impl $name {
            /// The values that the document knows.
            pub const KNOWN: &'static [&'static str] = &[$($value),*];

            /// The value as the wire has it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    $(Self::$other(value) => value,)?
                }
            }

            /// The variant of a value that the document knows.
            pub fn from_known(value: &str) -> ::std::option::Option<Self> {
                match value {
                    $($value => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<__D>(deserializer: __D) -> ::std::result::Result<Self, __D::Error>
            where
                __D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                let text = $crate::__choice!(@text deserializer $($other)?);
                match Self::from_known(&text) {
                    ::std::option::Option::Some(value) => ::std::result::Result::Ok(value),
                    ::std::option::Option::None => $crate::__choice!(@other text $($other)?),
                }
            }
        }

        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<__S>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error>
            where
                __S: $crate::__private::v1::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::__choice!(@from $name $($other)?);
    };
    (@text $deserializer:ident) => {
        $crate::__private::v1::choice::known($deserializer, Self::KNOWN)?
    };
    (@text $deserializer:ident $other:ident) => {
        $crate::__private::v1::choice::text($deserializer)?
    };
    (@other $text:ident) => {
        ::std::result::Result::Err($crate::__private::v1::choice::unknown(&$text, Self::KNOWN))
    };
    (@other $text:ident $other:ident) => {
        ::std::result::Result::Ok(Self::$other($text.into_owned()))
    };
    (@from $name:ident) => {
        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            fn from_str(value: &str) -> ::std::result::Result<Self, $crate::UnknownValue> {
                Self::from_known(value).ok_or($crate::UnknownValue::new(Self::KNOWN))
            }
        }
    };
    (@from $name:ident $other:ident) => {
        impl ::std::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::from_known(value).unwrap_or_else(|| Self::$other(value.to_owned()))
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from_known(&value).unwrap_or(Self::$other(value))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(value.into())
            }
        }
    };
}

#[cfg(test)]
// The macro is for other crates.
#[allow(dead_code, unreachable_pub)]
mod tests {
    use crate::__private::v1::choice;

    #[derive(Clone, Debug, PartialEq)]
    enum Tag {
        Latest,
        Other,
        Unknown(String),
    }
    choice!(Tag { Latest "latest", Other "other" } Unknown);

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Only {
        Cat,
    }
    choice!(Only { Cat "c\"at" });

    #[test]
    fn values_that_are_not_known_are_kept() {
        let json = r#"["latest","other","new\n","other"]"#;
        let tags: Vec<Tag> = serde_json::from_str(json).unwrap();
        let new = Tag::Unknown("new\n".to_owned());
        assert_eq!(tags, [Tag::Latest, Tag::Other, new.clone(), Tag::Other]);
        assert_eq!(serde_json::to_string(&tags).unwrap(), json);
        assert_eq!(
            ("new\n".parse(), new.to_string()),
            (Ok(new), "new\n".into())
        );
        assert_eq!(Tag::from("latest".to_owned()), Tag::Latest);
        assert!(serde_json::from_str::<Tag>("3").is_err());
    }

    #[test]
    fn without_a_variant_for_them_they_are_errors() {
        assert_eq!(
            serde_json::from_str::<Only>(r#""c\"at""#).unwrap(),
            Only::Cat
        );
        let error = serde_json::from_str::<Only>(r#""dog""#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("unknown variant `dog`, expected `c\"at`")
        );
        let error = "dog".parse::<Only>().unwrap_err();
        assert!(error.to_string().contains(r#"["c\"at"]"#), "{error}");
        assert_eq!(
            (error.known(), format!("{:>6}", Only::Cat)),
            (Only::KNOWN, "  c\"at".to_owned())
        );
    }
}
