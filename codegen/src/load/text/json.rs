//! Takes the text of a JSON file and gives its tree: strict JSON, or what people and JSON5 write besides.

use jsonc_parser::ParseOptions;
use jsonc_parser::errors::ParseErrorKind;
use serde_json::Value;

use super::{Read, placed, syntax};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{Format, MAX_DEPTH};

/// What people write besides JSON, the commonest first: what the reader may put up with, and words for it.
const LICENCES: [(ParseOptions, &str); 2] = [
    (
        COMMENTS,
        "this is JSON only when comments and trailing commas are allowed",
    ),
    (JSON5, "this is JSON5 rather than JSON"),
];

pub(super) fn read(origin: &str, body: &str) -> Result<Read, Diagnostic> {
    let strict = match serde_json::from_str(body) {
        Ok(tree) => return Ok(Read::plain(tree, body)),
        Err(error) => error,
    };
    let reason = reason(&strict);
    let (line, column) = (
        strict.line(),
        characters(body, strict.line(), strict.column()),
    );
    if reason.starts_with("recursion limit") {
        return Err(syntax(origin, too_deep(), line, column));
    }
    let mut furthest = (line, column, reason.clone());
    for (licence, words) in &LICENCES {
        match jsonc_parser::parse_to_serde_value::<Value>(body, licence) {
            Ok(tree) if depth_exceeds(&tree, MAX_DEPTH) => {
                return Err(syntax(origin, too_deep(), line, column));
            }
            Ok(tree) => {
                let warning = Diagnostic::of(Code::LooseSyntax, origin, *words)
                    .hint(format!("plain JSON has no such thing here: {reason}"));
                return Ok(loose(tree, placed(warning, line, column)));
            }
            Err(error) => {
                let (line, column) = (error.line_display(), error.column_display());
                // Behind a comment a loose reader got further than the strict one. What is no JSON5 looks like it for a
                // word or two; a word without a colon was no key.
                let is_no_key = matches!(error.kind(), ParseErrorKind::ExpectedColonAfterObjectKey);
                let further = match licence.allow_single_quoted_strings {
                    true => line > furthest.0 && !is_no_key,
                    false => (line, column) > (furthest.0, furthest.1),
                };
                if further {
                    furthest = (line, column, sentence(&error.kind().to_string()));
                }
            }
        }
    }
    let (line, column, reason) = furthest;
    let message = format!("this is not JSON: {reason}");
    Err(syntax(origin, message, line, column))
}

fn loose(tree: Value, warning: Diagnostic) -> Read {
    Read {
        tree,
        format: Format::Json,
        warnings: vec![warning],
        // Who bends the rules may well have a key twice; looking costs no more than the warning did.
        repeats: true,
    }
}

const COMMENTS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

const JSON5: ParseOptions = ParseOptions {
    allow_loose_object_property_names: true,
    allow_single_quoted_strings: true,
    allow_hexadecimal_numbers: true,
    allow_unary_plus_numbers: true,
    allow_bare_decimal_point_numbers: true,
    allow_extended_string_escapes: true,
    ..COMMENTS
};

/// What serde_json found, without the place at its end.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// serde_json counts bytes; users count characters.
fn characters(body: &str, line: usize, bytes: usize) -> usize {
    let text = body
        .split('\n')
        .nth(line.saturating_sub(1))
        .unwrap_or_default();
    let before = text
        .as_bytes()
        .get(..bytes.saturating_sub(1))
        .unwrap_or(text.as_bytes());
    String::from_utf8_lossy(before).chars().count() + 1
}

fn too_deep() -> String {
    format!("this is nested deeper than {MAX_DEPTH} levels")
}

fn depth_exceeds(tree: &Value, limit: usize) -> bool {
    let Some(limit) = limit.checked_sub(1) else {
        return tree.is_array() || tree.is_object();
    };
    match tree {
        Value::Array(list) => list.iter().any(|value| depth_exceeds(value, limit)),
        Value::Object(map) => map.values().any(|value| depth_exceeds(value, limit)),
        _ => false,
    }
}
