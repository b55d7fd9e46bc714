//! Reading structs: takes the names of a generated struct's members, gives its `Deserialize` in one loop.
//!
//! Serde's derive makes an enum of the fields and two visitors for each struct, one of which reads it from an array. Most
//! of what a client costs to compile is that. Here the names are looked up in a list by code that is compiled once, and
//! a struct is only read from an object.
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

/// Finds the place of a member's name in a list; the length of the list stands for any other name.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Place {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Place {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(place(self.0, name.as_bytes()))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        Ok(place(self.0, name))
    }
}

/// As [`Place`], and keeps a name that is not in the list.
#[derive(Clone, Copy, Debug)]
pub struct PlaceOrName(pub &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for PlaceOrName {
    type Value = (usize, String);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for PlaceOrName {
    type Value = (usize, String);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let place = place(self.0, name.as_bytes());
        // The names that are known are not copied.
        let kept = if place == self.0.len() { name } else { "" };
        Ok((place, kept.to_owned()))
    }
}

fn place(names: &[&str], name: &[u8]) -> usize {
    let known = names.iter().position(|known| known.as_bytes() == name);
    known.unwrap_or(names.len())
}

/// Gives a struct with named fields its `Deserialize`.
///
/// For each field: its number, its name, the member's name, `required` or `optional`, and how it is read. A field named
/// behind the braces collects all other members; with `closed` they are refused. A member that comes twice counts as it
/// came last.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    (closed $name:ident { $($index:literal $field:ident $member:literal $presence:ident $reading:ident),* }) => {
        $crate::__record!(@impl $name { $($index $field $member $presence $reading),* } [refused] []);
    };
    ($name:ident { $($index:literal $field:ident $member:literal $presence:ident $reading:ident),* }) => {
        $crate::__record!(@impl $name { $($index $field $member $presence $reading),* } [ignored] []);
    };
    ($name:ident { $($index:literal $field:ident $member:literal $presence:ident $reading:ident),* } $rest:ident) => {
        $crate::__record!(@impl $name { $($index $field $member $presence $reading),* } [kept $rest] [$rest]);
    };
    (@impl $name:ident { $($index:literal $field:ident $member:literal $presence:ident $reading:ident),* } $others:tt [$($rest:ident)?]) => {
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<__D>(deserializer: __D) -> ::std::result::Result<Self, __D::Error>
            where
                __D: $crate::__private::v1::serde::Deserializer<'de>,
            {
                const MEMBERS: &[&str] = &[$($member),*];
                struct __Visitor;
                impl<'de> $crate::__private::v1::serde::de::Visitor<'de> for __Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str(::std::concat!("struct ", ::std::stringify!($name)))
                    }

                    fn visit_map<__A>(self, mut map: __A) -> ::std::result::Result<$name, __A::Error>
                    where
                        __A: $crate::__private::v1::serde::de::MapAccess<'de>,
                    {
                        $(let mut $field = ::std::option::Option::None;)*
                        $crate::__record!(@each map MEMBERS { $($index $field $reading),* } $others);
                        ::std::result::Result::Ok($name {
                            $($field: $crate::__record!(@take $presence $field $member),)*
                            $($rest,)?
                        })
                    }
                }
                deserializer.deserialize_map(__Visitor)
            }
        }
    };
    (@each $map:ident $members:ident { $($index:literal $field:ident $reading:ident),* } [ignored]) => {
        while let ::std::option::Option::Some(place) =
            $map.next_key_seed($crate::__private::v1::record::Place($members))?
        {
            match place {
                $($index => $crate::__private::v1::record::$reading(&mut $map, &mut $field)?,)*
                _ => _ = $map.next_value::<$crate::__private::v1::serde::de::IgnoredAny>()?,
            }
        }
    };
    (@each $map:ident $members:ident { $($index:literal $field:ident $reading:ident),* } [refused]) => {
        while let ::std::option::Option::Some((place, name)) =
            $map.next_key_seed($crate::__private::v1::record::PlaceOrName($members))?
        {
            match place {
                $($index => $crate::__private::v1::record::$reading(&mut $map, &mut $field)?,)*
                _ => return ::std::result::Result::Err($crate::__private::v1::record::refuse(&name, $members)),
            }
        }
    };
    (@each $map:ident $members:ident { $($index:literal $field:ident $reading:ident),* } [kept $rest:ident]) => {
        let mut $rest = ::std::default::Default::default();
        while let ::std::option::Option::Some((place, name)) =
            $map.next_key_seed($crate::__private::v1::record::PlaceOrName($members))?
        {
            match place {
                $($index => $crate::__private::v1::record::$reading(&mut $map, &mut $field)?,)*
                _ => $crate::__private::v1::record::keep(&mut $rest, name, $map.next_value()?),
            }
        }
    };
    (@take optional $field:ident $member:literal) => { $field.unwrap_or_default() };
    (@take required $field:ident $member:literal) => {
        $crate::__private::v1::record::required($field, $member)?
    };
}

