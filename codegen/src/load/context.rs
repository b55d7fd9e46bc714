//! Takes the environment and gives what of it matters to loading.

use std::env;
use std::path::{Path, PathBuf};

use crate::options::Fetch;

/// Where loading happens. Nothing else in loading reads the environment, so that tests can say what it is.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// The crate's root: its lock counts, and paths are shown relative to it.
    pub(crate) root: PathBuf,
    /// Where fetched documents are kept; none where there is no such place.
    pub(crate) cache: Option<PathBuf>,
    /// Why the network may not be used, if it may not.
    pub(crate) offline: Option<String>,
    /// Seconds for which a copy in the cache is taken without asking the server.
    pub(crate) fresh: u64,
    pub(crate) mode: Mode,
}

/// What documents are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// To generate: lock and cache count.
    Build,
    /// To renew the lock: every server is asked, and nothing that was kept does.
    Refresh,
}

/// Within a build, and while somebody types, a server is asked once.
const FRESH: u64 = 60;

impl Context {
    pub(crate) fn current(options: &Fetch) -> Self {
        Self {
            root: options.root.clone().unwrap_or_else(root),
            cache: cache(),
            offline: offline(options),
            fresh: if in_editor() { u64::MAX } else { FRESH },
            mode: Mode::Build,
        }
    }
}

/// The root of the crate that is built, or else of the crate that the current folder lies in.
fn root() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map_or_else(root_above_current, PathBuf::from)
}

/// The nearest folder with a `Cargo.toml`, from the current one upwards; the current one where there is none.
pub fn root_above_current() -> PathBuf {
    let current = env::current_dir().unwrap_or_default();
    let crate_root = current
        .ancestors()
        .find(|folder| folder.join("Cargo.toml").is_file());
    crate_root.map(Path::to_owned).unwrap_or(current)
}

fn offline(options: &Fetch) -> Option<String> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match () {
        () if options.offline => Some("the option `fetch.offline` is set".to_owned()),
        () if set("CALLWRIGHT_OFFLINE") => Some("CALLWRIGHT_OFFLINE is set".to_owned()),
        () if set("DOCS_RS") => Some("docs.rs has no network".to_owned()),
        () => None,
    }
}

fn cache() -> Option<PathBuf> {
    use etcetera::BaseStrategy;

    if let Some(chosen) = env::var_os("CALLWRIGHT_CACHE").filter(|dir| !dir.is_empty()) {
        return Some(PathBuf::from(chosen));
    }
    let user = etcetera::choose_base_strategy()
        .ok()
        .map(|strategy| strategy.cache_dir().join("callwright"));
    let build = || {
        ["OUT_DIR", "CARGO_TARGET_DIR"]
            .into_iter()
            .find_map(env::var_os)
    };
    user.or_else(|| Some(PathBuf::from(build()?).join("callwright-cache")))
}

/// Editors expand macros at every pause of the typing: there even an old copy does.
fn in_editor() -> bool {
    let program = env::current_exe().ok();
    let name = program.as_deref().and_then(Path::file_stem);
    name.is_some_and(|name| name.to_string_lossy().starts_with("rust-analyzer"))
}
