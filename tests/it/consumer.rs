//! A user's crate below `tests/consumers`: built by cargo as users build theirs, then run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use callwright_tests::cargo::cargo;
use callwright_tests::fault::Fault;
use callwright_tests::process::Process;

/// The crate's last line, after which nothing is waited for.
const DONE: &str = "done";

/// A crate that was built.
#[derive(Debug)]
pub(crate) struct Consumer {
    executable: PathBuf,
}

impl Consumer {
    /// Builds the crate `name` with these environment variables, without the network for crates. The fault holds what
    /// the compiler says.
    ///
    /// There is no deadline: the first build compiles what the crate stands on, and compilers end.
    pub(crate) fn build(name: &str, variables: &[(&str, String)]) -> Result<Self, Fault> {
        let folder = temporary().join(name);
        lay_out(name, &folder).map_err(|cause| Fault::during(folder.display(), cause))?;
        // That of these tests, so that nothing is compiled twice.
        let target = temporary().parent().unwrap_or(temporary());
        let output = cargo()
            .args(["build", "--quiet", "--offline", "--color", "never"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target)
            .env("CALLWRIGHT_CACHE", folder.join("cache"))
            .env_remove("CALLWRIGHT_OFFLINE")
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .output()
            .map_err(|cause| Fault::during("starting cargo", cause))?;
        let executable = format!("debug/{name}{}", env::consts::EXE_SUFFIX);
        match output.status.success() {
            true => Ok(Self {
                executable: target.join(executable),
            }),
            false => Err(Fault::new(String::from_utf8_lossy(&output.stderr))),
        }
    }

    /// What it prints before it says that it is done.
    pub(crate) fn run(&self) -> Result<Vec<String>, Fault> {
        let mut printed = Vec::new();
        let command = Command::new(&self.executable);
        Process::start("the consumer", command, |line| {
            printed.push(line.to_owned());
            (line == DONE).then_some(())
        })?;
        printed.pop();
        Ok(printed)
    }
}

fn temporary() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Writes the manifest, with the paths of this machine, and the versions that the workspace is locked to.
fn lay_out(name: &str, folder: &Path) -> io::Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?;
    let source = workspace.join("tests/consumers").join(name);
    let manifest = fs::read_to_string(source.join("Cargo.toml.in"))?
        .replace("{source}", &source.display().to_string())
        .replace("{workspace}", &workspace.display().to_string());
    fs::create_dir_all(folder)?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}
