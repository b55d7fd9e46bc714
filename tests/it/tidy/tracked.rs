//! The files of the repository, as git lists them: tracked, or new and not ignored.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file.
pub(super) struct File {
    /// Its path from the top, with `/` between names.
    pub(super) path: String,
    /// All of it.
    pub(super) text: String,
}

impl File {
    /// The last part of the path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether a person writes it: output of the generator, and input that is wrong on purpose, are not held to rules.
    pub(super) fn is_written_by_hand(&self) -> bool {
        !self.path.split('/').any(|part| {
            part.starts_with("expected")
                || part.starts_with("generated")
                || part == "ui"
                || part == "fixtures"
        })
    }

    /// The lines with their numbers, without those that are comments only.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self
            .text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// The top of the repository.
pub(super) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every text file.
pub(super) fn all() -> Vec<File> {
    let list = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(top())
        .output()
        .expect("git lists the files");
    assert!(
        list.status.success(),
        "git: {}",
        String::from_utf8_lossy(&list.stderr)
    );
    let paths = String::from_utf8(list.stdout).expect("paths are UTF-8");
    let mut files = Vec::new();
    for path in paths.split_terminator('\0') {
        // A file that was deleted but is still in the index, or that is no text, has nothing to check.
        if let Ok(text) = std::fs::read_to_string(top().join(path)) {
            files.push(File {
                path: path.to_owned(),
                text,
            });
        }
    }
    assert!(!files.is_empty());
    files
}

/// Every Rust source written by hand.
pub(super) fn sources() -> Vec<File> {
    all()
        .into_iter()
        .filter(|file| file.path.ends_with(".rs") && file.is_written_by_hand())
        .collect()
}
