//! Neovim: MessagePack-RPC by a Unix socket and by TCP at once, or as a child of the client.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{address, installed, ours};
use crate::fault::Fault;
use crate::process::Process;

/// Arguments that keep a Neovim from everything that somebody has at home, and from leaving anything there.
const ALONE: [&str; 5] = ["--clean", "--headless", "-n", "-i", "NONE"];

/// Says where it listens besides the socket, and ends with us, who hold its input open.
const SERVE: &str = "let g:own = stdioopen({'on_stdin': {channel, data, event -> data == [''] ? execute('qall!') : ''}}) \
                     | call chansend(g:own, 'listening ' . serverstart('127.0.0.1:0') . \"\\n\")";

/// A running Neovim with an empty buffer and without a screen.
#[derive(Debug)]
pub struct Neovim {
    folder: PathBuf,
    address: SocketAddr,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl Neovim {
    /// Starts it.
    pub fn start() -> Result<Self, Fault> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("neovim-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).map_err(|cause| Fault::during(folder.display(), cause))?;
        let mut command = Command::new("nvim");
        at_home(&mut command, &folder)
            .args(ALONE)
            .arg("--listen")
            .arg(folder.join("socket"))
            .args(["-c", SERVE]);
        let ready = |line: &str| address("listening ", line);
        let (process, address) = Process::start("nvim", command, ready)?;
        Ok(Self {
            folder,
            address,
            process,
        })
    }

    /// What a client of its Unix socket connects to.
    pub fn unix(&self) -> String {
        format!("msgpack+unix:{}", self.folder.join("socket").display())
    }

    /// What a client of its TCP port connects to.
    pub fn tcp(&self) -> String {
        format!("msgpack+tcp://{}", self.address)
    }

    /// What a client that has a Neovim of its own connects to.
    pub fn embedded() -> String {
        let arguments = ALONE.map(|argument| format!("&arg={argument}")).concat();
        format!("msgpack+stdio:nvim?arg=--embed{arguments}")
    }

    /// Where its TCP port is, for raw bytes.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Neovim {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What judges a document on its standard input by OpenRPC's meta-schema, and prints a line for each fault.
pub fn judge() -> Result<Command, Fault> {
    let mut judge = Command::new("python3");
    judge
        .env("PYTHONPATH", installed("python")?)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(ours("neovim/judge.py"))
        .arg(installed(
            "node_modules/@open-rpc/spec/dist/1_4/schema.json",
        )?)
        .arg(installed(
            "node_modules/@json-schema-tools/meta-schema/schema.json",
        )?);
    Ok(judge)
}

/// Nothing is looked for or written outside of `folder`.
fn at_home<'c>(command: &'c mut Command, folder: &Path) -> &'c mut Command {
    for variable in [
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
        "XDG_STATE_HOME",
    ] {
        command.env(variable, folder);
    }
    command
}
