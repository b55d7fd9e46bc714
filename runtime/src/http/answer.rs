//! What a server answers to a POST: takes the response, gives its status, its body, and when to come again.
use std::time::Duration;

use ::http::{
    HeaderMap, Response, StatusCode,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};
use bytes::Bytes;
use hyper::body::Incoming;

use super::{body, retry_after};
use crate::{ConnectOptions, Error, Fault, Tolerance};

/// A response, read whole.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Bytes,
    /// How long the server wants to be left alone.
    pub(super) retry_after: Option<Duration>,
}

/// How responses are read.
pub(super) struct Reading {
    max_reply_bytes: usize,
    is_strict: bool,
    /// What errors call the server.
    origin: String,
}

impl Reading {
    pub(super) fn new(origin: String, options: &ConnectOptions) -> Self {
        Self {
            max_reply_bytes: options.max_reply_bytes,
            is_strict: options.strict,
            origin,
        }
    }

    pub(super) async fn read(&self, response: Response<Incoming>) -> Result<Answer, Error> {
        let (status, retry_after) = (response.status(), retry_after::read(response.headers()));
        let odd = self.odd(status, response.headers());
        let packed = packed(response.headers());
        let read = match packed {
            Some(fault) => Err(fault),
            None => body::read(response, self.max_reply_bytes, &self.origin).await,
        };
        let fault = match (read, odd) {
            (Ok(body), Some(odd)) if !body.is_empty() || odd == Tolerance::HttpStatus => {
                odd.fault(&body)
            }
            (Ok(body), _) => {
                return Ok(Answer {
                    status: status.as_u16(),
                    body,
                    retry_after,
                });
            }
            (Err(fault), _) => fault.sent(),
        };
        let error = Error::Transport(fault.with_status(status.as_u16()));
        Err(error.with_retry_after(retry_after))
    }

    /// What strictness does not let pass, of the head.
    fn odd(&self, status: StatusCode, headers: &HeaderMap) -> Option<Tolerance> {
        match self.is_strict {
            true if !status.is_success() => Some(Tolerance::HttpStatus),
            true if !is_json(headers) => Some(Tolerance::ContentType),
            _ => None,
        }
    }
}

/// Why a body cannot be read that is packed although nobody asked for it.
fn packed(headers: &HeaderMap) -> Option<Fault> {
    let coding = headers.get(CONTENT_ENCODING)?;
    let coding = coding.to_str().unwrap_or_default().trim();
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return None;
    }
    let coding = coding.escape_debug();
    let message = format!("the server packed the reply by `{coding}`, which was not asked for");
    Some(Fault::new(message).lasting())
}

/// Whether a body is said to be JSON, as JSON-RPC over HTTP names it.
fn is_json(headers: &HeaderMap) -> bool {
    let known = [
        "application/json",
        "application/json-rpc",
        "application/jsonrequest",
    ];
    let kind = headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    known.iter().any(|known| kind.eq_ignore_ascii_case(known))
}
