//! Where a change to the document is written.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A change that is made to the document before it is read: an OpenAPI Overlay, a JSON Patch or a merge patch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Overlay {
    /// A JSON or YAML file with the change, or its URL.
    File(PathBuf),
    /// The change itself.
    Inline(Value),
}
