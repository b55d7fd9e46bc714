//! One request of JSON-RPC: takes its text, gives its parts as slices, or what is answered in place of a result.
use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{
    Context, Incoming, ServerError,
    json::pieces::{Beginning, Container, Pieces, behind},
};

/// Codes of JSON-RPC 2.0, section 5.1.
const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;

/// A request, or without an id a notification.
pub(super) struct Asked<'a> {
    /// As it came.
    pub(super) id: Option<&'a str>,
    pub(super) method: Cow<'a, str>,
    /// One value, or nothing.
    pub(super) params: &'a [u8],
    /// What the params are made of, where that was seen.
    pub(super) pieces: Option<Pieces<'a>>,
}

/// What is no request: the id that it is answered with, and the error.
pub(super) struct Invalid<'a> {
    pub(super) id: &'a str,
    pub(super) error: ServerError,
}

impl<'a> Asked<'a> {
    /// Reads an object. Members that nobody knows pass, of two with one name the last counts, and
    /// params of null are none.
    pub(super) fn read(text: &'a str) -> Result<Self, Invalid<'a>> {
        let members = Members::read(text).map_err(|_| Invalid::of(text))?;
        let id = members.id.map(RawValue::get);
        if id.is_some_and(|id| id.starts_with(['{', '[', 't', 'f'])) {
            return Err(Invalid::new(None, "the id is no string, number or null"));
        }
        if members.version.map(RawValue::get) != Some(r#""2.0""#) {
            return Err(Invalid::new(id, "`jsonrpc` is not \"2.0\""));
        }
        let method = members.method.and_then(|method| string(method.get()));
        let method = method.ok_or_else(|| Invalid::new(id, "the method is no string"))?;
        let (params, pieces) = match members.params {
            None => ("", None),
            Some(params) => match params.json {
                "null" => ("", None),
                json if json.starts_with(['{', '[']) => (json, params.pieces),
                _ => return Err(Invalid::new(id, "the params are no object or array")),
            },
        };
        Ok(Self {
            id,
            method,
            params: params.as_bytes(),
            pieces,
        })
    }

    /// As handlers get it.
    pub(super) fn incoming<'b>(&'b self, context: &'b Context) -> Incoming<'b> {
        let incoming = Incoming::new(&self.method, self.params, context);
        incoming.with_pieces(self.pieces.as_ref())
    }
}

impl<'a> Invalid<'a> {
    pub(super) fn new(id: Option<&'a str>, why: &str) -> Self {
        Self {
            id: id.unwrap_or("null"),
            error: ServerError::new(INVALID_REQUEST, format!("Invalid Request: {why}")),
        }
    }

    /// What is no object, or not even JSON.
    pub(super) fn of(text: &str) -> Self {
        match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => Self::new(None, "it is no object"),
            Err(error) => Self::unread(error),
        }
    }

    /// What cannot be read as JSON.
    pub(super) fn unread(error: serde_json::Error) -> Self {
        Self {
            id: "null",
            error: ServerError::new(PARSE_ERROR, format!("Parse error: {error}")),
        }
    }
}

/// The text of a JSON string, not copied unless it has escapes.
fn string(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    match inside.contains('\\') {
        false => Some(Cow::Borrowed(inside)),
        true => serde_json::from_str(json).ok().map(Cow::Owned),
    }
}

#[derive(Default)]
struct Members<'a> {
    version: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    method: Option<&'a RawValue>,
    params: Option<Container<'a>>,
}

impl<'a> Members<'a> {
    /// Those of the object that a text is.
    fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        let members = json.deserialize_map(Collect { text })?;
        json.end().map(|()| members)
    }
}

struct Collect<'a> {
    text: &'a str,
}

impl<'a> Collect<'a> {
    /// The params behind their name. They are taken apart as they are read, if they are to be.
    fn params<A: MapAccess<'a>>(
        &self,
        name: Option<&'a str>,
        map: &mut A,
    ) -> Result<Container<'a>, A::Error> {
        let behind = name.and_then(|name| behind(self.text, name));
        let value =
            behind.and_then(|rest| rest.strip_prefix('"')?.trim_ascii_start().strip_prefix(':'));
        match value.map(str::trim_ascii_start) {
            Some(value) if value.starts_with(['{', '[']) => map.next_value_seed(Beginning(value)),
            _ => map.next_value().map(|value: &RawValue| Container {
                json: value.get(),
                pieces: None,
            }),
        }
    }
}

