//! The files of one document: parsed trees, and the way from a pointer to a line.

use serde_json::Value;

use crate::diagnostic::Position;
use crate::pointer::Pointer;

/// Which of the loaded files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub(crate) usize);

impl FileId {
    /// The document itself.
    pub(crate) const ROOT: Self = Self(0);
}

/// A place in one of the loaded files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct At {
    pub(crate) file: FileId,
    pub(crate) pointer: Pointer,
}

impl At {
    pub(crate) fn root() -> Self {
        Self {
            file: FileId::ROOT,
            pointer: Pointer::root(),
        }
    }

    /// The place of a member or an element of what stands here.
    pub(crate) fn join(&self, key: impl std::fmt::Display) -> Self {
        Self {
            file: self.file,
            pointer: self.pointer.join(key),
        }
    }
}

/// One file: its text as it was read and the tree that it holds.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// As the user knows it: a path relative to the user's base, or a URL without its credentials.
    pub(crate) origin: String,
    pub(crate) text: String,
    pub(crate) tree: Value,
    /// Hexadecimal SHA-256 of the bytes as they were read.
    pub(crate) sha256: String,
}

/// The document and every file that its references lead to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    pub(crate) files: Vec<File>,
    /// Which file a reference's part before `#` means, seen from a file.
    pub(crate) links: std::collections::BTreeMap<(FileId, String), FileId>,
}

impl Files {
    pub(crate) fn origin(&self, file: FileId) -> &str {
        self.files.get(file.0).map_or("", |f| &f.origin)
    }

    /// What stands at a place; none where the pointer leads nowhere.
    pub(crate) fn value(&self, at: &At) -> Option<&Value> {
        self.files.get(at.file.0)?.tree.pointer(at.pointer.as_str())
    }

    /// Line and column of a place, or of the nearest thing around it that exists.
    pub(crate) fn position(&self, _at: &At) -> Option<Position> {
        None
    }
}
