//! Takes a URL and tells whether a meta-schema is published there that callwright knows without asking.

/// What the meta-schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Published {
    OpenRpc,
    JsonSchema,
}

/// Addresses without their scheme; what follows them is a version, a branch, a file.
const ADDRESSES: [(&str, Published); 13] = [
    ("meta.open-rpc.org", Published::OpenRpc),
    ("open-rpc.github.io/meta-schema", Published::OpenRpc),
    ("github.com/open-rpc/meta-schema", Published::OpenRpc),
    (
        "raw.githubusercontent.com/open-rpc/meta-schema",
        Published::OpenRpc,
    ),
    ("unpkg.com/@open-rpc/meta-schema", Published::OpenRpc),
    (
        "cdn.jsdelivr.net/npm/@open-rpc/meta-schema",
        Published::OpenRpc,
    ),
    ("json-schema.org", Published::JsonSchema),
    ("meta.json-schema.tools", Published::JsonSchema),
    (
        "json-schema-tools.github.io/meta-schema",
        Published::JsonSchema,
    ),
    (
        "github.com/json-schema-tools/meta-schema",
        Published::JsonSchema,
    ),
    (
        "raw.githubusercontent.com/json-schema-tools/meta-schema",
        Published::JsonSchema,
    ),
    (
        "unpkg.com/@json-schema-tools/meta-schema",
        Published::JsonSchema,
    ),
    (
        "cdn.jsdelivr.net/npm/@json-schema-tools/meta-schema",
        Published::JsonSchema,
    ),
];

/// The specification's repository has the meta-schema among other files.
const SPECIFICATION: &str = "raw.githubusercontent.com/open-rpc/spec/";

impl Published {
    /// Where people look it up.
    pub(crate) fn address(self) -> &'static str {
        match self {
            Self::OpenRpc => "https://meta.open-rpc.org",
            Self::JsonSchema => "https://json-schema.org/draft-07/schema",
        }
    }

    /// What is published at a URL that has no fragment.
    pub(super) fn at(url: &str) -> Option<Self> {
        let address = url.split_once("://").map_or(url, |(_, rest)| rest);
        let begins = |known: &str| {
            let rest = address.strip_prefix(known);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '@']))
        };
        let known = ADDRESSES.iter().find(|(known, _)| begins(known));
        known.map(|(_, published)| *published).or_else(|| {
            let copy = address.starts_with(SPECIFICATION) && address.ends_with("schema.json");
            copy.then_some(Self::OpenRpc)
        })
    }
}
