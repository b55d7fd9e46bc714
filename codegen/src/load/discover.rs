//! Takes the URL of a running server and gives its document, asked for by `rpc.discover`.

mod socket;

use serde::Deserialize;
use serde_json::Value;

use super::cache::Validators;
use super::failure::Failure;
use super::fetch::{Request, fetch};
use super::network::Answer;
use crate::files::without_credentials;

const CALL: &str = r#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover","params":[]}"#;

/// Asks over HTTP or WebSocket, as the scheme says.
pub(super) fn ask(request: Request) -> Result<Answer, Failure> {
    let shown = without_credentials(&request.url);
    let reply = if request.url.starts_with("ws") {
        socket::call(&request, CALL)?
    } else {
        let body = Some(CALL.to_owned());
        match fetch(Request { body, ..request })? {
            Answer::Document(bytes, _) => bytes,
            Answer::Unchanged => Vec::new(),
        }
    };
    Ok(Answer::Document(
        document(&reply, &shown)?,
        Validators::default(),
    ))
}

/// A JSON-RPC reply as far as it matters here.
#[derive(Deserialize)]
struct Reply {
    result: Option<Value>,
    error: Option<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    code: i64,
    message: String,
}

/// The document as text of our own: one long line would give every fault the same place.
fn document(reply: &[u8], url: &str) -> Result<Vec<u8>, Failure> {
    let failure = |why: String| {
        Failure::new(format!("{url} does not answer `rpc.discover`: {why}"))
            .hint("the server may offer its document at a URL instead, such as /openrpc.json")
    };
    let reply: Reply = serde_json::from_slice(reply)
        .map_err(|error| failure(format!("no JSON-RPC reply: {error}")))?;
    match reply {
        Reply {
            error: Some(Fault { code, message }),
            ..
        } => Err(failure(format!("error {code}, {message}"))),
        Reply {
            result: Some(document),
            ..
        } => {
            let text = serde_json::to_string_pretty(&document)
                .map_err(|error| failure(error.to_string()))?;
            Ok((text + "\n").into_bytes())
        }
        Reply { .. } => Err(failure("it has no result".to_owned())),
    }
}
