//! The documents that mutations start from: our fixtures, and the corpus where `CALLWRIGHT_CORPUS` names one.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

/// Larger documents are slow to cut excerpts from.
const LARGEST: u64 = 1_000_000;

/// All of them, in an order that does not change while the folders do not.
pub fn documents() -> &'static [Value] {
    static DOCUMENTS: OnceLock<Vec<Value>> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let mut found = Vec::new();
        collect(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"),
            &mut found,
        );
        if let Some(corpus) = std::env::var_os("CALLWRIGHT_CORPUS") {
            collect(Path::new(&corpus), &mut found);
        }
        assert!(!found.is_empty(), "there are no documents to start from");
        found
    })
}

/// Every JSON file below a folder that has methods.
fn collect(folder: &Path, found: &mut Vec<Value>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.extend(document(&path));
        }
    }
}

fn document(path: &Path) -> Option<Value> {
    if fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    let tree: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let methods = tree.get("methods")?.as_array()?;
    (!methods.is_empty()).then_some(tree)
}
