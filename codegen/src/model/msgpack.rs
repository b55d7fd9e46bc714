//! Takes what a document says of params on MessagePack, where the client speaks it.

use super::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::files::At;
use crate::suggest;

const KEY: &str = "x-msgpack-params";

/// The values of `x-msgpack-params`, with the runtime's names for them.
const FORMS: [(&str, &str); 4] = [
    ("positional", "Positional"),
    ("padded", "Padded"),
    ("map", "Map"),
    ("single-map", "SingleMap"),
];

/// The form that the document's methods have unless they say otherwise.
pub(super) fn of_document(cx: &mut Context<'_, '_>) -> Option<&'static str> {
    of(&At::root(), cx)
}

/// The form of a method's params, by the runtime's name; none where it is the usual one.
pub(super) fn of_method(
    method: &document::Method,
    of_document: Option<&'static str>,
    cx: &mut Context<'_, '_>,
) -> Option<&'static str> {
    let form = of(&method.at, cx).or(of_document);
    form.filter(|form| *form != "Positional")
}

fn of(at: &At, cx: &mut Context<'_, '_>) -> Option<&'static str> {
    if !cx.options.speaks_msgpack() {
        return None;
    }
    let value = cx.files.value(at)?.get(KEY)?;
    let form = |(name, form): &(&str, &'static str)| (value == name).then_some(*form);
    let found = FORMS.iter().find_map(form);
    if found.is_none() {
        let message = format!("`{KEY}` is {value}, which is no form of params");
        let names = FORMS.map(|(name, _)| name);
        let hint = match suggest::nearest(value.as_str().unwrap_or_default(), names) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("there are: {}", names.join(", ")),
        };
        let fault = Diagnostic::at(Code::MsgPack, &at.join(KEY), message).hint(hint);
        cx.notes.push(fault);
    }
    found
}
