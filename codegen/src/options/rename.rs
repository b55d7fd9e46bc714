//! The names that a user chooses in place of the generated ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Names in place of generated ones. A chosen name is kept: whatever else wants it gets a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Rename {
    /// Functions, by the method's name on the wire.
    pub methods: BTreeMap<String, String>,
    /// Types, by the generated name or by the name of the component schema.
    pub types: BTreeMap<String, String>,
    /// Arguments and setters, by the method's name and the param's on the wire.
    pub params: BTreeMap<String, BTreeMap<String, String>>,
    /// Fields and variants, by the type's name (as in `types`) and the member's or the value's on the wire.
    pub members: BTreeMap<String, BTreeMap<String, String>>,
}

impl Rename {
    /// The name that the user gave a param.
    pub(crate) fn param(&self, method: &str, param: &str) -> Option<&String> {
        self.params.get(method)?.get(param)
    }
}
