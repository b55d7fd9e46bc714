//! The paging rule that options and the `x-pagination` extension state for a method.

use serde::{Deserialize, Serialize};

/// How a method's results come in pages. Paths are member names joined by dots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct PagingRule {
    /// What the key counts, if it counts.
    pub kind: PagingKind,
    /// The path of the list inside the result; empty when the result is the list.
    pub items: String,
    /// The param that takes the key: its name, then the path inside it.
    pub key_in: String,
    /// The path of the next key inside the result; not used when counting.
    pub key_out: Option<String>,
    /// The path of a flag inside the result that says whether there is more; it wins over the key. A leading `!` inverts it.
    pub more: Option<String>,
    /// The path of the total number of items inside the result: the walk ends when that many were seen.
    pub total: Option<String>,
    /// The param with the page size, for `short-page`.
    pub limit: Option<String>,
    /// What ends the walk besides an absent or null key.
    pub ends_on: Vec<Ending>,
    /// The number of the first page, for `page-number`. 1 where absent.
    pub first: Option<u64>,
    /// Params that only the first request has.
    pub drop: Vec<String>,
    /// States that the method is not paged, whatever else says so.
    pub off: bool,
}

/// What the key is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagingKind {
    /// Whatever the server gave with the page before.
    #[default]
    Cursor,
    /// The number of items seen so far.
    Offset,
    /// The number of the page.
    PageNumber,
}

/// What ends a walk besides an absent or null key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// A key of `false`.
    False,
    /// A key of `""`.
    EmptyString,
    /// A page without items.
    EmptyPage,
    /// A page with fewer items than the `limit` param asked for.
    ShortPage,
}
