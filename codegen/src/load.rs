//! Takes a source and gives the document's files, read and parsed: the root and all that references lead to.

mod cache;
mod context;
#[cfg(feature = "fetch")]
mod discover;
mod failure;
#[cfg(feature = "fetch")]
mod fetch;
mod hash;
#[cfg(feature = "fetch")]
mod headers;
mod known;
mod lock;
#[cfg(all(test, feature = "fetch"))]
mod loopback;
mod meant;
mod network;
mod places;
mod read;
mod references;
mod remote;
mod repeats;
mod response;
mod text;
mod vendor;
mod write;
mod yaml;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{At, File, FileId, Files, Location, MAX_DEPTH, is_url, same_server};
use crate::options::{Fetch, Options, Overlay};
use crate::overlay;
use crate::pointer::Pointer;
use crate::source::Source;

pub(crate) use context::Context;
pub use context::root_above_current;
pub(crate) use hash::sha256;
pub use vendor::{Vendored, vendor};
pub use write::write;

/// How many files one document may lead to: a server that invents them without end is stopped.
const MAX_FILES: usize = 1_000;

/// Reads a document, makes the changes that the options have for it, and reads every file that its references lead to.
pub(crate) fn load(source: &Source, options: &Options) -> Result<Files, Diagnostics> {
    let context = Context::current(&options.fetch);
    load_changed(source, &options.fetch, &options.overlay, &context)
}

/// The same without changes, in surroundings that need not be those of the process.
pub(crate) fn load_in(
    source: &Source,
    options: &Fetch,
    context: &Context,
) -> Result<Files, Diagnostics> {
    load_changed(source, options, &[], context)
}

fn load_changed(
    source: &Source,
    options: &Fetch,
    overlays: &[Overlay],
    context: &Context,
) -> Result<Files, Diagnostics> {
    let mut loader = Loader {
        options,
        context,
        files: Files::default(),
        ids: BTreeMap::new(),
    };
    loader
        .read(&location(source), options)
        .map_err(relative_to_the_crate)?;
    loader.change(overlays)?;
    // Of overlays nothing is followed: what they wrote stands in the document now.
    let changes = 1..loader.files.files.len();
    let mut next = 0;
    while next < loader.files.files.len() {
        if !changes.contains(&next) {
            loader.follow(FileId(next))?;
        }
        next += 1;
    }
    let warnings = std::mem::take(&mut loader.files.warnings);
    loader.files.warnings = warnings.locate(&loader.files);
    Ok(loader.files)
}

fn location(source: &Source) -> Location {
    match source {
        Source::Path(path) => Location::local(path),
        Source::Stdin => Location::Stdin,
        Source::Url(url) => Location::Url(
            url.split_once('#')
                .map_or(&**url, |(url, _)| url)
                .to_owned(),
        ),
        Source::Discover(url) => Location::Server(format!("discover+{url}")),
    }
}

struct Loader<'a> {
    options: &'a Fetch,
    context: &'a Context,
    files: Files,
    ids: BTreeMap<Location, FileId>,
}

