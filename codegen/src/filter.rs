//! Keeps the methods that the options select, and says which selections match nothing.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Method};
use crate::files::At;
use crate::options::{Options, matches_pattern};
use crate::suggest;

/// Methods, params, errors and servers that a client may have: more would take gigabytes to generate.
const LARGEST: usize = 50_000;

/// Whether a pattern or a tag selects a method.
type Hits = fn(&str, &Method) -> bool;

/// What a rule may name.
type Names = fn(&Document) -> Vec<&str>;

/// Drops the methods that the options leave out.
pub(crate) fn select(document: &mut Document, options: &Options, notes: &mut Diagnostics) {
    let by_name: Hits = |pattern, method| matches_pattern(pattern, &method.name);
    let by_tag: Hits = |tag, method| method.tags.iter().any(|t| t.name == tag);
    let rules = [
        (
            "include",
            &options.include,
            true,
            by_name,
            method_names as Names,
        ),
        ("exclude", &options.exclude, false, by_name, method_names),
        (
            "include_tags",
            &options.include_tags,
            true,
            by_tag,
            tag_names,
        ),
        (
            "exclude_tags",
            &options.exclude_tags,
            false,
            by_tag,
            tag_names,
        ),
    ];
    for (key, patterns, _, hits, names) in rules {
        for pattern in patterns {
            if !document.methods.iter().any(|method| hits(pattern, method)) {
                let message =
                    format!("`{key}` has {pattern:?}, which no method of the document matches");
                let at = At::root().join("methods");
                let fault = Diagnostic::at(Code::NoMatch, &at, message);
                notes.push(suggest::hinted(fault, pattern, names(document)));
            }
        }
    }
    document.methods.retain(|method| {
        rules.iter().all(|(_, patterns, keep, hits, _)| {
            patterns.is_empty() || patterns.iter().any(|pattern| hits(pattern, method)) == *keep
        })
    });
}

fn method_names(document: &Document) -> Vec<&str> {
    let methods = document.methods.iter();
    methods.map(|method| method.name.as_str()).collect()
}

fn tag_names(document: &Document) -> Vec<&str> {
    let tags = document.methods.iter().flat_map(|method| &method.tags);
    tags.map(|tag| tag.name.as_str()).collect()
}

/// Fails where what was selected is too much for one client.
pub(crate) fn check_size(document: &Document) -> Result<(), Diagnostic> {
    let methods = document.methods.iter();
    let parts = methods.map(|m| 1 + m.params.len() + m.errors.len() + m.servers.len());
    let parts = document.servers.len() + parts.sum::<usize>();
    if parts <= LARGEST {
        return Ok(());
    }
    let message = format!(
        "the document has {parts} methods, params, errors and servers; a client may have {LARGEST}"
    );
    Err(
        Diagnostic::at(Code::TooLarge, &At::root().join("methods"), message)
            .hint("choose methods by the options `include` and `include_tags`"),
    )
}
