//! Which call a frame answers: takes a frame, gives its id without reading the result.
mod ends;
mod partial;
#[cfg(any(feature = "streams", feature = "ws"))]
mod request;
#[cfg(any(feature = "streams", feature = "ws"))]
mod too_long;

#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) use {request::request_id, too_long::TooLong};

use ends::id_by_its_ends;
use serde::de::IgnoredAny;

use crate::{
    StrayKind,
    json::{self, Message},
};

/// The id of a response; `None` for what is no response to a call of ours.
///
/// A frame with a `method` and neither result nor error is the server's own request or
/// notification, whatever its id. A number in quotes is taken as that number.
pub(crate) fn answered_id(frame: &[u8]) -> Option<u64> {
    match Glance::at(frame) {
        Glance::Answer(id) => Some(id),
        Glance::Other(_) | Glance::Broken => None,
    }
}

/// What was seen of a frame while its id was looked for, so that nobody reads it again: where it is no answer, all of it.
pub(crate) enum Glance<'a> {
    /// To the call with this id.
    Answer(u64),
    #[cfg_attr(not(any(feature = "streams", feature = "ws")), expect(dead_code))]
    Other(Message<'a>),
    /// Neither JSON nor what is left of an answer.
    Broken,
}

impl<'a> Glance<'a> {
    pub(crate) fn at(frame: &'a [u8]) -> Self {
        let frame = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
        if let Some(id) = id_by_its_ends(frame) {
            return Self::Answer(id);
        }
        match json::text(frame).and_then(Message::read) {
            Ok(message) => match answered(&message) {
                Some(id) => Self::Answer(id),
                None => Self::Other(message),
            },
            // It fails its call rather than nobody.
            Err(_) => partial::partial_id(frame, frame).map_or(Self::Broken, Self::Answer),
        }
    }
}

/// Whether a frame is one JSON value.
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) fn is_json(frame: &[u8]) -> bool {
    let frame = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
    json::text(frame).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

/// What a frame is that has neither a result nor an error, if that is so.
#[cfg(any(feature = "streams", feature = "ws"))]
pub(crate) fn no_response(frame: &[u8]) -> Option<StrayKind> {
    let text = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
    let message = json::text(text).and_then(Message::read);
    match message {
        Ok(message) => {
            let is_response = message.get("result").or(message.get("error")).is_some();
            (!is_response).then_some(StrayKind::NotJsonRpc)
        }
        Err(_) if is_json(frame) => Some(StrayKind::NotJsonRpc),
        Err(_) => Some(StrayKind::NotJson),
    }
}

/// What a frame is that answers no call and is no notification.
pub(crate) fn stray_kind(frame: &[u8]) -> StrayKind {
    let frame = frame.strip_prefix(b"\xef\xbb\xbf").unwrap_or(frame);
    let Ok(message) = json::text(frame).and_then(Message::read) else {
        let text = json::text(frame);
        let is_json = text.and_then(serde_json::from_str::<IgnoredAny>).is_ok();
        return match is_json {
            true => StrayKind::NotJsonRpc,
            false => StrayKind::NotJson,
        };
    };
    let has = |name| message.get(name).is_some();
    let is_response = has("result") || has("error");
    // Errors come without a response around them, too.
    let is_bare = has("code") && has("message");
    match message.get("id").filter(|id| *id != "null") {
        Some(_) if is_response => StrayKind::UnknownId,
        None if is_response || is_bare => StrayKind::WithoutId,
        _ => StrayKind::NotJsonRpc,
    }
}

fn answered(message: &Message<'_>) -> Option<u64> {
    let has = |name| message.get(name).is_some();
    if has("method") && !has("result") && !has("error") {
        return None;
    }
    let id = message.get("id")?.trim_matches('"');
    id.parse().ok()
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
            "\u{feff}{\"id\":17,\"result\":1}",
        ] {
            assert_eq!(answered_id(frame.as_bytes()), Some(17), "{frame}");
        }
    }

    #[test]
    fn broken_answers_are_for_their_call() {
        for frame in [
            &br#"{"result":[1,"id":17}"#[..],
            b"{\"id\":17,\"result\":\"\xff\"}",
            br#"{"id":17,"jsonrpc":"2.0","result":{"a":"#,
        ] {
            assert_eq!(answered_id(frame), Some(17));
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
