//! Takes the bytes of a file and gives its text and the tree that it holds.

use jsonc_parser::ParseOptions;
use serde_json::Value;

use super::{MAX_DEPTH, repeats, yaml};
use crate::diagnostic::{Code, Diagnostic, Position};
use crate::files::Format;

/// A file that could be read.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) text: String,
    pub(super) tree: Value,
    pub(super) format: Format,
    /// What was forgiven.
    pub(super) warnings: Vec<Diagnostic>,
    /// Whether an object has a key twice.
    pub(super) repeats: bool,
}

/// Reads JSON or YAML. `name` is the path or URL whose ending tells them apart; the content decides where it does not.
pub(super) fn parse(origin: &str, name: &str, bytes: Vec<u8>) -> Result<Parsed, Diagnostic> {
    let text = String::from_utf8(bytes)
        .map_err(|e| not_utf8(origin, e.as_bytes(), e.utf8_error().valid_up_to()))?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let read = match format(name, body) {
        Some(Format::Json) => json(origin, body)?,
        Some(Format::Yaml) => match serde_json::from_str(body) {
            Ok(tree) => Read::plain(tree, body),
            Err(_) => yaml_tree(origin, body)?,
        },
        None => return Err(no_document(origin, body)),
    };
    Ok(Parsed {
        text,
        tree: read.tree,
        format: read.format,
        warnings: read.warnings,
        repeats: read.repeats,
    })
}

/// What a reader made of a text.
struct Read {
    tree: Value,
    format: Format,
    warnings: Vec<Diagnostic>,
    repeats: bool,
}

impl Read {
    /// JSON without any licence.
    fn plain(tree: Value, body: &str) -> Self {
        Self {
            repeats: repeats::in_json(&tree, body),
            tree,
            format: Format::Json,
            warnings: Vec::new(),
        }
    }
}

/// None where the content can be neither.
fn format(name: &str, body: &str) -> Option<Format> {
    let name = name
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let json = [".json", ".jsonc", ".json5"]
        .iter()
        .any(|end| name.ends_with(end));
    match body.trim_start().chars().next() {
        None | Some('<') => None,
        _ if yaml => Some(Format::Yaml),
        Some('{' | '[' | '/') => Some(Format::Json),
        _ if json => Some(Format::Json),
        _ => Some(Format::Yaml),
    }
}

fn json(origin: &str, body: &str) -> Result<Read, Diagnostic> {
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
    let loose = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        ..STRICT
    };
    match jsonc_parser::parse_to_serde_value::<Value>(body, &loose) {
        Ok(tree) if depth_exceeds(&tree, MAX_DEPTH) => {
            Err(syntax(origin, too_deep(), line, column))
        }
        Ok(tree) => {
            let message = "this is JSON only when comments and trailing commas are allowed";
            let warning = Diagnostic::of(Code::LooseSyntax, origin, message)
                .hint(format!("plain JSON has no such thing here: {reason}"));
            Ok(Read {
                tree,
                format: Format::Json,
                warnings: vec![placed(warning, line, column)],
                // Who bends the rules may well have a key twice; looking costs no more than the warning did.
                repeats: true,
            })
        }
        // Behind a comment the loose reader got further than the strict one.
        Err(error) if (error.line_display(), error.column_display()) > (line, column) => {
            let message = format!("this is not JSON: {}", sentence(&error.kind().to_string()));
            Err(syntax(
                origin,
                message,
                error.line_display(),
                error.column_display(),
            ))
        }
        Err(_) => Err(syntax(
            origin,
            format!("this is not JSON: {reason}"),
            line,
            column,
        )),
    }
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

fn yaml_tree(origin: &str, body: &str) -> Result<Read, Diagnostic> {
    let not_yaml = |message: &str| format!("this is not YAML: {message}");
    let yaml = yaml::parse(body)
        .map_err(|fault| syntax(origin, not_yaml(&fault.message), fault.line, fault.column))?;
    let warning = |fault: yaml::Fault| {
        let warning = Diagnostic::of(Code::LooseSyntax, origin, fault.message);
        placed(warning, fault.line, fault.column)
    };
    Ok(Read {
        tree: yaml.tree,
        format: Format::Yaml,
        warnings: yaml.warnings.into_iter().map(warning).collect(),
        repeats: yaml.repeats,
    })
}

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

fn syntax(origin: &str, message: String, line: usize, column: usize) -> Diagnostic {
    let hint = "an OpenRPC document is JSON or YAML; an editor or a linter shows more of what is wrong here";
    placed(
        Diagnostic::of(Code::Syntax, origin, message).hint(hint),
        line,
        column,
    )
}

fn placed(diagnostic: Diagnostic, line: usize, column: usize) -> Diagnostic {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).max(1);
    diagnostic.position(number(line), number(column))
}

fn not_utf8(origin: &str, bytes: &[u8], valid: usize) -> Diagnostic {
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
    let Position { line, column } = Position::after(&before);
    Diagnostic::of(
        Code::Syntax,
        origin,
        "this is no text: it is not encoded in UTF-8",
    )
    .hint("save the document as UTF-8")
    .position(line, column)
}

fn no_document(origin: &str, body: &str) -> Diagnostic {
    match body.trim_start().is_empty() {
        true => Diagnostic::of(Code::Syntax, origin, "this file is empty")
            .hint("an OpenRPC document begins with `{\"openrpc\": \"1.3.2\", …`"),
        false => placed(
            Diagnostic::of(
                Code::Syntax,
                origin,
                "this is HTML or XML, not JSON or YAML",
            ),
            1,
            1,
        )
        .hint(
            "the address of a page about the document is easily mistaken for that of the document",
        ),
    }
}

#[cfg(test)]
mod tests;
