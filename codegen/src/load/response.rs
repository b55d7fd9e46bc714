//! Takes a file that holds the response of a server to `rpc.discover` and gives the document in it.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::files::File;
use crate::pointer::Pointer;

/// Takes the document out of its envelope; the warning says so.
pub(super) fn opened(file: &mut File) -> Option<Diagnostic> {
    let members = file.tree.as_object_mut()?;
    let is_document = |value: &Value| value.get("methods").is_some();
    if members.contains_key("methods") || !members.get("result").is_some_and(is_document) {
        return None;
    }
    file.tree = members.remove("result")?;
    file.top = Pointer::root().join("result");
    let message = "this is the response of a server, and the document is its `result`";
    let warning = Diagnostic::of(Code::LooseSyntax, &*file.origin, message).hint(
        "other tools want the document alone; to ask the server, put `discover+` before its URL",
    );
    Some(warning.position(1, 1))
}
