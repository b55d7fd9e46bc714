//! Takes the clients and gives a crate that holds them all, checked and built as a user's is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::cargo;
use crate::client::Client;
use crate::documents::workspace;
use crate::fault::{Fault, during};
use crate::wires::Wires;

/// The crate's folder, and the target folder that it shares with the workspace.
pub(crate) struct Consumer {
    folder: PathBuf,
    target: PathBuf,
}

/// What the crate builds beside the clients.
pub(crate) struct Programs {
    /// Reads and writes values by the clients' types.
    pub(crate) judge: PathBuf,
    /// Calls a server.
    pub(crate) caller: PathBuf,
}

impl Consumer {
    /// Writes the crate.
    pub(crate) fn new(target: &Path, clients: &[Client], wires: Wires) -> Result<Self, Fault> {
        let folder = target.join(wires.folder()).join("crate");
        let (feature, wire) = match wires.are_both() {
            true => (", \"msgpack\"", "both.rs"),
            false => ("", "json.rs"),
        };
        let here = workspace().join("tests/corpus/crate");
        let top = workspace().canonicalize()?;
        let manifest = fs::read_to_string(here.join("Cargo.toml.in"))?;
        let manifest = manifest.replace("{workspace}", &top.display().to_string());
        let manifest = manifest.replace("{feature}", feature);
        // Documents that have gone must not stay.
        let _ = fs::remove_dir_all(folder.join("src"));
        fs::create_dir_all(folder.join("src/types"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(top.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut library =
            "//! The clients of all documents.\n#![deny(warnings, missing_docs)]\n\n".to_owned();
        let mut judge = fs::read_to_string(here.join("judge.rs"))?;
        let mut documents = String::new();
        for client in clients {
            let module = &client.module;
            let (title, path) = (&client.generated.name, format!("src/{module}.rs"));
            fs::write(folder.join(path), &client.code)?;
            fs::write(
                folder.join(format!("src/types/{module}.rs")),
                judges(client),
            )?;
            let _ = writeln!(library, "/// The client {title}.\npub mod {module};");
            let _ = writeln!(judge, "#[path = \"types/{module}.rs\"]\nmod {module};");
            let _ = writeln!(documents, "    &{module}::TYPES,");
        }
        let _ = write!(
            judge,
            "\n/// The types of each document.\nstatic DOCUMENTS: &[&[Judge]] = &[\n{documents}];\n"
        );
        fs::write(folder.join("src/lib.rs"), library)?;
        fs::write(folder.join("src/judge.rs"), judge)?;
        fs::copy(here.join(wire), folder.join("src/wire.rs"))?;
        fs::copy(here.join("caller.rs"), folder.join("src/caller.rs"))?;
        Ok(Self {
            folder,
            target: target.to_owned(),
        })
    }

    /// Clippy and rustdoc, both with warnings denied.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        self.cargo(&[
            "clippy",
            "--lib",
            "--",
            "-D",
            "warnings",
            "-D",
            "clippy::all",
        ])?;
        self.cargo(&["doc", "--lib", "--no-deps"])
    }

    /// The programs that stand on the clients.
    pub(crate) fn programs(&self) -> Result<Programs, Fault> {
        self.cargo(&["build", "--bins"])?;
        let program = |name| {
            let name = format!("debug/{name}{}", std::env::consts::EXE_SUFFIX);
            self.target.join(name)
        };
        Ok(Programs {
            judge: program("corpus-judge"),
            caller: program("corpus-caller"),
        })
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(), Fault> {
        let what = format!("cargo {}", arguments[0]);
        let mut cargo = cargo();
        cargo
            .args(&arguments[..1])
            .args(["--quiet", "--offline", "--color", "never"])
            .args(&arguments[1..])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTDOCFLAGS", "-Dwarnings");
        let output = cargo.output().map_err(|cause| during(&what, cause))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(during(what, String::from_utf8_lossy(&output.stderr))),
        }
    }
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
