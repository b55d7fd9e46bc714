//! Finds the corpus and the oracle, which are not part of the repository, and tells the tests by `cfg(corpus)`.
//!
//! `CALLWRIGHT_CORPUS` is their place; a relative path counts from the workspace. Without it the tests over our
//! own fixtures are built alone, and the build says so.

use std::env;
use std::path::{Path, PathBuf};

fn main() -> Result<(), String> {
    cases().map_err(|error| format!("the cases cannot be listed: {error}"))?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CALLWRIGHT_CORPUS");
    println!("cargo::rerun-if-env-changed=CALLWRIGHT_ORACLE");
    println!("cargo::rustc-check-cfg=cfg(corpus)");

    let Some(corpus) = place("CALLWRIGHT_CORPUS") else {
        println!(
            "cargo::warning=CALLWRIGHT_CORPUS is not set: tests over the corpus and the oracle are left out"
        );
        return Ok(());
    };
    let oracle = place("CALLWRIGHT_ORACLE").unwrap_or_else(|| corpus.join("../oracle"));
    for (what, path) in [
        ("CALLWRIGHT_CORPUS", &corpus),
        ("CALLWRIGHT_ORACLE", &oracle),
    ] {
        if !path.is_dir() {
            return Err(format!("{what}: no folder at {}", path.display()));
        }
        println!("cargo::rustc-env={what}={}", path.display());
    }
    println!("cargo::rustc-cfg=corpus");
    Ok(())
}

/// The folder that an environment variable names, made absolute.
fn place(variable: &str) -> Option<PathBuf> {
    let named = env::var_os(variable).filter(|path| !path.is_empty())?;
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Some(workspace.join(named))
}

/// Lists the expected code of every case as a module, so that a new folder needs no code.
fn cases() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let case = entry?;
        let expected = case.path().join("expected.rs");
        if expected.exists() {
            println!("cargo::rerun-if-changed={}", expected.display());
            let name = case.file_name().to_string_lossy().replace('-', "_");
            modules.push(format!(
                "/// The case `{name}`.\npub mod {name} {{ include!({expected:?}); }}\n"
            ));
        }
    }
    modules.sort();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    std::fs::write(Path::new(&out).join("cases.rs"), modules.concat())
}
