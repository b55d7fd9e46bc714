//! What the generated module holds and who may see it.

use serde::{Deserialize, Serialize};

/// Who may use the items of the generated module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// Whoever can reach the module.
    #[default]
    #[serde(rename = "pub")]
    Public,
    /// The crate.
    #[serde(rename = "pub(crate)")]
    Crate,
    /// The module around the generated one.
    #[serde(rename = "pub(super)")]
    Super,
    /// What stands beside the items in their module: for `include_client!`.
    #[serde(rename = "private")]
    Private,
}

/// Whether the methods are put into clients of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// All are functions of the one client.
    #[default]
    Off,
    /// Methods with a tag are functions of the client of their first tag: `shop.pets().list()`.
    Tag,
}
