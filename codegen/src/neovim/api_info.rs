//! Takes the bytes of a description and gives what stands in it.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic};

/// What Neovim says of its API. Members that newer ones add are passed over.
#[derive(Debug, Deserialize)]
pub(super) struct ApiInfo {
    pub(super) version: Version,
    pub(super) functions: Vec<Function>,
    #[serde(default)]
    pub(super) ui_events: Vec<Event>,
    /// Types of their own on the wire, by name.
    #[serde(default)]
    pub(super) types: BTreeMap<String, Handle>,
    #[serde(default)]
    pub(super) error_types: BTreeMap<String, ErrorType>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Version {
    pub(super) major: u64,
    pub(super) minor: u64,
    pub(super) patch: u64,
    /// Counts the changes of the API.
    pub(super) api_level: u64,
    #[serde(default, alias = "api_prerelease")]
    pub(super) prerelease: bool,
}

/// Each param is a type and a name.
pub(super) type Parameters = Vec<(String, String)>;

#[derive(Debug, Deserialize)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) parameters: Parameters,
    pub(super) return_type: String,
    /// The API level that brought it.
    pub(super) since: Option<u64>,
    pub(super) deprecated_since: Option<u64>,
    /// Whether it is about its first param.
    #[serde(default)]
    pub(super) method: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) name: String,
    pub(super) parameters: Parameters,
    pub(super) since: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Handle {
    /// The type code of its MessagePack extension.
    pub(super) id: i8,
}

#[derive(Debug, Deserialize)]
pub(super) struct ErrorType {
    pub(super) id: i64,
}

impl ApiInfo {
    /// Reads MessagePack, or JSON where an object starts: in MessagePack its brace is a number.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let read = match bytes.trim_ascii_start() {
            text @ [b'{', ..] => serde_json::from_slice(text).map_err(|cause| cause.to_string()),
            _ => rmp_serde::from_slice(bytes).map_err(|cause| cause.to_string()),
        };
        read.map_err(|cause| {
            let message = format!("this is not what a Neovim says of its API: {cause}");
            Diagnostic::of(Code::Syntax, "", message)
                .hint("`nvim --api-info > FILE` writes it, and `nvim_get_api_info` answers it")
        })
    }

    /// Brings everything into the order of its name, each name once.
    pub(super) fn sort(&mut self) {
        self.functions.sort_by(|a, b| a.name.cmp(&b.name));
        self.functions.dedup_by(|a, b| a.name == b.name);
        self.ui_events.sort_by(|a, b| a.name.cmp(&b.name));
        self.ui_events.dedup_by(|a, b| a.name == b.name);
        let functions = self.functions.iter_mut();
        let events = self.ui_events.iter_mut();
        functions
            .map(|function| &mut function.parameters)
            .chain(events.map(|event| &mut event.parameters))
            .for_each(distinguish);
    }
}

/// Gives params of the same name a number.
fn distinguish(parameters: &mut Parameters) {
    let mut taken: HashSet<String> = HashSet::with_capacity(parameters.len());
    for (_, name) in parameters {
        let mut free = name.clone();
        let mut number = 2;
        while !taken.insert(free.clone()) {
            free = format!("{name}_{number}");
            number += 1;
        }
        *name = free;
    }
}
