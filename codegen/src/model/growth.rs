//! Names stay when a document grows: every fixture, and every document of the corpus, with something added.

mod additions;
mod surface;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::load;
use crate::options::Options;
use crate::source::Source;
use additions::Addition;
use surface::Surface;

/// The JSON documents of our cases, and those of the corpus where it is there.
fn documents() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let folders = fs::read_dir(cases)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut documents: Vec<_> = folders
        .map(|folder| folder.join("openrpc.json"))
        .filter(|path| path.exists())
        .collect();
    if let Some(corpus) = std::env::var_os("CALLWRIGHT_CORPUS").map(PathBuf::from) {
        let index = fs::read_to_string(corpus.join("index.json")).unwrap();
        let index: Value = serde_json::from_str(&index).unwrap();
        let entries = index.as_array().into_iter().flatten();
        documents
            .extend(entries.filter_map(|entry| Some(corpus.join(entry.get("file")?.as_str()?))));
    }
    documents.sort();
    documents
}

/// The document with whatever its references lead to; none where it cannot be read without the network.
fn loaded(document: &Path) -> Option<crate::files::Files> {
    let mut options = Options::default();
    options.fetch.offline = true;
    load::load(&Source::Path(document.to_owned()), &options).ok()
}

#[test]
fn old_names_stay_when_a_document_grows() {
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut tried = 0;
    for document in documents() {
        let Some(mut files) = loaded(&document) else {
            continue;
        };
        let old = Surface::of(&files);
        let tree = files.files[0].tree.clone();
        for addition in Addition::ALL {
            for (grown, moved) in addition.made(&tree) {
                files.files[0].tree = grown;
                let new = Surface::of(&files);
                let renamed = old.renamed(&new, &moved);
                let what = format!("{addition:?}");
                faults.entry(what).or_default().extend(
                    renamed
                        .into_iter()
                        .map(|fault| format!("{}: {fault}", document.display())),
                );
                tried += 1;
            }
        }
    }
    faults.retain(|_, faults| !faults.is_empty());
    let shown: Vec<String> = faults
        .iter()
        .map(|(what, faults)| {
            let first = faults
                .iter()
                .take(12)
                .cloned()
                .collect::<Vec<_>>()
                .join("\n  ");
            format!("{what}: {} names\n  {first}", faults.len())
        })
        .collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
    assert!(tried > 50, "{tried}");
}