/// Reads a member. This and what follows is compiled once for each type of a member rather than for each member.
#[inline(never)]
pub fn plain<'de, T, A>(map: &mut A, field: &mut Option<T>) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    *field = Some(map.next_value()?);
    Ok(())
}

/// Reads a member whose absence is not the same as null.
#[inline(never)]
pub fn present<'de, T, A>(map: &mut A, field: &mut Option<Option<T>>) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    *field = Some(Some(map.next_value()?));
    Ok(())
}

/// Reads a member that is empty where it is null.
#[inline(never)]
pub fn null_as_default<'de, T, A>(map: &mut A, field: &mut Option<T>) -> Result<(), A::Error>
where
    T: Deserialize<'de> + Default,
    A: MapAccess<'de>,
{
    *field = Some(map.next_value::<Option<T>>()?.unwrap_or_default());
    Ok(())
}

/// What was read, or the error for what did not come.
#[inline(never)]
pub fn required<T, E: Error>(field: Option<T>, member: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(member))
}

/// The error for a member that a closed struct does not declare, of bounded length.
pub fn refuse<E: Error>(name: &str, members: &'static [&'static str]) -> E {
    E::unknown_field(&name.chars().take(80).collect::<String>(), members)
}

/// Puts a member into whatever map a struct collects the others in.
pub fn keep<V, M: Extend<(String, V)>>(rest: &mut M, name: String, value: V) {
    rest.extend([(name, value)]);
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    #[derive(Debug, PartialEq)]
    struct Pet {
        id: i64,
        map: Option<String>,
        parts: Vec<i64>,
        owner: Option<Option<String>>,
        extra: Map<String, Value>,
    }
    crate::__private::v1::record!(Pet {
        0 id "id" required plain,
        1 map "Map" optional plain,
        2 parts "parts" required null_as_default,
        3 owner "owner" optional present
    } extra);

    #[derive(Debug, PartialEq)]
    struct Closed {
        id: Option<i64>,
    }
    crate::__private::v1::record!(closed Closed { 0 id "id" required plain });

    #[derive(Debug, PartialEq)]
    struct Empty {}
    crate::__private::v1::record!(Empty {});

    fn pet(value: Value) -> Result<Pet, serde_json::Error> {
        serde_json::from_slice(value.to_string().as_bytes())
    }

    #[test]
    fn members_are_read_and_others_kept() {
        let full =
            pet(json!({ "x": [1], "id": 1, "Map": "m", "parts": null, "owner": null })).unwrap();
        assert_eq!(
            (full.id, full.map.as_deref(), full.parts.len()),
            (1, Some("m"), 0)
        );
        assert_eq!(full.owner, Some(None));
        assert_eq!(Value::Object(full.extra), json!({ "x": [1] }));
        let least = pet(json!({ "id": 2, "parts": [3] })).unwrap();
        assert_eq!((least.map, least.parts, least.owner), (None, vec![3], None));
    }

    #[test]
    fn what_is_missing_or_no_object_is_an_error() {
        let error = pet(json!({ "parts": [] })).unwrap_err().to_string();
        assert!(error.contains("missing field `id`"), "{error}");
        let error = pet(json!([1, "m", [], null])).unwrap_err().to_string();
        assert!(error.contains("expected struct Pet"), "{error}");
        let error = pet(json!({ "id": "x", "parts": [] }))
            .unwrap_err()
            .to_string();
        assert!(error.contains("invalid type: string"), "{error}");
    }

    #[test]
    fn a_closed_struct_refuses_other_members() {
        let closed = |json: &str| serde_json::from_str::<Closed>(json).map_err(|e| e.to_string());
        assert_eq!(closed(r#"{"id":null}"#), Ok(Closed { id: None }));
        let error = closed(r#"{"id":1,"x":2}"#).unwrap_err();
        assert!(
            error.contains("unknown field `x`, expected `id`"),
            "{error}"
        );
        let error = closed("{}").unwrap_err();
        assert!(error.contains("missing field `id`"), "{error}");
    }

    #[test]
    fn a_struct_without_members_takes_any_object() {
        let empty: Empty = serde_json::from_str(r#"{"a":1}"#).unwrap();
        assert_eq!(empty, Empty {});
    }
}
