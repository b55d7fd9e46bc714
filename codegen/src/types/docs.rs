//! Takes typify's doc attributes and gives one doc line for each line, and a sentence where nothing was said.

use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

/// Writes the docs anew, with this sentence if there are none.
pub(super) fn complete(attributes: &mut Vec<Attribute>, sentence: impl FnOnce() -> String) {
    let mut lines = Vec::new();
    attributes.retain(|attribute| match text(attribute) {
        Some(text) => {
            lines.extend(text.lines().map(str::to_owned));
            false
        }
        None => true,
    });
    if lines.iter().all(|line| line.trim().is_empty()) {
        lines = vec![sentence()];
    }
    let docs = lines.iter().map(|line| -> Attribute {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        parse_quote!(#[doc = #line])
    });
    let docs: Vec<_> = docs.collect();
    attributes.splice(0..0, docs);
}

/// Takes typify's doc away where it only repeats the name.
pub(super) fn drop_name(attributes: &mut Vec<Attribute>, name: &str) {
    let name = format!("`{name}`");
    attributes.retain(|attribute| text(attribute).is_none_or(|text| text != name));
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
