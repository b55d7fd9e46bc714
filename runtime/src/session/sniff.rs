//! Which call a frame answers: takes a frame, gives its id without reading the result.
use crate::{
    envelope,
    json::{self, Members},
};

/// The id of a response; `None` for what is no response to a call of ours.
///
/// A frame with a `method` and neither result nor error is the server's own request or
/// notification, whatever its id. A number in quotes is taken as that number.
pub(super) fn answered_id(frame: &[u8]) -> Option<u64> {
    usual(frame).or_else(|| any(frame))
}

/// The id where nearly all servers write it, found without a look at the rest.
fn usual(frame: &[u8]) -> Option<u64> {
    let (id, rest) = envelope::usual_head(frame)?;
    let is_response = rest.starts_with(br#","result":"#) || rest.starts_with(br#","error":"#);
    is_response
        .then(|| std::str::from_utf8(id).ok()?.parse().ok())
        .flatten()
}

fn any(frame: &[u8]) -> Option<u64> {
    let members = Members::read(json::text(frame).ok()?).ok()?;
    let has = |name| members.get(name).is_some();
    if has("method") && !has("result") && !has("error") {
        return None;
    }
    members.get("id")?.get().trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_any_order() {
        for frame in [
            r#"{"jsonrpc":"2.0","id":17,"result":{"id":3}}"#,
            r#"{"jsonrpc":"2.0","id":17,"error":{"code":1}}"#,
            r#"{"jsonrpc":"2.0", "id":17,"result":null}"#,
            r#"{"result":{"id":3,"method":"x"},"id":"17"}"#,
            r#"{"id":17}"#,
        ] {
            assert_eq!(answered_id(frame.as_bytes()), Some(17), "{frame}");
        }
    }

    #[test]
    fn what_is_no_answer_has_no_id() {
        for frame in [
            "",
            "ping",
            "[]",
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":1}}"#,
            r#"{"jsonrpc":"2.0","id":17,"method":"ask","params":{"result":1}}"#,
            r#"{"jsonrpc":"2.0","method":"tick","params":{"id":17}}"#,
            r#"{"jsonrpc":"2.0","id":-1,"result":1}"#,
            r#"{"jsonrpc":"2.0","id":99999999999999999999,"result":1}"#,
        ] {
            assert_eq!(answered_id(frame.as_bytes()), None, "{frame}");
        }
    }
}
