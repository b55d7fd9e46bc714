//! Takes a miss and says why it is one: each has been looked into.

use crate::values::Miss;

/// The document, a part of what happened, and why. A miss that none of them fits fails the run.
const REASONS: &[(&str, &str, &str)] = &[
    (
        "",
        "is lost",
        "a type that is sent has members of its own only, so that it can be written as a literal",
    ),
    (
        "execution-apis",
        "is added",
        "an optional member that can be null only is always written",
    ),
    (
        "starknet:ws",
        "expected a string",
        "a content descriptor stands where a schema belongs and is read as one; by draft 7 it says nothing",
    ),
];

/// Why values do not come through.
pub(crate) fn of(document: &str, miss: &Miss) -> Option<&'static str> {
    let fits = |(place, part, _): &&(&str, &str, &str)| {
        (place.is_empty() || *place == document) && miss.cause.contains(part)
    };
    REASONS.iter().find(fits).map(|(_, _, reason)| *reason)
}
