//! Takes the name of a method or a param and warns where it is one that nobody would choose.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;

/// `what` is the word for what has the name, `at` its place.
pub(super) fn check(name: &str, what: &str, at: &At, notes: &mut Diagnostics) {
    let fault = |message| Diagnostic::at(Code::OddName, at, message);
    if !name.contains(char::is_alphabetic) {
        let message = format!("the name of the {what} `{name}` has no letter");
        notes.push(fault(message).hint("on the wire it is as it stands; its Rust name is made up"));
    } else if name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let message = format!("the name of the {what} `{name}` has a space in it");
        notes.push(fault(message).hint("on the wire it is as it stands, and `_` in Rust"));
    }
}
