//! Takes a location and gives the bytes that stand there.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::context::Context;
use super::{known, remote};
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Location;
use crate::options::Fetch;

/// What was found at a location.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) bytes: Vec<u8>,
    /// Local files that decided what was found.
    pub(super) watched: Vec<PathBuf>,
    /// What is worth knowing about the way that it was found.
    pub(super) note: Option<Diagnostic>,
}

/// Reads whatever a location means.
pub(super) fn read(
    location: &Location,
    options: &Fetch,
    context: &Context,
) -> Result<Found, Diagnostic> {
    let origin = location.origin(&context.root);
    match location {
        Location::Local(path) => local(path, &origin, options.max_size),
        Location::Stdin => stdin(&origin, options.max_size),
        Location::Known(published) => Ok(Found {
            bytes: known::text(*published).as_bytes().to_vec(),
            ..Found::default()
        }),
        Location::Url(url) | Location::Server(url) => remote::read(url, &origin, options, context),
    }
}

fn local(path: &Path, origin: &str, max_size: u64) -> Result<Found, Diagnostic> {
    let file = fs::File::open(path).map_err(|error| unreadable(origin, path, &error))?;
    match bounded(file, max_size) {
        Ok(Some(bytes)) => Ok(Found {
            bytes,
            watched: vec![path.to_owned()],
            note: None,
        }),
        Ok(None) => Err(too_large(origin, max_size)),
        Err(error) => Err(unreadable(origin, path, &error)),
    }
}

fn stdin(origin: &str, max_size: u64) -> Result<Found, Diagnostic> {
    match bounded(io::stdin().lock(), max_size) {
        Ok(Some(bytes)) => Ok(Found {
            bytes,
            ..Found::default()
        }),
        Ok(None) => Err(too_large(origin, max_size)),
        Err(error) => Err(Diagnostic::of(
            Code::Unreadable,
            origin,
            format!("standard input cannot be read: {error}"),
        )),
    }
}

/// All that there is to read; none where it is more than `max_size` bytes, as of a device that never ends.
fn bounded(from: impl io::Read, max_size: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = from
        .take(max_size.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((read as u64 <= max_size).then_some(bytes))
}

fn too_large(origin: &str, max_size: u64) -> Diagnostic {
    let message = format!("`{origin}` has more than {max_size} bytes");
    Diagnostic::of(Code::TooLarge, origin, message).hint("the option `fetch.max_size` allows more")
}

fn unreadable(origin: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    let diagnostic = Diagnostic::of(
        Code::Unreadable,
        origin,
        format!("`{origin}` cannot be read: {why}"),
    );
    let near = match error.kind() {
        io::ErrorKind::NotFound => nearest(path),
        _ => None,
    };
    match near {
        Some(name) => diagnostic.hint(format!("did you mean `{name}`?")),
        None => diagnostic,
    }
}

/// The document of the same folder whose name is most like the one that is missing.
fn nearest(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let names = fs::read_dir(path.parent()?).ok()?.flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    crate::suggest::nearest(&wanted, names)
}
