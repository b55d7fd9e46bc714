//! JSON-RPC 2.0 as a session speaks it.
use bytes::Bytes;
use serde::{Deserialize, de::IgnoredAny};

use super::{Asked, Said};
use crate::{
    Handlers, Reply, ServerError, ServerNotification, StrayKind,
    sniff::{Glance, request_id, stray_kind},
    socket::Messages,
};

/// Codes of JSON-RPC 2.0, section 5.1.
const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;

/// What a message says. Some servers write notifications with an id of null, which a request may
/// have too: it is one where its method has a handler.
pub(super) fn said(frame: &Bytes, handlers: &Handlers) -> Said {
    let message = match Glance::at(frame) {
        Glance::Answer(id) => return Said::Answer(id),
        Glance::Other(message) => message,
        Glance::Broken => return Said::Nothing(stray_kind(frame)),
    };
    let Some((id, what)) = ServerNotification::of_message(&message, frame) else {
        return Said::Nothing(stray_kind(frame));
    };
    match id.filter(|id| **id != *b"null" || handlers.has(what.method())) {
        None => Said::Notification(what),
        Some(id) => Said::Request(Asked {
            id,
            what,
            pieces: message.pieces,
        }),
    }
}

/// What JSON-RPC 2.0, section 5.1, has for what is no request. The beginning of one that was too long
/// may have its id.
pub(super) fn objection(kind: StrayKind, frame: &[u8]) -> Option<Vec<u8>> {
    let (code, message) = match kind {
        StrayKind::NotJson | StrayKind::BetweenMessages => (PARSE_ERROR, "Parse error"),
        StrayKind::NotJsonRpc => (INVALID_REQUEST, "Invalid Request"),
        StrayKind::TooLong => (INVALID_REQUEST, "Invalid Request: it is too long"),
        _ => return None,
    };
    let id = match code {
        PARSE_ERROR => None,
        _ => request_id(frame),
    };
    let error = Err(ServerError::new(code, message));
    Some(response(id.unwrap_or(b"null"), &error))
}

/// The response object to a request.
pub(super) fn response(id: &[u8], answer: &Result<Reply, ServerError>) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    out.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    out.extend_from_slice(id);
    match answer {
        Ok(reply) => {
            out.extend_from_slice(br#","result":"#);
            out.extend_from_slice(&reply.result);
        }
        Err(error) => {
            out.extend_from_slice(br#","error":"#);
            error.write_json(&mut out);
        }
    }
    out.push(b'}');
    out
}

/// A message of ours as far as it matters. An answer of ours has an id, too, but no method.
#[derive(Deserialize)]
struct Call {
    id: Option<u64>,
    method: Option<IgnoredAny>,
}

/// The calls in messages as `Request::write_json` writes them, alone and in batches.
pub(super) fn calls(messages: &Messages) -> Vec<u64> {
    let calls = messages.iter().flat_map(|message| match message.first() {
        Some(b'[') => serde_json::from_slice(message).unwrap_or_default(),
        _ => Vec::from_iter(serde_json::from_slice::<Call>(message)),
    });
    calls
        .filter(|call| call.method.is_some())
        .filter_map(|call| call.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Params, Request, batch};

    #[test]
    fn calls_are_told_by_their_ids() {
        let mut notice = Request::new("n", Params::by_name());
        notice.set_notification();
        let call = Request::new("x", Params::by_position());
        let requests = [call.clone(), notice, call];
        let mut messages = Messages::default();
        messages.write(|out| requests[0].write_json(Some(7), out));
        messages.write(|out| requests[1].write_json(None, out));
        for message in [
            br#"{"jsonrpc":"2.0","id":8,"result":null}"#.to_vec(),
            batch::write_json(&requests, 9),
        ] {
            messages.push(message);
        }
        assert_eq!(calls(&messages), [7, 9, 10]);
    }
}
