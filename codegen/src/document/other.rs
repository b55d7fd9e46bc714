//! Takes what is no OpenRPC document and gives the error that says what it is.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::At;

/// Members that show a document of another kind, and words for it.
const KINDS: [(&str, &str); 5] = [
    (
        "openapi",
        "this is an OpenAPI document, which describes HTTP",
    ),
    (
        "swagger",
        "this is a Swagger document, which describes HTTP",
    ),
    ("asyncapi", "this is an AsyncAPI document"),
    ("jsonrpc", "this is a message of JSON-RPC"),
    ("$schema", "this is a JSON Schema"),
];

pub(super) fn refused(at: &At, tree: Option<&Value>) -> Diagnostic {
    let members = tree.and_then(Value::as_object);
    let message = match members {
        None => "the document is not an object",
        Some(members) => {
            let shown = KINDS.iter().find(|(key, _)| members.contains_key(*key));
            shown.map_or("the document has no `methods`", |(_, words)| words)
        }
    };
    Diagnostic::at(Code::NotOpenRpc, at, message).hint(
        "an OpenRPC document has the members `openrpc`, `info` and `methods`; \
         to ask a running server for its document, put `discover+` before its URL",
    )
}
