//! Takes options of several origins and lays them over one another.

use std::path::Path;

use serde_json::Value;

use super::Given;
use crate::files::is_url;

/// Options that hold others by names of their own: what is given is laid over them one by one, not in their place.
const MAPS: [&str; 8] = [
    "fetch",
    "headers",
    "paging",
    "subscriptions",
    "convert",
    "replace",
    "derives",
    "rename",
];

/// Laid over one by one as well, inside of `rename`.
const RENAMED: [&str; 4] = ["methods", "types", "params", "members"];

/// What is given wins.
pub(super) fn lay(table: &mut Given, given: &Given) {
    for (key, value) in given {
        match (table.get_mut(key), value) {
            (Some(Value::Object(old)), Value::Object(new))
                if MAPS.contains(&key.as_str()) || RENAMED.contains(&key.as_str()) =>
            {
                lay(old, new);
            }
            _ => _ = table.insert(key.clone(), value.clone()),
        }
    }
}

/// Has the paths among options count from a folder: that of the file which they stand in, or the crate's root.
pub(super) fn settle_paths(options: &mut Given, folder: &Path) {
    let overlays = options.get_mut("overlay").and_then(Value::as_array_mut);
    for overlay in overlays.into_iter().flatten() {
        if let Value::String(path) = overlay
            && !is_url(path)
        {
            *path = folder.join(&*path).to_string_lossy().into_owned();
        }
    }
}
