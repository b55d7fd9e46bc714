//! The crate of the clients: with a program that judges values by their types, and one that calls servers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::{library, templates};
use crate::client::Client;
use crate::fault::Fault;
use crate::wires::Wires;

pub(super) fn write(folder: &Path, clients: &[Client], wires: Wires) -> Result<(), Fault> {
    let (feature, wire) = match wires.are_both() {
        true => (", \"msgpack\"", "both.rs"),
        false => ("", "json.rs"),
    };
    let sources = library(folder, "clients", feature, clients)?;
    let here = templates().join("clients");
    fs::create_dir_all(sources.join("types"))?;
    let mut judge = fs::read_to_string(here.join("judge.rs"))?;
    let mut documents = String::new();
    for client in clients {
        let module = &client.module;
        let path = format!("types/{module}.rs");
        fs::write(sources.join(&path), judges(client))?;
        let _ = writeln!(judge, "#[path = \"{path}\"]\nmod {module};");
        let _ = writeln!(documents, "    &{module}::TYPES,");
    }
    let _ = write!(
        judge,
        "\n/// The types of each document.\nstatic DOCUMENTS: &[&[Judge]] = &[\n{documents}];\n"
    );
    fs::write(sources.join("judge.rs"), judge)?;
    fs::copy(here.join(wire), sources.join("wire.rs"))?;
    fs::copy(here.join("caller.rs"), sources.join("caller.rs"))?;
    Ok(())
}

/// A list of functions, one for each type of a client.
fn judges(client: &Client) -> String {
    let mut code = format!(
        "//! Generated.\n#[allow(unused_imports)]\nuse corpus_clients::{}::types;\n#[allow(unused_imports)]\nuse callwright::__private::v1 as rt;\n\n",
        client.module
    );
    let types = types(client);
    let mut list: Vec<_> = types.into_iter().collect();
    list.sort_by_key(|(_, index)| *index);
    let _ = writeln!(
        code,
        "/// By number.\npub(super) static TYPES: [super::Judge; {}] = [",
        list.len()
    );
    for (ty, _) in list {
        let _ = writeln!(code, "    super::through::<{ty}>,");
    }
    code.push_str("];\n");
    code
}

/// The types of a client as code, each once, with their numbers.
pub(crate) fn types(client: &Client) -> BTreeMap<String, usize> {
    let mut types = BTreeMap::new();
    for schema in &client.generated.schemas {
        let next = types.len();
        types.entry(schema.tokens.to_string()).or_insert(next);
    }
    types
}
