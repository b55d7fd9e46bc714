//! Takes the corpus, or our own cases where there is none, and gives the documents to try.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fault::{Fault, during};
use crate::wires::Wires;

/// One document.
#[derive(Debug)]
pub(crate) struct Document {
    /// What the table calls it.
    pub(crate) id: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
}

/// All documents, and whether they are the corpus that the table is about.
pub(crate) fn all(wires: Wires) -> Result<(Vec<Document>, bool), Fault> {
    let corpus = env::var_os("CALLWRIGHT_CORPUS").filter(|folder| !folder.is_empty());
    let mut documents = match &corpus {
        Some(folder) => of_corpus(Path::new(folder))?,
        None => Vec::new(),
    };
    documents.retain(|document| wires.take(&document.id));
    if corpus.is_none() || wires == Wires::BothOfFew {
        documents.extend(of_cases(
            &workspace().canonicalize()?.join("fixtures/cases"),
        )?);
    }
    Ok((documents, corpus.is_some()))
}

/// The top of the repository.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[derive(Deserialize)]
struct Row {
    id: String,
    file: String,
}

fn of_corpus(folder: &Path) -> Result<Vec<Document>, Fault> {
    let index = folder.join("index.json");
    let text = fs::read(&index).map_err(|cause| during(index.display(), cause))?;
    let rows: Vec<Row> =
        serde_json::from_slice(&text).map_err(|cause| during(index.display(), cause))?;
    let folder = folder
        .canonicalize()
        .map_err(|cause| during(folder.display(), cause))?;
    let rows = rows.into_iter().map(|row| Document {
        path: folder.join(row.file),
        id: row.id,
    });
    Ok(rows.collect())
}

fn of_cases(folder: &Path) -> Result<Vec<Document>, Fault> {
    let entries = fs::read_dir(folder).map_err(|cause| during(folder.display(), cause))?;
    let mut documents = Vec::new();
    for case in entries.filter_map(Result::ok) {
        let names = ["openrpc.json", "openrpc.yaml", "openrpc.yml"];
        let found = names
            .iter()
            .map(|name| case.path().join(name))
            .find(|path| path.is_file());
        documents.extend(found.map(|path| Document {
            id: case.file_name().to_string_lossy().into_owned(),
            path,
        }));
    }
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(documents)
}
