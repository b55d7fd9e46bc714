//! Where a file was read from, and where a reference in it leads.

mod published;

use std::path::{Component, Path, PathBuf};

use url::Url;

use crate::percent;

pub(crate) use published::Published;

/// Where a file was read from; references in it are relative to this.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Location {
    /// A local file, its path without `.` and `..` as far as they can be resolved.
    Local(PathBuf),
    #[default]
    Stdin,
    /// A document at this `http` or `https` URL, without fragment.
    Url(String),
    /// A server that was asked by `rpc.discover`, as `discover+` and its URL.
    Server(String),
    /// A published meta-schema, wherever it is published: never fetched.
    Known(Published),
}

impl Location {
    /// The local file at a path.
    pub(crate) fn local(path: &Path) -> Self {
        Self::Local(plain(path))
    }

    /// The location that a URL means: a meta-schema is known by its address.
    pub(crate) fn url(url: &str) -> Self {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        match Published::at(url) {
            Some(published) => Self::Known(published),
            None => Self::Url(url.to_owned()),
        }
    }

    /// Where a relative or absolute reference (without its fragment) leads from here; none where it cannot lead anywhere.
    pub(crate) fn join(&self, reference: &str) -> Option<Self> {
        if is_url(reference) {
            return Some(Self::url(reference));
        }
        if reference.contains("://") {
            let file = Url::parse(reference).ok()?.to_file_path().ok()?;
            return matches!(self, Self::Local(_)).then(|| Self::local(&file));
        }
        match self {
            Self::Local(path) => {
                let reference = reference.strip_prefix("file:").unwrap_or(reference);
                let reference = percent::decoded(reference);
                Some(Self::local(&path.parent()?.join(reference)))
            }
            Self::Stdin => Some(Self::local(Path::new(reference))),
            Self::Url(base) => resolved(base, reference),
            Self::Known(published) => resolved(published.address(), reference),
            Self::Server(base) => resolved(base.strip_prefix("discover+")?, reference),
        }
    }

    /// As users know it: a path relative to the base, unless they have nothing in common; a URL without its credentials.
    pub(crate) fn origin(&self, base: &Path) -> String {
        match self {
            Self::Local(path) => match path.components().nth(1) == base.components().nth(1) {
                true => relative(path, base).unwrap_or_else(|| shown(path)),
                false => shown(path),
            },
            Self::Stdin => "<stdin>".to_owned(),
            Self::Url(url) | Self::Server(url) => without_credentials(url),
            Self::Known(published) => published.address().to_owned(),
        }
    }
}

/// Whether a reference is a URL that a document can be fetched from.
pub(crate) fn is_url(reference: &str) -> bool {
    reference.starts_with("http://") || reference.starts_with("https://")
}

/// A path relative to a folder, with `/` between its parts; none where no relative path leads there.
pub fn relative(path: &Path, base: &Path) -> Option<String> {
    let (path, base) = (plain(path), plain(base));
    if path.is_absolute() != base.is_absolute() {
        return None;
    }
    let mut theirs = path.components().peekable();
    let mut ours = base.components().peekable();
    while theirs.peek().is_some() && theirs.peek() == ours.peek() {
        theirs.next();
        ours.next();
    }
    let mut relative = PathBuf::new();
    for component in ours {
        match component {
            Component::Normal(_) => relative.push(".."),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
        }
    }
    relative.extend(theirs);
    if relative.as_os_str().is_empty() {
        return Some(".".to_owned());
    }
    Some(shown(&relative))
}

/// A URL as it may be shown: without user name and password.
pub(crate) fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// Whether two URLs have the same scheme, host and port: what is meant for the one may be told to the other.
pub(crate) fn same_server(a: &str, b: &str) -> bool {
    let server = |url: &str| {
        let url = without_credentials(url);
        let end = url
            .match_indices('/')
            .nth(2)
            .map_or(url.len(), |(at, _)| at);
        let end = url.find(['?', '#']).map_or(end, |at| at.min(end));
        url[..end].to_ascii_lowercase()
    };
    server(a) == server(b)
}

/// The path without `.` and with `..` taken back where that needs no look at the disk.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(plain.components().next_back(), Some(Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn resolved(base: &str, reference: &str) -> Option<Location> {
    let url = Url::parse(base).ok()?.join(reference).ok()?;
    is_url(url.as_str()).then(|| Location::url(url.as_str()))
}

#[cfg(test)]
mod tests;
