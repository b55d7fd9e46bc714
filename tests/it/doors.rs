//! The doors give the same code: for every case, what the command and a build script write is what the library gives.
//!
//! The macro's door is held to the library by its own tests.

mod build_script;
pub(crate) mod command;

use std::fs;
use std::path::{Path, PathBuf};

use callwright_codegen::{Generated, Source, config};

/// The document of every case.
fn documents() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let folders = fs::read_dir(cases)
        .expect("there are cases")
        .map(|entry| entry.unwrap().path());
    let documents = folders.map(|folder| {
        let names = ["openrpc.json", "openrpc.yaml"].map(|name| folder.join(name));
        let found = names.into_iter().find(|path| path.exists());
        found.unwrap_or_else(|| panic!("{} has no document", folder.display()))
    });
    let mut documents: Vec<_> = documents.collect();
    documents.sort();
    assert!(documents.len() > 5);
    documents
}

/// The document of the case that has every option.
fn all_options() -> PathBuf {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    cases.join("all-options/openrpc.json")
}

/// What the library gives for a document.
fn generated(document: &Path) -> Generated {
    let source = Source::Path(document.to_owned());
    let root = document.parent().expect("a case is a folder");
    let config =
        config::read(&source, None, &config::Given::new(), root).expect("the options can be read");
    callwright_codegen::generate(&source, &config.options).expect("the case can be generated")
}

/// Fails with the first line that is not what the library gives for the document.
fn assert_same(code: &str, document: &Path) {
    let library = generated(document).code().expect("the tokens are Rust");
    let mut lines = code.lines().zip(library.lines());
    let differing = lines.find(|(code, library)| code != library);
    assert_eq!(differing, None, "{}", document.display());
    assert_eq!(code.len(), library.len(), "{}", document.display());
}
