//! MessagePack-RPC as a session speaks it.
use bytes::{Buf, Bytes};

use super::{Asked, Said};
use crate::{
    Error, ErrorStyle, Fault, Malformed, Reply, Request, ServerError, ServerNotification,
    StrayKind,
    msgpack::{
        self, NIL,
        head::{Head, Kind},
        outline::{Method, Oddity, Outline, Params, ParamsKind},
        write,
    },
    socket::Messages,
};

/// Codes of JSON-RPC 2.0, section 5.1.
const INVALID_REQUEST: i64 = -32600;
const INTERNAL_ERROR: i64 = -32603;

/// An array of four, and the number of a response.
const RESPONSE: &[u8] = &[0x94, 0x01];

const FALSE: u8 = 0xc2;

/// No params by name.
const EMPTY_MAP: &[u8] = &[0x80];

pub(super) fn write_request(
    request: &Request,
    id: Option<u64>,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    // They wrap before that.
    let id = id.map(|id| u32::try_from(id).unwrap_or(u32::MAX));
    request.write_msgpack(id, out)
}

/// What a message says. A response of another length than 4 is the answer of its call all the
/// same, which reading it fails.
pub(super) fn said(frame: &Bytes) -> Said {
    if let Some(id) = answered(frame) {
        return Said::Answer(id);
    }
    match Outline::read(frame) {
        Outline::Response { id: Some(id), .. }
        | Outline::Odd(Oddity::ResponseLength { id: Some(id), .. }) => Said::Answer(id.into()),
        Outline::Response { id: None, .. } => Said::Nothing(StrayKind::UnknownId),
        Outline::Request { id, method, params } => match what(frame, &method, &params) {
            Some(what) => Said::Request(Asked {
                id: frame.slice(id),
                what,
                pieces: None,
            }),
            None => refused(StrayKind::NoMethod, frame.slice(id)),
        },
        Outline::Notification { method, params } => match what(frame, &method, &params) {
            Some(what) => Said::Notification(what),
            None => Said::Nothing(StrayKind::NoMethod),
        },
        Outline::Odd(oddity) => odd(frame, oddity),
    }
}

/// The call that a response of the right length answers, which is most of what comes: the rest of it is for the caller
/// to read.
fn answered(frame: &[u8]) -> Option<u64> {
    let rest = frame.strip_prefix(RESPONSE)?;
    match Head::read(rest).ok()?.kind {
        Kind::Unsigned(id) => u32::try_from(id).is_ok().then_some(id),
        _ => None,
    }
}

/// A method whose name is text, and what it is given. No params are the same however they are
/// written.
fn what(frame: &Bytes, method: &Method, params: &Params) -> Option<ServerNotification> {
    let given = match params.kind {
        ParamsKind::Nil => Bytes::from_static(EMPTY_MAP),
        _ => frame.slice(params.range.clone()),
    };
    Some(ServerNotification::msgpack(method.name(frame)?, given))
}

fn odd(frame: &Bytes, oddity: Oddity) -> Said {
    match oddity {
        Oddity::RequestLength { id: Some(id), .. } => {
            refused(StrayKind::WrongLength, frame.slice(id))
        }
        Oddity::RequestMethod { id } => refused(StrayKind::NoMethod, frame.slice(id)),
        Oddity::NotificationMethod => Said::Nothing(StrayKind::NoMethod),
        Oddity::Empty
        | Oddity::RequestLength { id: None, .. }
        | Oddity::ResponseLength { .. }
        | Oddity::NotificationLength { .. } => Said::Nothing(StrayKind::WrongLength),
        Oddity::NoArray | Oddity::UnknownType => Said::Nothing(StrayKind::UnknownType),
    }
}

fn refused(kind: StrayKind, id: Bytes) -> Said {
    let error = ServerError::new(INVALID_REQUEST, format!("Invalid request: {kind}"));
    Said::Refused(kind, id, error)
}

/// The result of a response, or the server's error.
pub(super) fn reply(mut frame: Bytes) -> Result<Reply, Error> {
    match Outline::read(&frame) {
        Outline::Response {
            error: None,
            result,
            ..
        } => {
            // Not as a slice of it: callers share the memory, and each counts the others' slices.
            frame.truncate(result.end);
            frame.advance(result.start);
            Ok(Reply::msgpack(frame))
        }
        Outline::Response {
            error: Some(error),
            result,
            ..
        } => Err(Error::Server(ServerError::from_msgpack(
            &frame[error],
            &frame[result],
        ))),
        _ => {
            let fault = Fault::new("the response has not four elements");
            let fault = fault.with_snippet(&frame).sent().lasting();
            Err(Error::Transport(fault))
        }
    }
}

/// The response to a request, whose id goes back as it came.
pub(super) fn response(
    id: &[u8],
    answer: &Result<Reply, ServerError>,
    style: ErrorStyle,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    out.extend_from_slice(RESPONSE);
    out.extend_from_slice(id);
    let unwritten;
    let error = match answer.as_ref().map(Reply::to_msgpack) {
        Ok(Ok(result)) => {
            out.push(NIL);
            out.extend_from_slice(&result);
            return out;
        }
        Ok(Err(error)) => {
            let message = format!("the answer cannot be written: {error}");
            unwritten = ServerError::new(INTERNAL_ERROR, message);
            &unwritten
        }
        Err(error) => error,
    };
    let place = out.len();
    if write_error(error, style, &mut out).is_err() {
        // It has no room in MessagePack, but an error it is.
        out.truncate(place);
        out.push(FALSE);
    }
    out.push(NIL);
    out
}

/// The answer to a message that can be none, which has no id of its own.
pub(super) fn last_words(reason: &Fault, style: ErrorStyle) -> Option<Vec<u8>> {
    let malformed = reason.cause()?.downcast_ref::<Malformed>()?;
    if *malformed == Malformed::Truncated {
        // The peer has gone.
        return None;
    }
    let error = ServerError::new(INVALID_REQUEST, malformed.to_string());
    Some(response(&[0], &Err(error), style))
}

/// How the peers of a style say that they have no such method.
pub(super) fn unknown_method(method: &str, style: ErrorStyle) -> String {
    match style {
        ErrorStyle::Object => "Method not found".to_owned(),
        ErrorStyle::CodeMessage => format!("Invalid method: {method}"),
        ErrorStyle::Text => format!("'{method}' method not found"),
    }
}

fn write_error(
    error: &ServerError,
    style: ErrorStyle,
    out: &mut Vec<u8>,
) -> Result<(), msgpack::Error> {
    match style {
        ErrorStyle::Object => error.write_msgpack(out),
        ErrorStyle::CodeMessage => {
            write::array(2, out)?;
            // -1 is no error there.
            let code = Some(error.code()).filter(|code| *code != -1);
            write::signed(code.unwrap_or(0), out);
            write::str(error.message().as_bytes(), out)
        }
        ErrorStyle::Text => write::str(error.message().as_bytes(), out),
    }
}

/// The calls in messages as `Request::write_msgpack` writes them.
pub(super) fn calls(messages: &Messages) -> Vec<u64> {
    let ids = messages.iter().filter_map(|message| {
        let Outline::Request { id, .. } = Outline::read(message) else {
            return None;
        };
        match Head::read(message.get(id)?).ok()?.kind {
            Kind::Unsigned(id) => Some(id),
            _ => None,
        }
    });
    ids.collect()
}
