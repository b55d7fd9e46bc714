//! Takes the names that members and values got and says which are not those that were wanted.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::suggest;

use super::catalogue::Entry;

/// Notes that a member or a value could not have the name that it wanted.
pub(super) fn collision(
    entry: &Entry,
    wire: &str,
    wanted: &str,
    name: &str,
    found: &mut Diagnostics,
) {
    if name != wanted {
        let ty = &entry.name;
        let message = format!("{wire:?} of `{ty}` is called `{name}`, because `{wanted}` is taken");
        found.push(Diagnostic::at(Code::Renamed, &entry.at, message));
    }
}

/// Warns of names that the user chose for what the type does not have.
pub(super) fn unmatched<'n>(
    entry: &Entry,
    wire: impl Iterator<Item = &'n str> + Clone,
    found: &mut Diagnostics,
) {
    for key in entry.chosen.keys() {
        if !wire.clone().any(|name| name == key) {
            let ty = &entry.name;
            let message =
                format!("`rename.members` has `{key}` for `{ty}`, which has no such member");
            let fault = Diagnostic::at(Code::NoMatch, &entry.at, message);
            found.push(suggest::hinted(fault, key, wire.clone()));
        }
    }
}
