//! Takes the bytes of a file and gives its text and the tree that it holds.

mod encoding;
mod json;

use serde_json::Value;

use super::{repeats, yaml};
use crate::diagnostic::{Code, Diagnostic};
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
    let (text, warning) = encoding::read(origin, bytes)?;
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let read = match format(name, body) {
        Some(Format::Json) => {
            json::read(origin, body).or_else(|fault| misnamed(origin, body).ok_or(fault))?
        }
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
        warnings: warning.into_iter().chain(read.warnings).collect(),
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

/// YAML in a file whose ending says JSON. A text that is neither has the faults of JSON.
fn misnamed(origin: &str, body: &str) -> Option<Read> {
    if body.trim_start().starts_with(['{', '[', '/']) {
        return None;
    }
    let mut read = yaml_tree(origin, body)
        .ok()
        .filter(|read| read.tree.is_object())?;
    let warning = Diagnostic::of(
        Code::LooseSyntax,
        origin,
        "this is YAML in a file that is called JSON",
    );
    let warning = warning.hint("other tools go by the name: let it end in `.yaml`");
    read.warnings.insert(0, placed(warning, 1, 1));
    Some(read)
}

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
