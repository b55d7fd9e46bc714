//! Whether a response is as JSON-RPC 2.0 says: takes its bytes, gives what a strict connection fails it for.
use serde_json::value::RawValue;

use super::Tolerance;
use crate::json::{self, Members};

/// Looks at a response that answers a call. What cannot be read at all passes: reading it says so.
pub(crate) fn check(body: &[u8]) -> Result<(), Tolerance> {
    if body.starts_with(b"\xef\xbb\xbf") {
        return Err(Tolerance::ByteOrderMark);
    }
    let Ok(members) = json::text(body).and_then(Members::read) else {
        return Ok(());
    };
    let has = |name| members.get(name).is_some();
    if !has("jsonrpc") && !has("id") && has("code") && has("message") {
        return Err(Tolerance::BareError);
    }
    if members.get("jsonrpc").map(RawValue::get) != Some("\"2.0\"") {
        return Err(Tolerance::Version);
    }
    if members
        .get("id")
        .is_some_and(|id| id.get().starts_with('"'))
    {
        return Err(Tolerance::QuotedId);
    }
    if has("result") && has("error") {
        return Err(Tolerance::ResultAndError);
    }
    let known = ["jsonrpc", "id", "result", "error"];
    if members.0.iter().any(|(name, _)| !known.contains(&&**name)) {
        return Err(Tolerance::ForeignMember);
    }
    match members.get("error") {
        Some(error) if !is_error(error) => Err(Tolerance::ErrorShape),
        _ => Ok(()),
    }
}

/// An integer code, a text, perhaps data, and nothing else (JSON-RPC 2.0, section 5.1).
fn is_error(error: &RawValue) -> bool {
    let Ok(members) = Members::read(error.get()) else {
        return false;
    };
    let code = members.get("code").map(RawValue::get);
    let message = members.get("message").map(RawValue::get);
    let known = ["code", "message", "data"];
    code.is_some_and(|code| code.parse::<i64>().is_ok())
        && message.is_some_and(|message| message.starts_with('"'))
        && members.0.iter().all(|(name, _)| known.contains(&&**name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_json_rpc_says_passes() {
        for body in [
            r#"{"jsonrpc":"2.0","id":1,"result":null}"#,
            r#" {"result":{"x":1},"id":1,"jsonrpc":"2.0"} "#,
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":""}}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x","data":[]}}"#,
            "<html>",
        ] {
            assert_eq!(check(body.as_bytes()), Ok(()), "{body}");
        }
    }

    #[test]
    fn each_tolerance_is_told() {
        use Tolerance::*;
        for (body, tolerance) in [
            ("\u{feff}{}", ByteOrderMark),
            (r#"{"code":1,"message":"x"}"#, BareError),
            (r#"{"id":1,"result":1}"#, Version),
            (r#"{"jsonrpc":2.0,"id":1,"result":1}"#, Version),
            (r#"{"jsonrpc":"2.0","id":"1","result":1}"#, QuotedId),
            (
                r#"{"jsonrpc":"2.0","id":1,"result":1,"error":null}"#,
                ResultAndError,
            ),
            (
                r#"{"jsonrpc":"2.0","id":1,"result":1,"time":2}"#,
                ForeignMember,
            ),
            (r#"{"jsonrpc":"2.0","id":1,"error":"x"}"#, ErrorShape),
            (
                r#"{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":""}}"#,
                ErrorShape,
            ),
            (r#"{"jsonrpc":"2.0","id":1,"error":{"code":1}}"#, ErrorShape),
            (
                r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"","stack":[]}}"#,
                ErrorShape,
            ),
        ] {
            assert_eq!(check(body.as_bytes()), Err(tolerance), "{body}");
        }
    }
}
