//! Keeps the methods that the options select, and says which selections match nothing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Method};
use crate::files::At;
use crate::options::{Options, matches_pattern};

/// Whether a pattern or a tag selects a method.
type Hits = fn(&str, &Method) -> bool;

/// Drops the methods that the options leave out.
pub(crate) fn select(document: &mut Document, options: &Options, notes: &mut Diagnostics) {
    let by_name: Hits = |pattern, method| matches_pattern(pattern, &method.name);
    let by_tag: Hits = |tag, method| method.tags.iter().any(|t| t == tag);
    let rules = [
        ("include", &options.include, true, by_name),
        ("exclude", &options.exclude, false, by_name),
        ("include_tags", &options.include_tags, true, by_tag),
        ("exclude_tags", &options.exclude_tags, false, by_tag),
    ];
    for (key, patterns, _, hits) in rules {
        for pattern in patterns {
            if !document.methods.iter().any(|method| hits(pattern, method)) {
                let message =
                    format!("`{key}` has {pattern:?}, which no method of the document matches");
                notes.push(Diagnostic::at(
                    Code::NoMatch,
                    &At::root().join("methods"),
                    message,
                ));
            }
        }
    }
    document.methods.retain(|method| {
        rules.iter().all(|(_, patterns, keep, hits)| {
            patterns.is_empty() || patterns.iter().any(|pattern| hits(pattern, method)) == *keep
        })
    });
}