impl<'de> Visitor<'de> for Collect<'de> {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(name) = map.next_key::<Name<'de>>()? {
            match name {
                Name::Version => members.version = Some(map.next_value()?),
                Name::Id => members.id = Some(map.next_value()?),
                Name::Method => members.method = Some(map.next_value()?),
                Name::Params(name) => members.params = Some(self.params(name, &mut map)?),
                Name::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(members)
    }
}

enum Name<'a> {
    Version,
    Id,
    Method,
    /// As it stands in the text, unless it has escapes.
    Params(Option<&'a str>),
    Other,
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Known;

        impl<'de> Visitor<'de> for Known {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: serde::de::Error>(
                self,
                name: &'de str,
            ) -> Result<Self::Value, E> {
                match self.visit_str(name)? {
                    Name::Params(_) => Ok(Name::Params(Some(name))),
                    known => Ok(known),
                }
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(match name {
                    "jsonrpc" => Name::Version,
                    "id" => Name::Id,
                    "method" => Name::Method,
                    "params" => Name::Params(None),
                    _ => Name::Other,
                })
            }
        }

        deserializer.deserialize_str(Known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Asked<'_>, (&str, i64)> {
        Asked::read(text).map_err(|invalid| (invalid.id, invalid.error.code()))
    }

    #[test]
    fn requests_are_taken_apart() {
        let text = r#" {"trace":{"a":[]},"params":[1, 2],"id":"x\"","jsonrpc":"2.0","method":"su\u006d"} "#;
        let asked = read(text).ok().unwrap();
        assert_eq!(asked.id, Some(r#""x\"""#));
        assert_eq!((&*asked.method, asked.params), ("sum", &b"[1, 2]"[..]));
        let told = read(r#"{"jsonrpc":"2.0","method":"m","params":null}"#);
        assert!(told.is_ok_and(|told| told.id.is_none() && told.params.is_empty()));
        let params = r#"{"jsonrpc":"2.0","method":"m","params":[1],"p\u0061rams" : {"a": [] } }"#;
        let asked = read(params).ok().unwrap();
        assert_eq!(asked.params, br#"{"a": [] }"#);
        assert!(asked.pieces.is_none());
        let params = r#"{"jsonrpc":"2.0","method":"m","params":1,"params" : {"a": [] } }"#;
        let asked = read(params).ok().unwrap();
        assert_eq!(asked.params, br#"{"a": [] }"#);
        assert_eq!(asked.pieces.unwrap().values[0].1.get(), "[]");
        let twice = r#"{"jsonrpc":"2.0","id":1,"method":"a","method":"b","id":null}"#;
        let asked = read(twice).ok().unwrap();
        assert_eq!((asked.id, &*asked.method), (Some("null"), "b"));
    }

    #[test]
    fn what_is_no_request_is_told() {
        for (text, expected) in [
            ("", ("null", -32700)),
            ("{", ("null", -32700)),
            ("7 x", ("null", -32700)),
            ("7", ("null", -32600)),
            ("null", ("null", -32600)),
            (r#"{"foo":"boo"}"#, ("null", -32600)),
            (r#"{"jsonrpc":"2.0","id":7}"#, ("7", -32600)),
            (r#"{"jsonrpc":"2.0","id":7,"method":1}"#, ("7", -32600)),
            (
                r#"{"jsonrpc":"2.0","id":7,"method":"m","params":1}"#,
                ("7", -32600),
            ),
            (
                r#"{"jsonrpc":"2.0","id":{},"method":"m"}"#,
                ("null", -32600),
            ),
            (
                r#"{"jsonrpc":"1.0","id":"a","method":"m"}"#,
                (r#""a""#, -32600),
            ),
            (
                r#"{"jsonrpc":"2.0","id":1,"method":"m","params":[1,,2]}"#,
                ("null", -32700),
            ),
            (
                r#"{"jsonrpc":"2.0","id":1,"method":"m"} x"#,
                ("null", -32700),
            ),
        ] {
            assert_eq!(read(text).err(), Some(expected), "{text}");
        }
        let deep = format!(
            r#"{{"jsonrpc":"2.0","method":"m","params":{}"#,
            "[".repeat(1 << 20)
        );
        assert_eq!(read(&deep).err(), Some(("null", -32700)));
    }
}
