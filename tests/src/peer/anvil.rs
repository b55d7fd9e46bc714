//! anvil, an Ethereum node: HTTP and WebSocket on one port, a new chain for each start, a block per transaction.

use std::net::SocketAddr;
use std::process::Command;

use super::{address, installed};
use crate::fault::Fault;
use crate::process::Process;

/// A running node.
#[derive(Debug)]
pub struct Anvil {
    address: SocketAddr,
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
        // The binary itself: the package's own launcher would stay between us and it.
        let binary = format!("node_modules/@foundry-rs/anvil-{}/bin/anvil", platform());
        let mut command = Command::new(installed(&binary)?);
        command
            .args(["--host", "127.0.0.1", "--port", "0", "--accounts", "3"])
            .args(arguments);
        let (process, address) =
            Process::start("anvil", command, |line| address("Listening on ", line))?;
        Ok(Self { address, process })
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
