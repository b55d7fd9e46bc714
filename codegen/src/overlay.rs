//! Takes the files of a document and a change to it, and gives the document changed.
//!
//! A change is an OpenAPI Overlay (1.x), a JSON Patch (RFC 6902) or a JSON Merge Patch (RFC 7396); what it looks like
//! tells which. Where each changed part was written is kept, so that faults are told where they can be mended.

mod actions;
mod operations;
mod target;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, FileId, Files};
use crate::pointer::Pointer;

use target::Target;

/// Makes a change; what cannot be made is an error, what it does not find in the document a warning.
pub(crate) fn apply(files: &mut Files, change: FileId) -> Diagnostics {
    let at = At {
        file: change,
        pointer: Pointer::root(),
    };
    let change = files.value(&at).cloned().unwrap_or_default();
    let mut found = Diagnostics::default();
    let mut trace = std::mem::take(&mut files.trace);
    if let Some(document) = files.files.first_mut() {
        let mut target = Target::new(&mut document.tree, &mut trace);
        match &change {
            Value::Array(list) => operations::perform(list, &at, &mut target, &mut found),
            Value::Object(members) if actions::is_overlay(members) => {
                actions::perform(members, &at, &mut target, &mut found);
            }
            Value::Object(_) => {
                if let Err(fault) = target.merge_patch(&change, &at) {
                    found.push(fault);
                }
            }
            _ => found.push(refused(
                &at,
                "this changes nothing: it is neither an object nor a list",
                "an OpenAPI Overlay has `overlay` and `actions`, a JSON Patch is a list of operations, \
                 and any other object is a JSON Merge Patch",
            )),
        }
    }
    files.trace = trace;
    found
}

/// The fault of a change that cannot be made.
fn refused(at: &At, message: impl Into<String>, hint: &str) -> Diagnostic {
    Diagnostic::at(Code::Overlay, at, message).hint(hint)
}

/// The warning that a change is for nothing in the document.
fn unmatched(at: &At, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(Code::NoMatch, at, message)
}

#[cfg(test)]
mod tests;
