//! Takes a URL and keeps its document in the source tree, locked: what `callwright fetch` does.

use std::fs;
use std::path::{Path, PathBuf};

use super::context::{Context, Mode};
use super::lock::{self, Entry, Lock};
use super::{hash, load_in, write};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::files::{File, Location, relative, without_credentials};
use crate::options::Fetch;
use crate::source::Source;

/// What was written.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Vendored {
    /// The document, the files that its references lead to, and the lock; relative to the crate's root.
    pub written: Vec<String>,
    /// Those of them that were like that already.
    pub unchanged: Vec<String>,
    /// What was found on the way.
    pub warnings: Diagnostics,
}

/// Fetches a document with all that its references lead to, and locks it.
///
/// `to` is where the document goes; without it, it keeps the place that the lock has for it, or goes next to the lock.
///
/// # Errors
///
/// Where the source is no URL, where it cannot be fetched or is no document, and where a file would be overwritten.
pub fn vendor(
    source: &Source,
    to: Option<&Path>,
    options: &Fetch,
) -> Result<Vendored, Diagnostics> {
    let context = Context {
        mode: Mode::Refresh,
        ..Context::current(options)
    };
    vendor_in(source, to, options, &context)
}

pub(super) fn vendor_in(
    source: &Source,
    to: Option<&Path>,
    options: &Fetch,
    context: &Context,
) -> Result<Vendored, Diagnostics> {
    if !matches!(source, Source::Url(_) | Source::Discover(_)) {
        let fault = Diagnostic::of(
            Code::Options,
            "",
            "only a URL can be fetched: a file is there already",
        );
        return Err(fault.into());
    }
    let files = load_in(source, options, context)?;
    let mut lock = Lock::read(&context.root)?.unwrap_or_default();
    let mut vendored = Vendored::default();
    let mut taken: Vec<PathBuf> = Vec::new();
    for file in &files.files {
        let Some(url) = locked_url(file) else {
            continue;
        };
        let path = match to.filter(|_| taken.is_empty()) {
            Some(to) => to.to_owned(),
            None => place(&url, file, &lock, &taken, &context.root)?,
        };
        vendored.keep(&path, file.text.as_bytes(), context)?;
        lock.put(Entry {
            url,
            sha256: hash::sha256(file.text.as_bytes()),
            path: relative(&path, &context.root).unwrap_or_else(|| path.display().to_string()),
        });
        taken.push(path);
    }
    vendored.keep(
        &context.root.join(lock::FILE_NAME),
        lock.text()?.as_bytes(),
        context,
    )?;
    vendored.warnings = files.warnings;
    Ok(vendored)
}

impl Vendored {
    fn keep(&mut self, path: &Path, bytes: &[u8], context: &Context) -> Result<(), Diagnostic> {
        let shown = Location::local(path).origin(&context.root);
        let changed = write(path, bytes).map_err(|error| {
            Diagnostic::of(
                Code::Unreadable,
                &*shown,
                format!("`{shown}` cannot be written: {error}"),
            )
        })?;
        let list = if changed {
            &mut self.written
        } else {
            &mut self.unchanged
        };
        list.push(shown);
        Ok(())
    }
}

fn locked_url(file: &File) -> Option<String> {
    match &file.location {
        Location::Url(url) | Location::Server(url) => Some(without_credentials(url)),
        Location::Local(_) | Location::Stdin | Location::Known(_) => None,
    }
}

/// Where a copy goes that the user gave no place: where the lock has it, or under the URL's last name, next to the first one.
fn place(
    url: &str,
    file: &File,
    lock: &Lock,
    taken: &[PathBuf],
    root: &Path,
) -> Result<PathBuf, Diagnostic> {
    if let Some(entry) = lock.entry(url) {
        return Ok(entry.path(root));
    }
    let folder = taken
        .first()
        .and_then(|first| first.parent())
        .unwrap_or(root);
    let name = name(url, file);
    let is_free = |path: &PathBuf| !taken.contains(path) && !path.exists();
    let same = |path: &PathBuf| fs::read(path).is_ok_and(|bytes| bytes == file.text.as_bytes());
    let first = folder.join(&name);
    if !taken.contains(&first) && (is_free(&first) || same(&first)) {
        return Ok(first);
    }
    if taken.is_empty() {
        let message = format!("`{name}` is there already, and the lock does not know it");
        return Err(Diagnostic::of(Code::Options, "", message)
            .hint("`-o FILE` says where the document goes"));
    }
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, "json"));
    let mut numbered = (2..).map(|n| folder.join(format!("{stem}-{n}.{end}")));
    Ok(numbered.find(is_free).unwrap_or(first))
}

/// The last name of the URL's path where it is one of a document.
fn name(url: &str, file: &File) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let plain = last
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && !last.starts_with('.');
    let document = [".json", ".yaml", ".yml"]
        .iter()
        .any(|end| last.ends_with(end));
    match (plain && document, file.format) {
        (true, _) => last.to_owned(),
        (false, crate::files::Format::Json) => "openrpc.json".to_owned(),
        (false, crate::files::Format::Yaml) => "openrpc.yaml".to_owned(),
    }
}
