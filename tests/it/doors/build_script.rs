//! `callwright_codegen::Build`, in a process with the environment that cargo gives a build script.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{all_options, assert_same, documents};

#[test]
fn the_build_script_writes_what_the_library_gives() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script");
    std::fs::create_dir_all(&out).unwrap();
    for document in documents() {
        let run = Command::new(env!("CARGO_BIN_EXE_build_script"))
            .arg(&document)
            .env("CARGO_MANIFEST_DIR", document.parent().unwrap())
            .env("OUT_DIR", &out)
            .output()
            .expect("the build script runs");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        let printed = String::from_utf8(run.stdout).unwrap();
        let written = printed
            .lines()
            .find_map(|line| line.strip_prefix("written to "));
        let written = PathBuf::from(written.expect("it says where it wrote"));
        assert_eq!(written.parent(), Some(&*out));
        assert_same(&std::fs::read_to_string(&written).unwrap(), &document);

        let name = document.file_name().unwrap().to_str().unwrap();
        assert!(
            printed.contains(&format!("cargo::rerun-if-changed={name}\n")),
            "{printed}"
        );
    }
}

/// The options as values, with an empty file in the place of `callwright.toml`.
#[test]
fn options_can_be_values_of_a_build_script() {
    let document = all_options();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script_options");
    std::fs::create_dir_all(&out).unwrap();
    let empty = out.join("empty.toml");
    std::fs::write(&empty, "").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_build_script"))
        .args([
            &document,
            &document.with_file_name("callwright.toml"),
            &empty,
        ])
        .env("CARGO_MANIFEST_DIR", document.parent().unwrap())
        .env("OUT_DIR", &out)
        .output()
        .expect("the build script runs");
    let fault = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{fault}");
    assert_same(
        &std::fs::read_to_string(out.join("everything.rs")).unwrap(),
        &document,
    );
    let printed = String::from_utf8(run.stdout).unwrap();
    assert!(
        printed.contains("cargo::rerun-if-changed=changes.yaml\n"),
        "{printed}"
    );
}

/// Which sides there are, said by the calls for that.
#[test]
fn the_sides_have_words_of_their_own() {
    let document = documents().into_iter().find(|document| {
        let case = document.parent().and_then(Path::file_name);
        case.is_some_and(|case| case == "server-alone")
    });
    let document = document.expect("the case is there");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script_sides");
    std::fs::create_dir_all(&out).unwrap();
    let rest = out.join("rest.toml");
    std::fs::write(&rest, "exclude = [\"left_out\"]\n").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_build_script"))
        .arg(&document)
        .arg("server")
        .arg(&rest)
        .env("CARGO_MANIFEST_DIR", document.parent().unwrap())
        .env("OUT_DIR", &out)
        .output()
        .expect("the build script runs");
    let fault = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{fault}");
    let printed = String::from_utf8(run.stdout).unwrap();
    let written = (printed.lines()).find_map(|line| line.strip_prefix("written to "));
    let written = std::fs::read_to_string(written.expect("it says where it wrote")).unwrap();
    assert!(written.contains("Server"), "{written}");
    assert_same(&written, &document);
}
