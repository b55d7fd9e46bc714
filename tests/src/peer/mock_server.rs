//! @open-rpc/mock-server, which answers for any document: from its examples, else random values of the right schema.

use std::net::SocketAddr;
use std::path::Path;

use super::{address, installed, node};
use crate::fault::Fault;
use crate::process::Process;

/// A running mock of one document.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl MockServer {
    /// Mocks the document at `path`. It refuses some documents; the fault then holds its words.
    pub fn start(path: &Path) -> Result<Self, Fault> {
        let mut command = node()?;
        command.arg(installed(
            "node_modules/@open-rpc/mock-server/build/cli.js",
        )?);
        command.arg("--document").arg(path);
        let (process, address) =
            Process::start("mock-server", command, |line| address("listening ", line))?;
        Ok(Self { address, process })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a client connects to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
