//! Every folder below `fixtures/cases` and `fixtures/invalid`, against what stands in it.
//!
//! `CALLWRIGHT_BLESS=1` writes what is generated in place of comparing with it.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "shared/golden.rs"]
mod golden;

use std::fs;
use std::path::{Path, PathBuf};

use callwright_codegen::diagnostic::{Code, Severity};
use callwright_codegen::{Diagnostics, Generated, Source, config, generate};

use golden::{assert_settled, settle};

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
    run_with(folder, &config::Given::new())
}

fn run_with(folder: &Path, given: &config::Given) -> Result<Generated, Diagnostics> {
    let yaml = folder.join("openrpc.yaml");
    let document = match yaml.exists() {
        true => yaml,
        false => folder.join("openrpc.json"),
    };
    let source = Source::Path(document);
    let config = config::read(&source, None, given, folder)?;
    generate(&source, &config.options)
}

#[test]
fn every_case_gives_its_expected_code_and_diagnostics() {
    let mut faults = Vec::new();
    for folder in folders("cases") {
        let generated =
            run(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        faults.extend(settle(
            &folder.join("expected.rs"),
            &generated.code().unwrap(),
        ));
        faults.extend(diagnostics(&folder, &generated.warnings));
    }
    assert_settled(&faults);
}

fn diagnostics(folder: &Path, found: &Diagnostics) -> Option<String> {
    let text = match found.to_string() {
        text if text.is_empty() => text,
        text => text + "\n",
    };
    settle(&folder.join("diagnostics.txt"), &text)
}

/// A folder with `served.json` needs a server: the tests of the command have one.
#[test]
fn every_invalid_document_gives_its_expected_diagnostics() {
    let mut faults = Vec::new();
    for folder in folders("invalid") {
        if folder.join("served.json").exists() {
            continue;
        }
        let found = run(&folder).map_or_else(|error| error, |generated| generated.warnings);
        if found.is_empty() {
            faults.push(format!("{} has no fault", folder.display()));
        }
        faults.extend(diagnostics(&folder, &found));
    }
    assert_settled(&faults);
}

#[test]
fn strict_makes_every_warning_an_error() {
    let strict = config::Given::from_iter([("strict".to_owned(), true.into())]);
    let count = |found: &Diagnostics, severity| {
        let found = found.iter().filter(|found| found.severity == severity);
        found.map(|found| found.code).collect::<Vec<_>>()
    };
    for folder in folders("invalid") {
        let Ok(generated) = run(&folder) else {
            continue;
        };
        let warnings = count(&generated.warnings, Severity::Warning);
        let errors = run_with(&folder, &strict).err();
        let errors = errors.map_or_else(Vec::new, |found| count(&found, Severity::Error));
        assert_eq!(errors, warnings, "{}", folder.display());
    }
}

/// All but `internal`: no document may provoke it.
#[test]
fn every_code_has_a_document_that_gives_it() {
    let folders = folders("invalid");
    for code in Code::ALL.iter().filter(|code| **code != Code::Internal) {
        let name = code.as_str();
        let folder = folders.iter().find(|folder| folder.ends_with(name));
        let folder = folder.unwrap_or_else(|| panic!("fixtures/invalid/{name} is missing"));
        let text = fs::read_to_string(folder.join("diagnostics.txt")).unwrap();
        assert!(text.contains(&format!("[{name}]")), "{name}: {text}");
    }
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
