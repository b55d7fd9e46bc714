//! Reading unions: takes the forms of an enum's variants, gives its `Deserialize` by looking at a value before reading it.
//!
//! Serde's untagged derive copies every value into a tree, tries one variant after the other, and says of none why it
//! failed. Here the value stays as it came. Its kind, its tag and the names of its members leave one variant, nearly always,
//! and the error of that variant is the error, at its place.
#[cfg(feature = "msgpack")]
mod both;
mod failure;
mod fault;
mod fit;
mod form;
mod look;
#[cfg(feature = "msgpack")]
mod message;
mod reading;
mod scan;
#[cfg(test)]
mod tests;
mod verdict;

use serde::de::{DeserializeOwned, Deserializer, Error};

#[cfg(feature = "msgpack")]
pub use both::{decode_both, read_msgpack};
pub use form::{Branch, Form, Member, Union};
#[cfg(feature = "msgpack")]
pub(crate) use reading::EXACT;
pub(crate) use reading::{Document, placed};

use failure::Failure;
use fault::Fault;
use reading::Level;

use crate::source::{self, Source};

/// Reads a value as the first variant that takes it, the most specific first.
///
/// `read` reads a variant, by its number, from JSON text.
pub fn decode<'de, D, T>(
    deserializer: D,
    union: &'static Union,
    read: fn(usize, &str) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: 'static,
{
    let captured = source::capture(deserializer)?;
    let text = captured.source().json();
    let read = |index| read(index, &text).map_err(Fault::from);
    choose(Source::Json(&text), union, &read).map_err(D::Error::custom)
}

/// Reads what a variant holds.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(json)
}

fn choose<T: 'static>(
    value: Source<'_>,
    union: &'static Union,
    read: &dyn Fn(usize) -> Result<T, Fault>,
) -> Result<T, String> {
    let level = Level::enter(value)?;
    let candidates = match level.known::<T>() {
        Some(Ok(index)) => Ok(vec![index]),
        Some(Err(message)) => return Err(message.to_string()),
        None => verdict::candidates(union, value),
    };
    let failure = match candidates {
        Err(failure) => failure,
        Ok(candidates) => {
            let mut failures = Vec::new();
            for (tried, index) in candidates.iter().enumerate() {
                let is_last = tried + 1 == candidates.len();
                match level.attempt(is_last, || read(*index)) {
                    Ok(value) => {
                        level.remember::<T>(Ok(*index));
                        return Ok(value);
                    }
                    Err(fault) => failures.push((*index, level.failure(fault))),
                }
            }
            Failure::of_tries(union, failures, value)
        }
    };
    let message = level.placed(&failure);
    level.remember::<T>(Err(message.as_str().into()));
    Err(message)
}

/// Gives an enum whose variants each hold one thing its `Deserialize` and its `Serialize`.
///
/// For each variant: its number, its name, and the forms that its values have in JSON. Of an object these are its members,
/// and the values of those that tell it from other variants: `is` where no other value will do, `like` where others may come.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (@on $wires:ident $name:ident $(by $tag:literal)? { $($index:literal $variant:ident $forms:tt),* $(,)? }) => {
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<__D>(deserializer: __D) -> ::std::result::Result<Self, __D::Error>
            where
                __D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                static UNION: $crate::__private::v1::union::Union =
                    $crate::__private::v1::union::Union {
                        name: ::std::stringify!($name),
                        tag: $crate::__union!(@tag $($tag)?),
                        branches: &[$($crate::__private::v1::union::Branch {
                            name: ::std::stringify!($variant),
                            forms: $crate::__union!(@forms $forms),
                        }),*],
                    };
                $crate::__union!(@decode $wires deserializer UNION { $($index $variant),* })
            }
        }

        impl $crate::__private::v1::serde::Serialize for $name {
            fn serialize<__S>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error>
            where
                __S: $crate::__private::v1::serde::Serializer,
            {
                match self {
                    $(Self::$variant(value) => {
                        $crate::__private::v1::serde::Serialize::serialize(value, serializer)
                    })*
                }
            }
        }
    };
    (@decode json $deserializer:ident $union:ident $variants:tt) => {
        $crate::__private::v1::union::decode(
            $deserializer,
            &$union,
            $crate::__union!(@read read $variants),
        )
    };
    (@decode both $deserializer:ident $union:ident $variants:tt) => {
        $crate::__private::v1::union::decode_both(
            $deserializer,
            &$union,
            $crate::__union!(@read read $variants),
            $crate::__union!(@read read_msgpack $variants),
        )
    };
    (@read $read:ident { $($index:literal $variant:ident),* }) => {
        |variant, value| {
            ::std::result::Result::Ok(match variant {
                $($index => Self::$variant($crate::__private::v1::union::$read(value)?),)*
                _ => ::std::unreachable!("a variant has a number"),
            })
        }
    };
    (@tag) => { ::std::option::Option::None };
    (@tag $tag:literal) => { ::std::option::Option::Some($tag) };
    (@forms [$($kind:ident $shape:tt),*]) => { &[$($crate::__union!(@form $kind $shape)),*] };
    (@form string ($($value:literal),*)) => {
        $crate::__private::v1::union::Form::String(&[$($value),*])
    };
    (@form text ($name:ident)) => {
        $crate::__private::v1::union::Form::Text(<$name as $crate::__private::v1::text::Text>::rule)
    };
    (@form object ($($presence:ident $member:literal $($how:ident [$($value:literal),*])?),*)) => {
        $crate::__union!(@object false [$($presence $member [$($how [$($value),*])?]),*])
    };
    (@form closed ($($presence:ident $member:literal $($how:ident [$($value:literal),*])?),*)) => {
        $crate::__union!(@object true [$($presence $member [$($how [$($value),*])?]),*])
    };
    (@form own ()) => { $crate::__private::v1::union::Form::Own };
    (@form any ()) => { $crate::__private::v1::union::Form::Any };
    (@form null ()) => { $crate::__private::v1::union::Form::Null };
    (@form boolean ()) => { $crate::__private::v1::union::Form::Boolean };
    (@form integer ()) => { $crate::__private::v1::union::Form::Integer };
    (@form number ()) => { $crate::__private::v1::union::Form::Number };
    (@form list ($($kind:ident $shape:tt),*)) => {
        $crate::__private::v1::union::Form::List($crate::__union!(@forms [$($kind $shape),*]))
    };
    (@form bytes ()) => { $crate::__private::v1::union::Form::Bytes };
    (@form ext ($code:literal)) => { $crate::__private::v1::union::Form::Ext($code) };
    (@form map ()) => { $crate::__private::v1::union::Form::Map };
    (@object $closed:literal [$($presence:ident $member:literal $values:tt),*]) => {
        $crate::__private::v1::union::Form::Object {
            members: &[$($crate::__private::v1::union::Member {
                name: $member,
                required: $crate::__union!(@presence $presence),
                values: $crate::__union!(@values $values),
                only_these: $crate::__union!(@only $values),
            }),*],
            closed: $closed,
        }
    };
    (@presence required) => { true };
    (@presence optional) => { false };
    (@values []) => { &[] };
    (@values [$how:ident [$($value:literal),*]]) => { &[$($value),*] };
    (@only [is $values:tt]) => { true };
    (@only $other:tt) => { false };
    ($($union:tt)*) => { $crate::__union!(@on json $($union)*); };
}
