//! JSON text without a value tree: takes encoded values, gives objects of them, and back.
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws"
))]
mod message;
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws"
))]
// Clients read messages, too, and ask no more of them than their members.
#[cfg_attr(
    not(all(
        any(feature = "serve", feature = "service"),
        any(feature = "streams", feature = "ws")
    )),
    allow(dead_code)
)]
mod pieces;
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "service",
    feature = "streams",
    feature = "ws"
))]
mod values;

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws"
))]
pub(crate) use message::Message;
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) use pieces::Pieces;
#[cfg(any(feature = "serve", feature = "service"))]
pub(crate) use values::Values;

use crate::{union, wire::Part};

/// Decodes JSON that nobody has read yet. Every value of a reply comes through `from_str`, which
/// is one deserialiser: a second one would compile every type once more. UTF-8 is checked at once,
/// which costs a hundredth of decoding; `from_slice` checks each string and takes a fifth longer.
pub(crate) fn decode<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, serde_json::Error> {
    let text = text(json)?;
    let _document = union::Document::enter(text.as_bytes());
    serde_json::from_str(text).map_err(|error| union::placed(text, error))
}

/// JSON as text. The error for what is not UTF-8 has its place.
pub(crate) fn text(json: &[u8]) -> Result<&str, serde_json::Error> {
    std::str::from_utf8(json).map_err(|error| match serde_json::from_slice::<&RawValue>(json) {
        Err(placed) => placed,
        Ok(_) => serde::de::Error::custom(error),
    })
}

/// The object or array with which `json` begins, by its brackets: what stands between them is not
/// checked. `None` for any other value, and for one that does not end.
pub(crate) fn container(json: &[u8]) -> Option<&[u8]> {
    if !matches!(json.first()?, b'{' | b'[') {
        return None;
    }
    let mut depth = 0_usize;
    let mut index = 0;
    loop {
        match json.get(index)? {
            b'"' => index = closing_quote(json, index + 1)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return json.get(..=index),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        index += 1;
    }
}

/// The string with which `json` begins, with its quotes. `None` for any other value, and for one
/// that does not end.
pub(crate) fn string(json: &[u8]) -> Option<&[u8]> {
    match json.first()? {
        b'"' => json.get(..=closing_quote(json, 1)?),
        _ => None,
    }
}

/// The name of the first of some members with its quotes, and what stands behind the colon.
pub(crate) fn member(members: &[u8]) -> Option<(&[u8], &[u8])> {
    let members = members.trim_ascii_start();
    let name = string(members)?;
    let behind = members[name.len()..].trim_ascii_start();
    Some((name, behind.strip_prefix(b":")?.trim_ascii_start()))
}

/// The index of the quote that ends the string whose inside begins at `index`.
pub(crate) fn closing_quote(json: &[u8], mut index: usize) -> Option<usize> {
    loop {
        match json.get(index)? {
            b'"' => return Some(index),
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
}

/// The value at a path of member names, where a number counts in an array; the whole for an empty path.
pub(crate) fn at<'a>(json: &'a str, path: &[&str]) -> Option<&'a RawValue> {
    let mut here: &RawValue = serde_json::from_str(json).ok()?;
    for step in path {
        here = match here.get().starts_with('[') {
            false => Members::read(here.get()).ok()?.get(step)?,
            true => {
                let elements: Vec<&RawValue> = serde_json::from_str(here.get()).ok()?;
                elements.into_iter().nth(step.parse().ok()?)?
            }
        };
    }
    Some(here)
}

/// The members of an object in their order, each still encoded.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The members of the object that `json` holds.
    pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// A member by name, the last of several.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

/// The name of a member, not copied unless it has escapes.
pub(crate) struct Name<'a>(pub(crate) Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;

        impl<'de> Visitor<'de> for Borrow {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Borrow)
    }
}

/// Writes an object of encoded values.
pub(crate) fn write_object<'a>(
    members: impl Iterator<Item = (&'a str, impl Into<Part<'a>>)>,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    for (index, (name, value)) in members.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        value.into().write_json(out);
    }
    out.push(b'}');
}

/// Writes a string with its quotes and escapes.
pub(crate) fn write_string(text: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(out, text).expect("a string is JSON, and a Vec takes every write");
}

/// What was written by this module or by serde_json, as a value.
pub(crate) fn raw(json: Vec<u8>) -> Box<RawValue> {
    decode(&json).expect("the text was put together of encoded values")
}

/// A number as a value.
pub(crate) fn number(number: u64) -> Box<RawValue> {
    raw(number.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_survives_reading_and_writing() {
        let text = r#"{"b":[1, 2],"a\n":18446744073709551616,"":null}"#;
        let members = Members::read(text).unwrap();
        let mut out = Vec::new();
        write_object(
            members.0.iter().map(|(name, value)| (&**name, *value)),
            &mut out,
        );
        assert_eq!(String::from_utf8(out).unwrap(), text);
        assert_eq!(members.get("b").map(RawValue::get), Some("[1, 2]"));
        assert!(members.get("c").is_none());
    }

    #[test]
    fn floats_are_read_as_they_were_written() {
        let mut bits = 1_u64;
        for _ in 0..10_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let float = f64::from_bits(bits);
            if float.is_finite() {
                let text = serde_json::to_string(&float).unwrap();
                assert_eq!(
                    decode::<f64>(text.as_bytes()).unwrap().to_bits(),
                    bits,
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn paths_lead_through_objects_and_arrays() {
        let json = r#" {"a":[{"b":1},[2, {"c":null}]],"d":"x"}"#;
        let found = |path: &[&str]| at(json, path).map(RawValue::get);
        assert_eq!(found(&["a", "0", "b"]), Some("1"));
        assert_eq!(found(&["a", "1", "1", "c"]), Some("null"));
        assert_eq!(found(&[]), Some(json.trim()));
        for nowhere in [
            &["e"][..],
            &["a", "2"],
            &["a", "b"],
            &["d", "x"],
            &["a", "-1"],
        ] {
            assert_eq!(found(nowhere), None, "{nowhere:?}");
        }
        assert!(at("[1", &["0"]).is_none());
    }

    #[test]
    fn containers_end_at_their_brackets() {
        for (json, rest) in [
            ("[]", ""),
            (r#"{"a":[{}],"b\"]":"}\\"}"#, "}"),
            (r#"[[1],"é[",2]"#, r#","x":{}}"#),
        ] {
            let text = format!("{json}{rest}");
            assert_eq!(container(text.as_bytes()), Some(json.as_bytes()));
        }
        let whole = br#"{"a":["\"",{}]}"#;
        for end in 0..whole.len() {
            assert_eq!(container(&whole[..end]), None);
        }
        for other in ["1,[]", "\"[]\"", "}", " []", "null"] {
            assert_eq!(container(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_text_has_a_place() {
        for json in [
            &b"[1,\n\"a\xff\"]"[..],
            b"[1,\n2\xff]",
            b"[1,\n2]\xff",
            b"\n\xe2\x82",
        ] {
            let error = decode::<serde::de::IgnoredAny>(json).unwrap_err();
            assert_eq!(error.line(), 2, "{error}");
        }
    }
}
