//! Takes JSON Schemas as they stand in documents and gives definitions that typify takes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::files::{At, Files};
use crate::options::Options;

/// One place that asked for a type: a param, a result, an item of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SchemaId(pub(crate) usize);

/// What typify takes: flat, uniquely named, draft 7, closed under reference.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schemas {
    /// By type name; references inside are `#/definitions/<name>`.
    pub(crate) definitions: BTreeMap<String, Value>,
    /// Where each definition comes from, for diagnostics.
    pub(crate) origins: BTreeMap<String, At>,
    /// By `SchemaId`: a reference to a definition, or a small schema that needs no name of its own.
    pub(crate) uses: Vec<Value>,
}

/// Collects the schemas of an API and brings them to typify's dialect.
pub(crate) struct Normaliser<'f> {
    files: &'f Files,
    schemas: Schemas,
}

impl<'f> Normaliser<'f> {
    /// `nil` is `options.nil` with `auto` already decided.
    pub(crate) fn new(files: &'f Files, _options: &Options) -> Self {
        Self {
            files,
            schemas: Schemas::default(),
        }
    }

    /// Takes the schema at a place, with the name to give it when it has no better one of its own.
    pub(crate) fn add(&mut self, _at: &At, _name: &str) -> SchemaId {
        let _ = self.files;
        self.schemas.uses.push(Value::Bool(true));
        SchemaId(self.schemas.uses.len() - 1)
    }

    /// Every definition that the added schemas reach, and what was found wrong on the way.
    pub(crate) fn finish(self) -> (Schemas, Diagnostics) {
        (self.schemas, Diagnostics::default())
    }
}
