//! Takes `callwright.lock` and gives the vendored copy of a URL.
//!
//! The lock lies in the crate's root, next to `Cargo.toml`. What it names wins over cache and network.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::hash;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::without_credentials;

/// The name of the lock in the crate's root.
pub(crate) const FILE_NAME: &str = "callwright.lock";

const VERSION: u32 = 1;

/// The documents that are locked, as the file holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lock {
    version: u32,
    #[serde(default)]
    document: Vec<Entry>,
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The URL without credentials; `discover+` before it where a server is asked.
    pub(super) url: String,
    /// Hexadecimal SHA-256 of the copy.
    pub(super) sha256: String,
    /// Of the copy, relative to the lock, with `/` between its parts.
    pub(super) path: String,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            version: VERSION,
            document: Vec::new(),
        }
    }
}

impl Lock {
    /// The lock of a crate; none where it has none.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, Diagnostic> {
        let text = match fs::read_to_string(root.join(FILE_NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fault(format!("the lock cannot be read: {error}"))),
        };
        let lock: Self = toml::from_str(&text).map_err(|error| {
            let diagnostic = fault(format!("the lock is broken: {}", error.message()));
            crate::config::placed(diagnostic, &text, error.span())
        })?;
        match lock.version {
            VERSION => Ok(Some(lock)),
            other => Err(fault(format!(
                "the lock has version {other}, and this callwright knows {VERSION}"
            ))),
        }
    }

    pub(super) fn entry(&self, url: &str) -> Option<&Entry> {
        let url = without_credentials(url);
        self.document.iter().find(|entry| entry.url == url)
    }

    /// Adds a document, or changes what is locked for its URL.
    pub(super) fn put(&mut self, entry: Entry) {
        self.document.retain(|other| other.url != entry.url);
        self.document.push(entry);
        self.document.sort_by(|a, b| a.url.cmp(&b.url));
    }

    /// The text of the file.
    pub(super) fn text(&self) -> Result<String, Diagnostic> {
        let body = toml::to_string(self)
            .map_err(|error| fault(format!("the lock cannot be written: {error}")))?;
        Ok(format!(
            "# Written by `callwright fetch`. Commit it with the files that it names.\n{body}"
        ))
    }
}

impl Entry {
    pub(super) fn path(&self, root: &Path) -> PathBuf {
        root.join(&self.path)
    }

    /// The vendored copy, when it is what was locked.
    pub(super) fn bytes(&self, root: &Path) -> Result<Vec<u8>, Diagnostic> {
        let Self { url, sha256, path } = self;
        let bytes = fs::read(self.path(root)).map_err(|error| {
            fault(format!(
                "the copy of {url} at `{path}` cannot be read: {error}"
            ))
            .hint(format!("`callwright fetch {url}` writes it anew"))
        })?;
        let found = hash::sha256(&bytes);
        if found.eq_ignore_ascii_case(sha256) {
            return Ok(bytes);
        }
        let message = format!(
            "`{path}` is not what was locked for {url}: its SHA-256 is {found}, the lock says {sha256}"
        );
        Err(fault(message).hint(format!(
            "`callwright fetch {url}` takes the document as it is now; if only git changed line ends, mark the file `-text` in .gitattributes"
        )))
    }
}

fn fault(message: String) -> Diagnostic {
    Diagnostic::of(Code::Lock, FILE_NAME, message).hint("`callwright fetch URL` writes the lock")
}
