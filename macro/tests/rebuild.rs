//! A crate with the macro and a build script is built again exactly when a document, a file that it refers to,
//! the lock or a file of options changes.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

const MANIFEST: &str = r#"
[package]
name = "consumer"
edition = "2024"

[workspace]

[dependencies]
callwright = { path = "$ROOT/runtime", default-features = false, features = ["macro"] }

[build-dependencies]
callwright-codegen = { path = "$ROOT/codegen", default-features = false }
"#;

const LIBRARY: &str = r#"
callwright::generate_client!(pub Inline, "api/openrpc.json");
callwright::generate_client!(pub Locked, "https://callwright.invalid/locked.json");
pub fn scoped() {
    callwright::generate_client!(Scoped, "api/openrpc.json");
    let _: Option<Scoped> = None;
}
pub mod built { include!(concat!(env!("OUT_DIR"), "/built.rs")); }
pub use built::Built;
"#;

const BUILD: &str = r#"
use std::io::Write as _;

fn main() -> Result<(), callwright_codegen::BuildError> {
    let runs = std::fs::OpenOptions::new().create(true).append(true).open("runs");
    writeln!(runs.unwrap(), "run").unwrap();
    callwright_codegen::Build::new("build/openrpc.json").name("Built").compile()?;
    Ok(())
}
"#;

/// A document with one method, whose result's schema stands in a file next to it.
const DOCUMENT: &str = r#"{
  "openrpc": "1.3.2",
  "info": {"title": "t", "version": "1"},
  "methods": [{"name": "m", "params": [], "result": {"name": "r", "schema": {"$ref": "types.json#/R"}}}]
}"#;

const TYPES: &str = r#"{"R": {"type": "object", "properties": {"a": {"type": "string"}}}}"#;

struct Consumer(PathBuf);

impl Consumer {
    /// Its target folder outlives the test, so that only the first run builds the dependencies.
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumer");
        let consumer = Self(folder);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        _ = fs::remove_dir_all(consumer.0.join("api"));
        _ = fs::remove_file(consumer.0.join("runs"));
        consumer.write(
            "Cargo.toml",
            &MANIFEST.replace("$ROOT", &root.display().to_string()),
        );
        consumer.write(
            "Cargo.lock",
            &fs::read_to_string(root.join("Cargo.lock")).unwrap(),
        );
        consumer.write("src/lib.rs", LIBRARY);
        consumer.write("build.rs", BUILD);
        for folder in ["api", "build"] {
            consumer.write(&format!("{folder}/openrpc.json"), DOCUMENT);
            consumer.write(&format!("{folder}/types.json"), TYPES);
        }
        consumer.write("api/callwright.toml", "strict = false\n");
        consumer.lock(
            "locked.json",
            DOCUMENT.replace("types.json#/R", "#/x-types").as_str(),
        );
        consumer
    }

    fn write(&self, name: &str, text: &str) {
        // Files are told apart by when they were written.
        std::thread::sleep(Duration::from_millis(20));
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn lock(&self, name: &str, document: &str) {
        let document = document.replace(
            "\"methods\"",
            "\"x-types\": {\"type\": \"string\"}, \"methods\"",
        );
        self.write(name, &document);
        let digest = Sha256::digest(document.as_bytes());
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let url = "https://callwright.invalid/locked.json";
        let lock = format!(
            "version = 1\n\n[[document]]\nurl = '{url}'\nsha256 = '{sha256}'\npath = '{name}'\n"
        );
        self.write("callwright.lock", &lock);
    }

    /// Builds, and says whether the crate was compiled, and whether its build script ran.
    fn build(&self) -> (bool, bool) {
        let runs =
            || fs::read_to_string(self.0.join("runs")).map_or(0, |runs| runs.lines().count());
        let before = runs();
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["check", "--offline", "--quiet", "--message-format=json"])
            .current_dir(&self.0);
        cargo
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env_remove("CALLWRIGHT_OFFLINE");
        let output = cargo.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let artifact = text.lines().find(|line| {
            line.contains(r#""reason":"compiler-artifact""#) && line.contains("consumer/src/lib.rs")
        });
        (
            artifact.unwrap().contains(r#""fresh":false"#),
            runs() > before,
        )
    }
}

#[test]
fn a_crate_is_rebuilt_exactly_when_what_it_was_made_of_changes() {
    const NOTHING: (bool, bool) = (false, false);
    const MACRO: (bool, bool) = (true, false);
    const BOTH: (bool, bool) = (true, true);
    let consumer = Consumer::new();
    assert!(consumer.build().1, "the first time");
    assert_eq!(consumer.build(), NOTHING, "nothing changed");
    consumer.write("unrelated.json", "{}");
    consumer.write("api/unrelated.json", "{}");
    assert_eq!(consumer.build(), NOTHING, "another file");
    let changed = |text: &str| text.replace("\"a\"", "\"b\"").replace("\"m\"", "\"n\"");
    consumer.write("api/openrpc.json", &changed(DOCUMENT));
    assert_eq!(consumer.build(), MACRO, "the macro's document");
    consumer.write("api/types.json", &changed(TYPES));
    assert_eq!(consumer.build(), MACRO, "what it refers to");
    consumer.write("api/callwright.toml", "strict = false # still\n");
    assert_eq!(consumer.build(), MACRO, "its options");
    consumer.lock(
        "other.json",
        &DOCUMENT.replace("types.json#/R", "#/x-types"),
    );
    assert_eq!(consumer.build(), MACRO, "the lock");
    consumer.write("build/openrpc.json", &changed(DOCUMENT));
    assert_eq!(consumer.build(), BOTH, "the build script's document");
    consumer.write("build/types.json", &changed(TYPES));
    assert_eq!(consumer.build(), BOTH, "what it refers to");
    assert_eq!(consumer.build(), NOTHING, "nothing changed again");
}
