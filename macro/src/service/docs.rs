//! Takes the doc comments of an item and gives the summary and the description that a document has.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The first paragraph in one line, and what comes after it.
#[derive(Default)]
pub(super) struct Docs {
    pub(super) summary: String,
    pub(super) description: String,
}

impl Docs {
    /// Both together.
    pub(super) fn whole(&self) -> String {
        match self.description.is_empty() {
            true => self.summary.clone(),
            false => format!("{}\n\n{}", self.summary, self.description),
        }
    }
}

pub(super) fn read(attributes: &[Attribute]) -> Docs {
    let text: Vec<_> = attributes.iter().filter_map(line).collect();
    let text = text.join("\n");
    let text = text.trim();
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    Docs {
        summary: first.replace('\n', " "),
        description: rest.trim().to_owned(),
    }
}

/// What one `///` says, without the space before it; none of docs that only the compiler can read.
fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = &meta.value
    else {
        return None;
    };
    let text = meta.path.is_ident("doc").then(|| text.value())?;
    Some(
        text.lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end())
            .collect::<Vec<_>>()
            .join("\n"),
    )
}
