//! Takes the definitions and says which of them are the type of all that stands at a place.

use std::collections::BTreeMap;

use crate::files::At;

use super::catalogue::{Catalogue, Entry, State};

/// The type of all that stands at a place.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    /// Its name.
    pub(crate) name: String,
    /// Whether null may stand there as well.
    pub(crate) is_nullable: bool,
}

/// The type for each place that has one: parts that were put together, such as the branches of a union
/// with the members around it, come from the place of the whole and are not it.
pub(super) fn of(catalogue: &Catalogue) -> BTreeMap<At, Whole> {
    let mut entries: BTreeMap<&At, Vec<&Entry>> = BTreeMap::new();
    let read = |entry: &&Entry| matches!(entry.state, State::Read(_));
    for entry in catalogue.entries.iter().filter(read) {
        entries.entry(&entry.at).or_default().push(entry);
    }
    let wholes = entries.into_iter().filter_map(|(at, entries)| {
        let entry = match entries.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|entry| entry.is_place),
        };
        let whole = entry.map(|entry| Whole {
            name: entry.name.clone(),
            is_nullable: entry.is_nullable,
        })?;
        Some((at.clone(), whole))
    });
    wholes.collect()
}
