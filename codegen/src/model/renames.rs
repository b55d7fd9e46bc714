//! Says which of the names that the user chose, and which splits, are for nothing that the document has.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::files::At;
use crate::options::Split;
use crate::suggest;

/// Warns of renames of methods and params, and of a split where no method has a tag.
pub(super) fn unused(document: &Document, cx: &mut Context<'_, '_>) {
    let at = At::root().join("methods");
    let methods = || document.methods.iter().map(|method| method.name.as_str());
    let no_method = "which no method of the document is called";
    let rename = &cx.options.rename;
    for key in rename.methods.keys() {
        let message = format!("`rename.methods` has `{key}`, {no_method}");
        unmatched(message, key, &at, methods(), cx);
    }
    for (key, params) in &rename.params {
        let Some(method) = document.methods.iter().find(|method| method.name == *key) else {
            let message = format!("`rename.params` has `{key}`, {no_method}");
            unmatched(message, key, &at, methods(), cx);
            continue;
        };
        for param in params.keys() {
            let names = method.params.iter().map(|param| param.name.as_str());
            let message = format!("`rename.params` has `{param}`, which `{key}` does not take");
            unmatched(message, param, &method.at.join("params"), names, cx);
        }
    }
    if cx.options.split == Split::Tag && document.methods.iter().all(|m| m.tags.is_empty()) {
        let message = "`split` is by tag, and no method has one";
        cx.notes.push(Diagnostic::at(Code::NoMatch, &at, message));
    }
}

fn unmatched<'n>(
    message: String,
    key: &str,
    at: &At,
    mut known: impl Iterator<Item = &'n str> + Clone,
    cx: &mut Context<'_, '_>,
) {
    let names = known.clone();
    if !known.any(|name| name == key) {
        let fault = Diagnostic::at(Code::NoMatch, at, message);
        cx.notes.push(suggest::hinted(fault, key, names));
    }
}
