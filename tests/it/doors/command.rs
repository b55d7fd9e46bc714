//! `callwright generate`, to standard output and into a file.

use std::path::{Path, PathBuf};
use std::process::Command;

use callwright_tests::cargo::cargo;

use super::{all_options, assert_same, documents};

/// Builds the command beside these tests, as it was last written. Cargo does nothing where that was done.
pub(crate) fn command() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let target = temporary.parent().expect("it lies in the target folder");
    let built = cargo()
        .args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "callwright-cli",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    target.join(format!("debug/callwright{}", std::env::consts::EXE_SUFFIX))
}

#[test]
fn the_command_writes_what_the_library_gives() {
    let command = command();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
    std::fs::create_dir_all(&folder).unwrap();
    for document in documents() {
        let generate = |arguments: &[&str]| {
            let run = Command::new(&command)
                .arg("generate")
                .arg(&document)
                .args(arguments)
                .output();
            let run = run.expect("the command runs");
            assert_eq!(
                run.status.code(),
                Some(0),
                "{}",
                String::from_utf8_lossy(&run.stderr)
            );
            String::from_utf8(run.stdout).unwrap()
        };
        assert_same(&generate(&[]), &document);

        let file = folder.join("client.rs");
        assert_eq!(generate(&["--output", file.to_str().unwrap()]), "");
        assert_same(&std::fs::read_to_string(&file).unwrap(), &document);
        assert_eq!(
            generate(&["--check", "--output", file.to_str().unwrap()]),
            ""
        );
    }
}

#[test]
fn the_command_takes_the_options_of_another_file() {
    let document = all_options();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command_config");
    std::fs::create_dir_all(&folder).unwrap();
    let copy = folder.join("openrpc.json");
    std::fs::copy(&document, &copy).unwrap();
    let run = Command::new(command())
        .args(["generate".as_ref(), copy.as_os_str(), "--config".as_ref()])
        .arg(document.with_file_name("callwright.toml"))
        .output()
        .expect("the command runs");
    let fault = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{fault}");
    assert_same(&String::from_utf8(run.stdout).unwrap(), &document);
}
