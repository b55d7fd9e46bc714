//! Where the corpus and the oracle lie; built only where `CALLWRIGHT_CORPUS` was set.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::Fault;

/// A file or folder of the corpus, by its path in there.
pub fn path(inside: &str) -> PathBuf {
    Path::new(env!("CALLWRIGHT_CORPUS")).join(inside)
}

/// The text of a file that was recorded from an original, by its path in the oracle.
pub fn recorded(inside: &str) -> Result<String, Fault> {
    let path = Path::new(env!("CALLWRIGHT_ORACLE")).join(inside);
    fs::read_to_string(&path).map_err(|cause| Fault::during(path.display(), cause))
}
