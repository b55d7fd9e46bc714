//! Takes what the generator reports and gives its causes, the most frequent one first.

use std::collections::BTreeMap;

use callwright_codegen::Diagnostic;
use callwright_codegen::diagnostic::Code;

use crate::client::{self, Client};
use crate::documents::Document;

/// A sentence without the names of one document, and where it was said.
pub(crate) struct Cause {
    pub(crate) text: String,
    pub(crate) places: usize,
    /// The ids of the documents.
    pub(crate) documents: Vec<String>,
}

/// Why places are values of any kind.
pub(crate) fn fallbacks(documents: &[Document], clients: &[Client]) -> Vec<Cause> {
    of(documents, clients, client::is_fallback)
}

/// Why types say less than schemas.
pub(crate) fn relaxed(documents: &[Document], clients: &[Client]) -> Vec<Cause> {
    of(documents, clients, |diagnostic| {
        diagnostic.code == Code::Relaxed
    })
}

fn of(documents: &[Document], clients: &[Client], wanted: fn(&Diagnostic) -> bool) -> Vec<Cause> {
    let mut causes: BTreeMap<String, Cause> = BTreeMap::new();
    for (document, client) in documents.iter().zip(clients) {
        for diagnostic in client
            .generated
            .warnings
            .iter()
            .filter(|found| wanted(found))
        {
            let text = without_names(&diagnostic.message);
            let cause = causes.entry(text.clone()).or_insert_with(|| Cause {
                text,
                places: 0,
                documents: Vec::new(),
            });
            cause.places += 1;
            if cause.documents.last() != Some(&document.id) {
                cause.documents.push(document.id.clone());
            }
        }
    }
    let mut causes: Vec<_> = causes.into_values().collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.places));
    causes
}

/// Every second part between ticks is a name.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 0 { part } else { "…" });
    parts.collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cause_has_no_names() {
        assert_eq!(super::without_names("`a` says `b` twice"), "… says … twice");
    }
}
