//! The files of one document: parsed trees, and the way from a pointer to a line.

mod anchors;
mod location;
mod outline;
mod trace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use crate::diagnostic::{Diagnostics, Position};
use crate::pointer::Pointer;

use anchors::Anchors;
pub use location::relative as relative_path;
pub(crate) use location::{
    Location, Published, is_url, relative, same_server, without_credentials,
};
use outline::Outline;
pub(crate) use trace::Trace;

/// How deep lists and maps may be nested, so that recursion over trees is safe on any stack.
pub(crate) const MAX_DEPTH: usize = 128;

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

/// How a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON, with or without comments and trailing commas.
    #[default]
    Json,
    Yaml,
}

/// One file: its text as it was read and the tree that it holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    /// As the user knows it: a path relative to the user's base, or a URL without its credentials.
    pub(crate) origin: String,
    pub(crate) text: String,
    pub(crate) tree: Value,
    pub(crate) location: Location,
    pub(crate) format: Format,
    /// Where the tree stands in the text.
    pub(crate) top: Pointer,
    /// Made when the first line is asked for: most builds need none.
    outline: OnceLock<Outline>,
    /// Made when the first reference by name is followed: most documents have none.
    anchors: OnceLock<Anchors>,
}

impl File {
    pub(crate) fn new(origin: String, location: Location, text: String, format: Format) -> Self {
        Self {
            origin,
            location,
            text,
            format,
            ..Self::default()
        }
    }

    fn outline(&self) -> &Outline {
        self.outline
            .get_or_init(|| Outline::of(&self.text, self.format))
    }

    /// The keys that stand in their object for a second time.
    pub(crate) fn repeated(&self) -> impl Iterator<Item = (&Pointer, Position)> {
        let repeated = self.outline().repeated.iter();
        repeated.map(|(pointer, position)| (pointer, *position))
    }
}

/// The document and every file that its references lead to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    pub(crate) files: Vec<File>,
    /// Which file a reference's part before `#` means, seen from a file.
    pub(crate) links: BTreeMap<(FileId, String), FileId>,
    /// The same of references to files that could not be read: there is a warning for each.
    pub(crate) unread: BTreeSet<(FileId, String)>,
    /// Where what overlays have changed in the document was written.
    pub(crate) trace: Trace,
    /// Local files that were read: a build is stale when one of them changes.
    pub(crate) watched: BTreeSet<PathBuf>,
    /// What was found on the way and kept nothing from being read.
    pub(crate) warnings: Diagnostics,
}

impl Files {
    pub(crate) fn origin(&self, file: FileId) -> &str {
        self.files.get(file.0).map_or("", |f| &f.origin)
    }

    /// The bytes of the document itself, as they were read.
    pub(crate) fn document(&self) -> Vec<u8> {
        let document = self.files.first();
        document.map_or_else(Vec::new, |file| file.text.clone().into_bytes())
    }

    /// What stands at a place; none where the pointer leads nowhere.
    pub(crate) fn value(&self, at: &At) -> Option<&Value> {
        self.files.get(at.file.0)?.tree.pointer(at.pointer.as_str())
    }

    /// The place of the schema that has this name in a file: what the reference `#name` means there.
    pub(crate) fn anchored(&self, file: FileId, name: &str) -> Option<&Pointer> {
        self.anchors(file)?.find(&format!("#{name}"))
    }

    /// The place of the schema whose `$id` is this, wherever that leads to outside of the file.
    pub(crate) fn identified(&self, file: FileId, id: &str) -> Option<&Pointer> {
        self.anchors(file)?.find(id)
    }

    fn anchors(&self, file: FileId) -> Option<&Anchors> {
        let file = self.files.get(file.0)?;
        Some(file.anchors.get_or_init(|| Anchors::of(&file.tree)))
    }

    /// Where what stands at a place was written: for the document, maybe in an overlay.
    pub(crate) fn written(&self, at: &At) -> At {
        match at.file {
            FileId::ROOT => self.trace.find(&at.pointer),
            _ => at.clone(),
        }
    }

    /// Line and column of the key or element at a place, or of the nearest thing around it that exists.
    pub(crate) fn position(&self, at: &At) -> Option<Position> {
        let file = self.files.get(at.file.0)?;
        let pointer = Pointer::new(format!("{}{}", file.top, at.pointer));
        file.outline().find(&pointer)
    }

    /// The URL that the document was read from, where it was.
    pub(crate) fn url(&self) -> Option<&str> {
        match &self.files.first()?.location {
            Location::Url(url) => Some(url),
            Location::Local(_) | Location::Stdin | Location::Server(_) | Location::Known(_) => None,
        }
    }
}

#[cfg(test)]
impl Files {
    /// One file `test.json` with this text.
    pub(crate) fn json(text: &str) -> Self {
        let mut file = File::new(
            "test.json".to_owned(),
            Location::Local("test.json".into()),
            text.to_owned(),
            Format::Json,
        );
        file.tree = serde_json::from_str(text).unwrap();
        Self {
            files: vec![file],
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests;
