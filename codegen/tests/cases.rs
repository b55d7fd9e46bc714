//! Every folder below `fixtures/cases` and `fixtures/invalid`, against what stands in it.
//!
//! `CALLWRIGHT_BLESS=1` writes what is generated in place of comparing with it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use callwright_codegen::{Diagnostics, Generated, Source, config, generate};

/// The folders below one of the fixtures' folders, in order.
fn folders(kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures")
        .join(kind);
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

fn run(folder: &Path) -> Result<Generated, Diagnostics> {
    let document = ["openrpc.json", "openrpc.yaml"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("{} has no document", folder.display()));
    let source = Source::Path(document);
    let config = config::read(&source, None, &config::Given::new(), folder)?;
    generate(&source, &config.options)
}

/// Compares with the file, or writes it when blessing; gives what is wrong.
fn settle(path: &Path, found: &str) -> Option<String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return None;
    }
    if std::env::var_os("CALLWRIGHT_BLESS").is_some() {
        match found {
            "" => fs::remove_file(path).unwrap(),
            found => fs::write(path, found).unwrap(),
        }
        return None;
    }
    let mut pairs = expected.lines().zip(found.lines()).enumerate();
    let first = pairs.find(|(_, (expected, found))| expected != found);
    Some(format!("{} differs, first at {first:?}", path.display()))
}

fn assert_settled(faults: Vec<String>) {
    assert!(
        faults.is_empty(),
        "{}\n(CALLWRIGHT_BLESS=1 writes what is generated)",
        faults.join("\n")
    );
}

#[test]
fn every_case_gives_its_expected_code_and_diagnostics() {
    let mut faults = Vec::new();
    for folder in folders("cases") {
        let generated =
            run(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let diagnostics = match generated.warnings.to_string() {
            text if text.is_empty() => text,
            text => text + "\n",
        };
        faults.extend(settle(
            &folder.join("expected.rs"),
            &generated.code().unwrap(),
        ));
        faults.extend(settle(&folder.join("diagnostics.txt"), &diagnostics));
    }
    assert_settled(faults);
}

#[test]
fn every_invalid_document_gives_its_expected_diagnostics() {
    let mut faults = Vec::new();
    for folder in folders("invalid") {
        match run(&folder) {
            Ok(_) => faults.push(format!("{} was generated", folder.display())),
            Err(error) => faults.extend(settle(
                &folder.join("diagnostics.txt"),
                &format!("{error}\n"),
            )),
        }
    }
    assert_settled(faults);
}

#[test]
fn generating_twice_gives_the_same() {
    for folder in folders("cases") {
        let [first, second] = [(), ()].map(|()| run(&folder).unwrap());
        assert_eq!(
            first.code().unwrap(),
            second.code().unwrap(),
            "{}",
            folder.display()
        );
        assert_eq!(first.warnings, second.warnings, "{}", folder.display());
    }
}
