//! A folder to run the command in, with a cache of its own.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) const DOCUMENT: &str = r#"{
  "openrpc": "1.3.2",
  "info": {"title": "Pets", "version": "1"},
  "methods": [{"name": "pets.get", "params": [], "result": {"name": "r", "schema": {"type": "string"}}}]
}
"#;

pub(crate) struct Sandbox {
    folder: TempDir,
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    /// A crate's root with a document.
    pub(crate) fn new() -> Self {
        let sandbox = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(sandbox.path("")).unwrap();
        fs::write(sandbox.path("Cargo.toml"), "").unwrap();
        fs::write(sandbox.path("openrpc.json"), DOCUMENT).unwrap();
        sandbox
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("crate").join(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callwright"));
        command
            .args(arguments)
            .current_dir(self.path(""))
            .stdin(Stdio::null());
        command.env("CALLWRIGHT_CACHE", self.folder.path().join("cache"));
        for name in ["CALLWRIGHT_OFFLINE", "DOCS_RS"] {
            command.env_remove(name);
        }
        command
    }

    /// As if every copy in the cache had been fetched long ago.
    pub(crate) fn age_cache(&self) {
        for entry in fs::read_dir(self.folder.path().join("cache")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let (head, document) = text.split_once('\n').unwrap();
            let mut head: serde_json::Value = serde_json::from_str(head).unwrap();
            head["checked"] = 0.into();
            fs::write(path, format!("{head}\n{document}")).unwrap();
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        finished(&mut self.command(arguments))
    }
}

pub(crate) fn finished(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run {
        code: output.status.code().unwrap(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

impl Run {
    /// Ended with this code, and standard error has all of these.
    pub(crate) fn is(&self, code: i32, parts: &[&str]) -> &Self {
        assert_eq!(self.code, code, "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in: {}", self.err);
        }
        self
    }
}
