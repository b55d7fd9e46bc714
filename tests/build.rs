//! Finds the corpus and the oracle, which are not part of the repository, and tells the tests by `cfg(corpus)`.
//!
//! `CALLWRIGHT_CORPUS` is their place; a relative path counts from the workspace. Without it the tests over our
//! own fixtures are built alone, and the build says so.

use std::env;
use std::path::{Path, PathBuf};

fn main() -> Result<(), String> {
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
