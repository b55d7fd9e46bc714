//! The Python package openrpc with our small app: HTTP and WebSocket on one port, `rpc.discover` on both.

use std::net::SocketAddr;
use std::process::Command;

use super::{address, installed, ours};
use crate::fault::Fault;
use crate::process::Process;

/// A running server with empty shelves.
#[derive(Debug)]
pub struct PythonOpenrpc {
    address: SocketAddr,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl PythonOpenrpc {
    /// Starts the app.
    pub fn start() -> Result<Self, Fault> {
        let mut command = Command::new("python3");
        command
            .env("PYTHONPATH", installed("python")?)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg(ours("python-openrpc/app.py"));
        let ready = |line: &str| address("listening ", line);
        let (process, address) = Process::start("the Python server", command, ready)?;
        Ok(Self { address, process })
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
