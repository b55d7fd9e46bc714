//! Takes the clients' types and has values made and judged for them, by programs that know nothing of callwright.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::Client;
use crate::consumer;
use crate::documents::{Document, workspace};
use crate::fault::{Fault, during};

/// How many values of one kind were tried on a document's types.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Tally {
    /// By its number.
    pub(crate) document: usize,
    /// `example`, `faker`, `hypothesis` or `mock`.
    pub(crate) kind: String,
    pub(crate) tried: usize,
    /// Those that the type read.
    pub(crate) read: usize,
    /// Those that it also wrote as they came.
    pub(crate) same: usize,
}

/// Values of a type that did not come through, and why.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Miss {
    pub(crate) document: usize,
    pub(crate) kind: String,
    /// The type.
    pub(crate) name: String,
    /// The place of its schema.
    pub(crate) pointer: String,
    /// `read` or `written`.
    pub(crate) step: String,
    pub(crate) cause: String,
    pub(crate) count: usize,
}

impl Miss {
    /// Whether it is the same on every machine.
    pub(crate) fn is_compared(&self) -> bool {
        self.kind != "hypothesis"
    }
}

/// What became of all values.
#[derive(Debug, Deserialize)]
pub(crate) struct Verdicts {
    pub(crate) tallies: Vec<Tally>,
    pub(crate) misses: Vec<Miss>,
}

impl Verdicts {
    /// The sum of a kind, over one document or over all.
    pub(crate) fn of(&self, document: Option<usize>, kind: &str) -> Tally {
        let wanted =
            |tally: &&Tally| tally.kind == kind && document.is_none_or(|it| it == tally.document);
        let tallies = self.tallies.iter().filter(wanted);
        tallies.fold(Tally::default(), |sum, tally| Tally {
            tried: sum.tried + tally.tried,
            read: sum.read + tally.read,
            same: sum.same + tally.same,
            ..sum
        })
    }
}

/// A folder for what the programs say to each other.
pub(crate) struct Values {
    folder: PathBuf,
    peers: PathBuf,
}

impl Values {
    /// Makes the folder and writes down which types there are.
    pub(crate) fn new(
        folder: PathBuf,
        documents: &[Document],
        clients: &[Client],
    ) -> Result<Self, Fault> {
        fs::create_dir_all(&folder)?;
        let here = workspace().canonicalize()?;
        let asked: Vec<Value> = documents
            .iter()
            .zip(clients)
            .map(|(document, client)| json!({ "path": document.path, "types": types(client, &here) }))
            .collect();
        fs::write(folder.join("asked.json"), Value::from(asked).to_string())?;
        let peers = workspace().join("target/peers");
        Ok(Self { folder, peers })
    }

    /// Has the values made.
    pub(crate) fn make(&self) -> Result<(), Fault> {
        self.python("values.py", &[&self.folder, &self.peers])
    }

    /// The methods of each document, as the other reader sees them.
    pub(crate) fn methods(&self) -> Result<Vec<Vec<String>>, Fault> {
        read(&self.folder.join("methods.json"))
    }

    /// What the programs say to each other about calls.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the peers are installed.
    pub(crate) fn peers(&self) -> &Path {
        &self.peers
    }

    /// Adds what was served to the values.
    pub(crate) fn add_served(&self) -> Result<(), Fault> {
        self.python("served.py", &[&self.folder])
    }

    /// Sends the values through the types.
    pub(crate) fn judge(&self, judge: &Path) -> Result<Verdicts, Fault> {
        let ended = Command::new(judge)
            .stdin(File::open(self.folder.join("values.txt"))?)
            .stdout(Stdio::from(File::create(self.folder.join("judged.txt"))?))
            .status()?;
        if !ended.success() {
            return Err(Fault(format!("the types did not take the values: {ended}")));
        }
        self.python("verdicts.py", &[&self.folder])?;
        read(&self.folder.join("verdicts.json"))
    }

    fn python(&self, script: &str, arguments: &[&Path]) -> Result<(), Fault> {
        let mut command = Command::new("python3");
        command
            .arg(workspace().join("tests/corpus/values").join(script))
            .args(arguments)
            // Sets have one order in every run.
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONPATH", self.peers.join("python"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env(
                "HYPOTHESIS_STORAGE_DIRECTORY",
                self.folder.join("hypothesis"),
            );
        let ended = command
            .status()
            .map_err(|cause| during("starting python3", cause))?;
        match ended.success() {
            true => Ok(()),
            false => Err(Fault(format!("{script} failed: {ended}"))),
        }
    }
}

/// Every schema of a client with the number of its type. Files that are no local ones have no values.
fn types(client: &Client, here: &Path) -> Vec<Value> {
    let numbers = consumer::types(client);
    let schemas = client.generated.schemas.iter();
    schemas
        .map(|schema| {
            // The programs know each file by its one path, without `..`.
            let file = here.join(&schema.origin);
            json!({
                "file": file.canonicalize().unwrap_or(file),
                "pointer": schema.pointer.as_str(),
                "type": numbers.get(&schema.tokens.to_string()),
                "name": schema.text.replace(' ', ""),
            })
        })
        .collect()
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let text = fs::read(path).map_err(|cause| during(path.display(), cause))?;
    serde_json::from_slice(&text).map_err(|cause| during(path.display(), cause))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn the_scripts_do_what_they_say() {
        for script in ["bundle.py", "verdicts.py"] {
            let tested = Command::new("python3")
                .args(["-B", "-m", "doctest"])
                .arg(workspace().join("tests/corpus/values").join(script))
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&tested.stdout);
            assert!(tested.status.success(), "{said}");
        }
    }
}
