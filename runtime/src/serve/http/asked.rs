//! One request of JSON-RPC: takes its text, gives its parts as slices, or what is answered in place of a result.
use std::borrow::Cow;

use serde::de::IgnoredAny;

use crate::{
    Context, Incoming, ServerError,
    json::{Message, Name, Pieces},
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
    pub(super) pieces: Option<Pieces>,
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
        let message = Message::read(text).map_err(|_| Invalid::of(text))?;
        let id = message.get("id");
        if id.is_some_and(|id| id.starts_with(['{', '[', 't', 'f'])) {
            return Err(Invalid::new(None, "the id is no string, number or null"));
        }
        if message.get("jsonrpc") != Some(r#""2.0""#) {
            return Err(Invalid::new(id, "`jsonrpc` is not \"2.0\""));
        }
        let method = message.get("method").map(serde_json::from_str);
        let Some(Ok(Name(method))) = method else {
            return Err(Invalid::new(id, "the method is no string"));
        };
        let params = match message.get("params") {
            None | Some("null") => "",
            Some(params) if params.starts_with(['{', '[']) => params,
            Some(_) => return Err(Invalid::new(id, "the params are no object or array")),
        };
        Ok(Self {
            id,
            method,
            params: params.as_bytes(),
            pieces: message.pieces,
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
        let pieces = asked.pieces.unwrap();
        let named = (Some(&b"\"a\""[..]), &b"[]"[..]);
        assert!(pieces.of(asked.params).eq([named]));
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