impl Loader<'_> {
    /// The file at a location, read unless it was read before.
    fn read(&mut self, location: &Location, options: &Fetch) -> Result<FileId, Diagnostic> {
        if let Some(id) = self.ids.get(location) {
            return Ok(*id);
        }
        let found = read::read(location, options, self.context)?;
        self.files.watched.extend(found.watched);
        self.files.warnings.extend(found.note);
        let origin = location.origin(&self.context.root);
        let parsed = text::parse(&origin, &name(location), found.bytes)?;
        self.files.warnings.extend(parsed.warnings);
        let id = FileId(self.files.files.len());
        let mut file = File::new(origin, location.clone(), parsed.text, parsed.format);
        file.tree = parsed.tree;
        if parsed.repeats {
            self.files.warnings.extend(repeated(&file));
        }
        if id == FileId::ROOT {
            self.files.warnings.extend(response::opened(&mut file));
        }
        self.files.files.push(file);
        self.ids.insert(location.clone(), id);
        Ok(id)
    }

    /// Makes changes to the document, each a file of its own beside it.
    fn change(&mut self, overlays: &[Overlay]) -> Result<(), Diagnostics> {
        for (index, overlay) in overlays.iter().enumerate() {
            let change = match overlay {
                Overlay::File(path) => {
                    let path = path.to_string_lossy();
                    let location = match is_url(&path) {
                        true => Location::url(&path),
                        false => Location::local(&self.context.root.join(&*path)),
                    };
                    self.read(&location, &self.options.without_headers())
                        .map_err(relative_to_options)?
                }
                Overlay::Inline(tree) => {
                    let origin = format!("the options, overlay {}", index + 1);
                    let mut file =
                        File::new(origin, Location::Stdin, String::new(), Default::default());
                    file.tree = tree.clone();
                    self.files.files.push(file);
                    FileId(self.files.files.len() - 1)
                }
            };
            let found = overlay::apply(&mut self.files, change);
            let failed = found.has_errors();
            self.files.warnings.append(found);
            if failed {
                let found = std::mem::take(&mut self.files.warnings);
                return Err(found.locate(&self.files));
            }
        }
        Ok(())
    }

    /// Reads what the references of a file lead to. What cannot be read is a warning, unless the lock forbids it.
    fn follow(&mut self, id: FileId) -> Result<(), Diagnostic> {
        meant::inside(&mut self.files, id);
        let references = self
            .files
            .files
            .get(id.0)
            .map(|file| references::outside(&file.tree));
        for (reference, places) in references.unwrap_or_default() {
            let at = |pointer: Pointer| At { file: id, pointer };
            let places: Vec<At> = places.into_iter().map(at).collect();
            let Some(first) = places.first() else {
                continue;
            };
            match self.find(first, &reference) {
                Ok(target) => _ = self.files.links.insert((id, reference), target),
                Err(error) if error.code == Code::Lock => return Err(error),
                Err(error) => {
                    if meant::named(&mut self.files, &places, &reference) {
                        continue;
                    }
                    let warnings = places.iter().map(|at| dangling(at, &reference, &error));
                    self.files.warnings.extend(warnings);
                    self.files.unread.insert((id, reference));
                }
            }
        }
        Ok(())
    }

    /// Tries a reference from its file, then from the document, then from the root of the repository.
    fn find(&mut self, at: &At, reference: &str) -> Result<FileId, Diagnostic> {
        if self.files.files.len() >= MAX_FILES {
            return Err(Diagnostic::of(
                Code::Unreadable,
                "",
                format!("the document has more than {MAX_FILES} files"),
            ));
        }
        let mut first = None;
        for (place, location) in places::of(&self.files, at.file, reference, &self.context.root) {
            let trusted = self.is_trusted(at.file, &location);
            let read = match trusted || self.options.headers.is_empty() {
                true => self.read(&location, self.options),
                false => self.read(&location, &self.options.without_headers()),
            };
            match read {
                Ok(id) => {
                    let note = match &location {
                        Location::Known(_) => self.known(at, reference),
                        _ => first.map(|_: Diagnostic| elsewhere(at, reference, place)),
                    };
                    self.files.warnings.extend(note);
                    return Ok(id);
                }
                // A file that is there and broken is the one that was meant.
                Err(error) if error.code != Code::Unreadable => return Err(error),
                Err(error) => _ = first.get_or_insert(error),
            }
        }
        Err(first.unwrap_or_else(|| {
            Diagnostic::of(Code::Unreadable, "", "it leads to no file and no URL")
        }))
    }

    /// The note for a reference to a meta-schema, unless another one has it.
    fn known(&self, at: &At, reference: &str) -> Option<Diagnostic> {
        let from = &self.files.files.get(at.file.0)?.location;
        let message = format!("`{reference}` is a published meta-schema, and is not fetched");
        let note = Diagnostic::at(Code::KnownSchema, at, message)
            .hint("callwright has a description of its own for it");
        (!matches!(from, Location::Known(_))).then_some(note)
    }

    /// Whether the user's request headers are meant for this place: the document's own server, or what a local file names.
    fn is_trusted(&self, from: FileId, to: &Location) -> bool {
        let location = |id: FileId| self.files.files.get(id.0).map(|file| &file.location);
        let Location::Url(to) = to else { return true };
        match location(FileId::ROOT) {
            Some(Location::Url(document)) => same_server(document, to),
            Some(Location::Server(document)) => {
                same_server(document.trim_start_matches("discover+"), to)
            }
            _ => matches!(location(from), Some(Location::Local(_) | Location::Stdin)),
        }
    }
}

/// The name whose ending tells JSON from YAML.
fn name(location: &Location) -> String {
    match location {
        Location::Local(path) => path.display().to_string(),
        Location::Url(url) => url.clone(),
        Location::Known(_) => "known.json".to_owned(),
        Location::Stdin => String::new(),
        Location::Server(_) => "result.json".to_owned(),
    }
}

fn relative_to_the_crate(error: Diagnostic) -> Diagnostic {
    match (error.code, &error.hint) {
        (Code::Unreadable, None) => error.hint("a path is relative to the folder of the crate's Cargo.toml, or to where the command runs"),
        _ => error,
    }
}

/// The paths of overlays count from elsewhere than that of the document.
fn relative_to_options(error: Diagnostic) -> Diagnostic {
    match (error.code, &error.hint) {
        (Code::Unreadable, None) => error.hint(
            "the path of an overlay is relative to the file of options, else to the crate's root",
        ),
        _ => error,
    }
}

fn elsewhere(at: &At, reference: &str, place: &str) -> Diagnostic {
    let message =
        format!("`{reference}` is read relative to {place}: there is none next to this file");
    Diagnostic::at(Code::FoundElsewhere, at, message)
}

/// Most readers take the last of the keys, and so does ours.
fn repeated(file: &File) -> impl Iterator<Item = Diagnostic> + '_ {
    file.repeated().map(|(pointer, position)| {
        let key = pointer.last().unwrap_or_default();
        let message = format!("the key `{key}` is there twice in one object; the last one counts");
        let mut fault = Diagnostic::of(Code::Duplicate, &*file.origin, message);
        fault.pointer = pointer.clone();
        fault.position(position.line, position.column)
    })
}

fn dangling(at: &At, reference: &str, error: &Diagnostic) -> Diagnostic {
    let place = match (error.origin.as_str(), error.position) {
        ("", _) | (_, None) => String::new(),
        (origin, Some(position)) => format!(" ({origin}:{}:{})", position.line, position.column),
    };
    let message = format!(
        "the reference to `{reference}` leads nowhere: {}{place}",
        error.message
    );
    let hint = error.hint.clone();
    Diagnostic::at(Code::DanglingReference, at, message)
        .hint(hint.unwrap_or_else(|| "what it stands for is any value, or is left out".to_owned()))
}

#[cfg(test)]
mod tests;
