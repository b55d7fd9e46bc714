//! What a value of a document is, and so which of the components it could be.

/// Where a value belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Shelf {
    Root,
    Method,
    Components,
    Descriptors,
    Errors,
    Examples,
    Links,
    Pairings,
    Schemas,
    Tags,
    /// What has no references, or is looked at elsewhere.
    Other,
}

/// Those of the components, with their names ("Components Object").
pub(super) const SHELVES: [(Shelf, &str); 7] = [
    (Shelf::Descriptors, "contentDescriptors"),
    (Shelf::Errors, "errors"),
    (Shelf::Examples, "examples"),
    (Shelf::Links, "links"),
    (Shelf::Pairings, "examplePairings"),
    (Shelf::Schemas, "schemas"),
    (Shelf::Tags, "tags"),
];

impl Shelf {
    /// That of the value of a member.
    pub(super) fn below(self, key: &str) -> Self {
        match (self, key) {
            (Self::Schemas, _) | (Self::Descriptors, "schema") => Self::Schemas,
            (Self::Root, "components") => Self::Components,
            (Self::Method, "params" | "result") => Self::Descriptors,
            (Self::Method, "errors") => Self::Errors,
            (Self::Method, "examples") => Self::Pairings,
            (Self::Method, "links") => Self::Links,
            (Self::Method, "tags") => Self::Tags,
            (Self::Pairings, "params" | "result") => Self::Examples,
            _ => Self::Other,
        }
    }

    /// Its name among the components; none of what cannot be one.
    pub(super) fn name(self) -> Option<&'static str> {
        let mut shelves = SHELVES.iter();
        let found = shelves.find(|(shelf, _)| *shelf == self)?;
        Some(found.1)
    }
}
