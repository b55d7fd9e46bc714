//! Several services on one port: takes the path of a request, gives what answers below it.
use std::sync::{Arc, PoisonError, RwLock};

use crate::ConnectOptions;

/// The services that are mounted below the one of the server itself, the longest paths first.
#[derive(Default)]
pub(in crate::serve) struct Mounts(RwLock<Vec<Mount>>);

#[derive(Clone)]
struct Mount {
    path: Arc<str>,
    options: Arc<ConnectOptions>,
}

/// A service, and how the path of a request leads to it.
pub(super) struct Found {
    /// None where it is that of the server itself.
    pub(super) options: Option<Arc<ConnectOptions>>,
    /// The path of the service.
    pub(super) path: Arc<str>,
}

impl Mounts {
    /// Mounts a service, in place of the one that was there.
    pub(in crate::serve) fn insert(&self, path: &str, options: ConnectOptions) {
        let path: Arc<str> = normal(path).into();
        let options = Arc::new(options);
        let mut mounts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        mounts.retain(|mount| mount.path != path);
        mounts.push(Mount { path, options });
        mounts.sort_by_key(|mount| std::cmp::Reverse(mount.path.len()));
    }

    /// Takes a service away; whether there was one.
    pub(in crate::serve) fn remove(&self, path: &str) -> bool {
        let path = normal(path);
        let mut mounts = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = mounts.len();
        mounts.retain(|mount| *mount.path != *path);
        mounts.len() < before
    }

    /// The service below which a path lies.
    pub(super) fn find(&self, path: &str) -> Option<Found> {
        let mounts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = mounts
            .iter()
            .find(|mount| below(&mount.path, path).is_some())?;
        Some(Found {
            options: Some(Arc::clone(&found.options)),
            path: Arc::clone(&found.path),
        })
    }
}

/// What of a path lies below another.
pub(super) fn below<'a>(prefix: &str, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(prefix)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// A path with a slash before and none behind; the root is empty.
pub(super) fn normal(path: &str) -> String {
    match path.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}
