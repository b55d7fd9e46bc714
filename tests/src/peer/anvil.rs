//! anvil, an Ethereum node: HTTP and WebSocket on one port, a Unix socket, a new chain for each start, a block per
//! transaction.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{address, installed, own_address};
use crate::fault::Fault;
use crate::process::Process;

/// A running node.
#[derive(Debug)]
pub struct Anvil {
    address: SocketAddr,
    socket: PathBuf,
    arguments: Vec<String>,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl Anvil {
    /// A chain of its own, with three funded accounts.
    pub fn start() -> Result<Self, Fault> {
        Self::start_with(&[])
    }

    /// The same with more arguments, such as `--block-time 1`.
    pub fn start_with(arguments: &[&str]) -> Result<Self, Fault> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), arguments)
    }

    /// The same for who means to start it again: nobody takes its address in between.
    pub fn start_apart(arguments: &[&str]) -> Result<Self, Fault> {
        Self::start_at((own_address(), 0).into(), arguments)
    }

    fn start_at(address: SocketAddr, arguments: &[&str]) -> Result<Self, Fault> {
        let arguments: Vec<_> = arguments.iter().map(|&it| it.to_owned()).collect();
        let socket = socket();
        let (process, address) = run(address, &socket, &arguments)?;
        Ok(Self {
            address,
            socket,
            arguments,
            process,
        })
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again where it was, with a new chain, once it was killed.
    pub fn restart(&mut self) -> Result<(), Fault> {
        // Left behind by the old one.
        let _ = std::fs::remove_file(&self.socket);
        (self.process, self.address) = run(self.address, &self.socket, &self.arguments)?;
        Ok(())
    }

    /// Where it listens, for both HTTP and WebSocket.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What an HTTP client connects to.
    pub fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a WebSocket client connects to.
    pub fn ws(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// What a client of the Unix socket connects to.
    pub fn ipc(&self) -> String {
        format!("unix:{}", self.socket.display())
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        // A node that is killed leaves it behind.
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// A node at an address, or on any port where that is 0.
fn run(
    host: SocketAddr,
    socket: &Path,
    arguments: &[String],
) -> Result<(Process, SocketAddr), Fault> {
    // The binary itself: the package's own launcher would stay between us and it.
    let binary = format!("node_modules/@foundry-rs/anvil-{}/bin/anvil", platform());
    let mut command = Command::new(installed(&binary)?);
    command
        .args(["--host", &host.ip().to_string()])
        .args(["--port", &host.port().to_string(), "--accounts", "3"])
        .arg("--ipc")
        .arg(socket)
        .args(arguments);
    Process::start("anvil", command, |line| address("Listening on ", line))
}

/// A path of its own for each node.
fn socket() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("anvil-{}-{number}.ipc", std::process::id()))
}

/// The platform as anvil's packages are named.
fn platform() -> String {
    let system = if cfg!(target_os = "macos") {
        "darwin"
    } else {
        "linux"
    };
    let processor = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "amd64"
    };
    format!("{system}-{processor}")
}
