//! The response around a result: takes the bytes of a reply, gives the result's slice or the server's error.
mod outline;

use bytes::Bytes;
use outline::Outline;
use serde_json::value::RawValue;

use crate::{
    Error, Fault, Reply, ServerError,
    json::{self, Members},
};

/// Reads a response object (JSON-RPC 2.0, section 5), or what a server sent in its place.
///
/// One scan; the result is a slice of `body`. Of a response as nearly all servers write it, only
/// the end of the result is looked for, in half the time: its JSON is checked when it is decoded,
/// which also tells the place of a fault. An `error` of null beside a result is no error, members
/// that nobody knows pass, and an error object without the response around it is an error too.
pub(crate) fn read(body: Bytes, status: Option<u16>) -> Result<Reply, Error> {
    read_with_id(body, status, |_| ())
}

/// The same, of the answer to the call `id`; also gives whether it is said to be that. An error need
/// not: servers that cannot read a request do not know its id.
#[cfg(feature = "http")]
pub(crate) fn read_for(id: u64, body: Bytes, status: u16) -> (Result<Reply, Error>, bool) {
    let mut has_id = None;
    let outcome = read_with_id(body, Some(status), |text| {
        let digits = text.trim_matches('"');
        has_id = (text != "null").then(|| digits.parse() == Ok(id));
    });
    let is_own = has_id.unwrap_or(outcome.is_err());
    (outcome, is_own)
}

/// Reads a response and tells what its `id` is, where there is one.
fn read_with_id(body: Bytes, status: Option<u16>, tell: impl FnOnce(&str)) -> Result<Reply, Error> {
    if let Some(Outline { id, result }) = Outline::read(&body) {
        if let Some(id) = id.and_then(|id| std::str::from_utf8(id).ok()) {
            tell(id);
        }
        return Ok(Reply {
            status,
            ..Reply::new(body.slice_ref(result))
        });
    }
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
    let read = json::text(text).and_then(|text| Ok((text, Members::read(text)?)));
    let (text, members) = match read {
        Ok(read) => read,
        Err(error) => {
            let message = match status {
                Some(400..) => "the server refused".to_owned(),
                _ => format!("the reply is not JSON-RPC: {error}"),
            };
            return Err(foreign(message, &body, status));
        }
    };
    if let Some(id) = members.get("id") {
        tell(id.get());
    }
    if let Some(error) = error_of(&members, text) {
        return Err(Error::Server(ServerError::read(error).with_status(status)));
    }
    match members.get("result") {
        Some(result) => Ok(Reply {
            status,
            ..Reply::new(body.slice_ref(result.get().as_bytes()))
        }),
        None => {
            let message = "the reply has neither a result nor an error".to_owned();
            Err(foreign(message, &body, status))
        }
    }
}

/// The error object among the members, or the members themselves when they are one.
fn error_of<'a>(members: &Members<'a>, text: &'a str) -> Option<&'a RawValue> {
    let is_response = members.get("jsonrpc").is_some() || members.get("id").is_some();
    match members.get("error").filter(|error| error.get() != "null") {
        // Gateways write `{"error":"unauthorized"}`, which is no answer of the method.
        Some(error) if is_response || error.get().starts_with('{') => Some(error),
        Some(_) => None,
        None if members.get("result").is_some() => None,
        None if members.get("code").is_some() && members.get("message").is_some() => {
            serde_json::from_str(text).ok()
        }
        None => None,
    }
}

fn foreign(message: String, body: &[u8], status: Option<u16>) -> Error {
    // Under 4xx and 5xx the status tells whether to try again.
    let fault = Fault::new(message).with_snippet(body).sent().lasting();
    Error::Transport(match status {
        Some(status) => fault.with_status(status),
        None => fault,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &'static str) -> Result<String, Error> {
        let reply = super::read(Bytes::from_static(body.as_bytes()), None)?;
        Ok(String::from_utf8(reply.result.to_vec()).unwrap())
    }

    #[test]
    fn results_are_cut_out() {
        assert_eq!(
            read(r#"{"jsonrpc":"2.0","id":1,"result":[1, 2]}"#).unwrap(),
            "[1, 2]"
        );
        assert_eq!(
            read(r#"{"result":null,"error":null,"id":"x","extra":{}}"#).unwrap(),
            "null"
        );
        assert_eq!(
            read("\u{feff}{\"result\":{\"error\":1}}\r\n").unwrap(),
            r#"{"error":1}"#
        );
    }

    #[test]
    fn a_result_in_its_usual_place_is_cut_out_like_any_other() {
        for result in ["[]", r#"{"a":"}\"]"}"#, "[[{}],1]", "7", "null", "\"x\""] {
            for end in ["}", " }\r\n", r#","extra":{}}"#, r#","error":null}"#] {
                let body = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{result}{end}"#);
                let reply = super::read(Bytes::from(body), None).unwrap();
                assert_eq!(reply.result, result.as_bytes());
            }
        }
        let twice = r#"{"jsonrpc":"2.0","id":1,"result":{},"result":[]}"#;
        assert_eq!(read(twice).unwrap(), "[]");
        let both = r#"{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1}}"#;
        assert!(matches!(read(both), Err(Error::Server(_))));
        for broken in ["{}", "[}", "[]}}", "{\"", "[]}{"] {
            let body = format!(r#"{{"jsonrpc":"2.0","id":1,"result":{broken}"#);
            assert!(super::read(Bytes::from(body), None).is_err(), "{broken}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_by_decoding_at_the_latest() {
        for result in [
            &b"[1,,2]"[..],
            b"[NaN]",
            b"[1}",
            b"[\"\xff\"]",
            b"{\"a\":[\"\x01\"]}",
        ] {
            let body = [br#"{"jsonrpc":"2.0","id":1,"result":"#, result, b"}"].concat();
            let decoded = super::read(Bytes::from(body), None)
                .and_then(|reply| reply.decode::<serde::de::IgnoredAny>());
            assert!(matches!(decoded, Err(Error::Decode(_))), "{decoded:?}");
        }
    }

    #[test]
    fn errors_are_found_in_any_dress() {
        let code = |body| match read(body) {
            Err(Error::Server(error)) => error.code(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            code(r#"{"id":1,"error":{"code":42,"message":"no","stack":[]}}"#),
            42
        );
        assert_eq!(code(r#"{"id":1,"result":null,"error":{"code":"7"}}"#), 7);
        assert_eq!(code(r#"{"code":-32700,"message":"bad"}"#), -32700);
        assert_eq!(code(r#"{"id":1,"error":"went wrong"}"#), 0);
    }

    #[test]
    fn what_is_no_response_is_told() {
        for body in [
            "",
            "<html>",
            "[]",
            "7",
            r#"{"id":1}"#,
            r#"{"error":"unauthorized"}"#,
            "{\"a\":",
        ] {
            assert!(matches!(read(body), Err(Error::Transport(_))), "{body}");
        }
        let fault = super::read(Bytes::from_static(b"<html>"), Some(502)).unwrap_err();
        assert_eq!(fault.to_string(), "the server refused (HTTP 502): <html>");
        assert!(super::read(Bytes::from_static(b"{\"result\":\"\xff\"}"), None).is_err());
    }
}
