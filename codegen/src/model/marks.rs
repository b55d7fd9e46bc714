//! Lists of patterns that mark methods: says which of them mark none.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::At;
use crate::options::matches_pattern;

/// Says which patterns match none of these methods.
pub(super) fn tell_unused(
    key: &str,
    patterns: &[String],
    methods: &[&str],
    notes: &mut Diagnostics,
) {
    for given in patterns {
        let pattern = given.strip_prefix('!').unwrap_or(given);
        if !methods.iter().any(|name| matches_pattern(pattern, name)) {
            notes.push(unused(key, given));
        }
    }
}

/// Of a pattern or tag that no method has.
pub(super) fn unused(key: &str, text: &str) -> Diagnostic {
    let message = format!("`{key}` has {text:?}, which no method of the document matches");
    Diagnostic::at(Code::NoMatch, &At::root().join("methods"), message)
}
