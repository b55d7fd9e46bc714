//! The answer to one request: has a handler make it, writes it as a response of JSON-RPC.
use bytes::Bytes;

use super::{HttpBody, asked::Asked};
use crate::{ConnectOptions, Context, Reply, ServerError, handlers::caught};

/// Of the codes that are free for servers: not now.
pub(super) const BUSY: i64 = -32000;

/// A result up to this length is copied into its envelope.
const SHORT: usize = 32 << 10;

/// What a handler has said, before it is written.
pub(super) type Outcome = Result<Reply, ServerError>;

/// Has a handler answer a request.
pub(super) async fn ask(asked: &Asked<'_>, options: &ConnectOptions, context: &Context) -> Outcome {
    let answer = options.handlers.answer(asked.incoming(context));
    let answer = answer.ok_or_else(ServerError::method_not_found)?;
    caught(&asked.method, answer).await
}

/// Hands a notification to its handler, and waits until that has ended.
pub(super) async fn tell(told: &Asked<'_>, options: &ConnectOptions, context: &Context) {
    if let Some(handled) = options.handlers.notify(told.incoming(context)) {
        let handled = async {
            handled.await;
            Ok(())
        };
        drop(caught(&told.method, handled).await);
    }
}

/// The response object to the request with this id. A long result stays where it is.
pub(super) fn written(id: &str, outcome: Outcome) -> HttpBody {
    let mut out = Vec::new();
    match outcome.and_then(json_of) {
        Ok(result) if result.len() > SHORT => {
            head(id, &mut out);
            out.extend_from_slice(br#","result":"#);
            HttpBody::around(out, result, b"}")
        }
        outcome => {
            write_checked(id, &outcome, &mut out);
            out.into()
        }
    }
}

/// The same, behind what is written already.
pub(super) fn write(id: &str, outcome: Outcome, out: &mut Vec<u8>) {
    write_checked(id, &outcome.and_then(json_of), out);
}

fn write_checked(id: &str, outcome: &Result<Bytes, ServerError>, out: &mut Vec<u8>) {
    let length = outcome.as_ref().map_or(128, Bytes::len);
    out.reserve(id.len() + length + 48);
    head(id, out);
    match outcome {
        Ok(result) => {
            out.extend_from_slice(br#","result":"#);
            out.extend_from_slice(result);
        }
        Err(error) => {
            out.extend_from_slice(br#","error":"#);
            error.write_json(out);
        }
    }
    out.push(b'}');
}

fn head(id: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    out.extend_from_slice(id.as_bytes());
}

/// The result as JSON, in which a handler may not have written it.
fn json_of(reply: Reply) -> Result<Bytes, ServerError> {
    match reply.wire {
        crate::Wire::Json => Ok(reply.result),
        #[cfg(feature = "msgpack")]
        crate::Wire::MessagePack => match reply.json() {
            Ok(json) => Ok(json.into_owned().into()),
            Err(error) => Err(ServerError::new(-32603, error.to_string())),
        },
    }
}
