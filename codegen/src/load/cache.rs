//! Takes a fetched document and keeps it, so that the next build asks less.
//!
//! An entry is one file, written elsewhere and renamed: builds that run at once see all of it or none.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::hash;
use crate::options::Fetch;

/// A document as it was fetched, and what the server said to ask again by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) bytes: Vec<u8>,
    pub(super) validators: Validators,
    /// When the server was asked last, in seconds of Unix time.
    pub(super) checked: u64,
}

/// What a server recognises its own document by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// The first line of the file; the bytes follow.
#[derive(Serialize, Deserialize)]
struct Head {
    checked: u64,
    sha256: String,
    #[serde(flatten)]
    validators: Validators,
}

/// The file that keeps one document.
#[derive(Clone, Debug)]
pub(super) struct Slot(PathBuf);

impl Slot {
    /// By URL and by the headers as the user wrote them: another header may get another document, and no secret is kept.
    pub(super) fn new(folder: &Path, url: &str, options: &Fetch) -> Self {
        let key = format!("{url}\n{:?}", options.headers);
        Self(folder.join(format!("{}.document", hash::sha256(key.as_bytes()))))
    }

    /// What is kept; nothing where it is damaged or was never written.
    pub(super) fn read(&self) -> Option<Entry> {
        let file = fs::read(&self.0).ok()?;
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let head: Head = serde_json::from_slice(file.get(..end)?).ok()?;
        let bytes = file.get(end + 1..)?.to_vec();
        (hash::sha256(&bytes) == head.sha256).then_some(Entry {
            bytes,
            validators: head.validators,
            checked: head.checked,
        })
    }

    /// Keeps an entry. A cache that cannot be written is no reason to fail a build.
    pub(super) fn write(&self, entry: &Entry) -> std::io::Result<()> {
        let head = Head {
            checked: entry.checked,
            sha256: hash::sha256(&entry.bytes),
            validators: entry.validators.clone(),
        };
        let folder = self.0.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, &head)?;
        file.write_all(b"\n")?;
        file.write_all(&entry.bytes)?;
        file.persist(&self.0)?;
        Ok(())
    }
}

impl Entry {
    /// Whether the server was asked less than so many seconds ago.
    pub(super) fn is_fresh(&self, seconds: u64) -> bool {
        let now = now();
        // A clock that was set back makes no copy fresh for years.
        self.checked <= now && now - self.checked < seconds
    }
}

pub(super) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
