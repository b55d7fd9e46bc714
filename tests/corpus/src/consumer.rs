//! Takes the clients and the servers and gives crates that hold them all, checked and built as a user's is.

mod clients;
mod servers;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::cargo;
use crate::client::Client;
use crate::documents::workspace;
use crate::fault::{Fault, during};
use crate::wires::Wires;

pub(crate) use clients::types;

/// The folder of a workspace of its own, and the target folder that it shares with ours.
pub(crate) struct Consumer {
    folder: PathBuf,
    target: PathBuf,
}

/// What is built beside the libraries.
pub(crate) struct Programs {
    /// Reads and writes values by the clients' types.
    pub(crate) judge: PathBuf,
    /// Calls a server.
    pub(crate) caller: PathBuf,
    /// Serves every document, where there are servers.
    pub(crate) server: PathBuf,
}

impl Consumer {
    /// Writes the workspace: a crate of the clients, and one of the servers where there are any.
    pub(crate) fn new(
        target: &Path,
        clients: &[Client],
        servers: &[Client],
        wires: Wires,
    ) -> Result<Self, Fault> {
        let folder = target.join(wires.folder()).join("crate");
        fs::create_dir_all(&folder)?;
        clients::write(&folder.join("clients"), clients, wires)?;
        let mut members = vec!["clients"];
        if !servers.is_empty() {
            servers::write(&folder.join("servers"), servers)?;
            members.push("servers");
        }
        fs::write(folder.join("Cargo.toml"), manifest(&members)?)?;
        let lock = workspace().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock"))?;
        let target = target.to_owned();
        Ok(Self { folder, target })
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

    /// The programs that stand on the libraries.
    pub(crate) fn programs(&self) -> Result<Programs, Fault> {
        self.cargo(&["build", "--bins"])?;
        let program = |name| {
            let name = format!("debug/{name}{}", std::env::consts::EXE_SUFFIX);
            self.target.join(name)
        };
        Ok(Programs {
            judge: program("corpus-judge"),
            caller: program("corpus-caller"),
            server: program("corpus-server"),
        })
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(), Fault> {
        let what = format!("cargo {}", arguments[0]);
        let mut cargo = cargo();
        cargo
            .args(&arguments[..1])
            .args(["--quiet", "--offline", "--color", "never", "--workspace"])
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

/// The manifest of the workspace.
fn manifest(members: &[&str]) -> Result<String, Fault> {
    let manifest = fs::read_to_string(templates().join("Cargo.toml.in"))?;
    let mut manifest = manifest.replace("{members}", &format!("\"{}\"", members.join("\", \"")));
    manifest.push_str("\n# Hundreds of thousands of lines that nobody steps through.\n");
    for member in members {
        let profile = format!("[profile.dev.package.corpus-{member}]");
        let _ = writeln!(manifest, "{profile}\ndebug = false\nincremental = false\n");
    }
    Ok(manifest)
}

/// What of the crates is not generated.
fn templates() -> PathBuf {
    workspace().join("tests/corpus/crate")
}

/// Begins a crate: its manifest, and a library with a module for each document. Gives the folder of its sources.
fn library(
    folder: &Path,
    template: &str,
    feature: &str,
    generated: &[Client],
) -> Result<PathBuf, Fault> {
    let sources = folder.join("src");
    // Documents that have gone must not stay.
    let _ = fs::remove_dir_all(&sources);
    fs::create_dir_all(&sources)?;
    let top = workspace().canonicalize()?;
    let manifest = fs::read_to_string(templates().join(template).join("Cargo.toml.in"))?;
    let manifest = manifest.replace("{workspace}", &top.display().to_string());
    let manifest = manifest.replace("{feature}", feature);
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut library =
        format!("//! The {template} of all documents.\n#![deny(warnings, missing_docs)]\n\n");
    for one in generated {
        let (module, title) = (&one.module, &one.generated.name);
        fs::write(sources.join(format!("{module}.rs")), &one.code)?;
        let _ = writeln!(library, "/// What {title} became.\npub mod {module};");
    }
    fs::write(sources.join("lib.rs"), library)?;
    Ok(sources)
}
