//! snapserver, which plays audio streams on many clients: JSON-RPC by TCP, HTTP and WebSocket, and its own client.
//!
//! It cannot tell which port it got, so each has an address of its own on loopback, where no port is taken.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;

use super::own_address;
use crate::fault::Fault;
use crate::process::Process;

const TCP: u16 = 17_050;
const HTTP: u16 = 17_800;
const AUDIO: u16 = 17_040;

/// A running server with two streams, `default` and `second`, which play what is written into their files.
#[derive(Debug)]
pub struct Snapserver {
    address: Ipv4Addr,
    folder: PathBuf,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl Snapserver {
    /// Starts it without clients.
    pub fn start() -> Result<Self, Fault> {
        let address = own_address();
        let folder = std::env::temp_dir().join(format!("snapserver-{address}"));
        std::fs::create_dir_all(&folder).map_err(|cause| Fault::during(folder.display(), cause))?;
        let mut command = Command::new("snapserver");
        // It keeps its settings at home whatever it is told.
        command
            .env("HOME", &folder)
            .args(["--config", "/dev/null", "--logging.sink", "stdout"])
            .args(["--http.doc_root", ""])
            .arg("--server.datadir")
            .arg(&folder);
        for (listener, port) in [("tcp", TCP), ("http", HTTP), ("stream", AUDIO)] {
            command
                .arg(format!("--{listener}.bind_to_address={address}"))
                .arg(format!("--{listener}.port={port}"));
        }
        for stream in ["default", "second"] {
            let source = folder.join(stream);
            let source = format!("pipe://{}?name={stream}&mode=create", source.display());
            command.arg("--stream.source").arg(source);
        }
        // Said once it listens everywhere.
        let ready = |line: &str| line.contains("Number of threads").then_some(());
        let (process, ()) = Process::start("snapserver", command, ready)?;
        Ok(Self {
            address,
            folder,
            process,
        })
    }

    /// Starts a client of this id, which plays to nobody, and gives it once the server has taken it.
    pub fn client(&self, id: &str) -> Result<Process, Fault> {
        let mut command = Command::new("snapclient");
        command
            .env("HOME", &self.folder)
            .args(["--host", &self.address.to_string()])
            .args(["--port", &AUDIO.to_string(), "--hostID", id])
            .args(["--player", "file:filename=null", "--logsink", "stdout"]);
        let ready = |line: &str| line.contains("ServerSettings").then_some(());
        Process::start("snapclient", command, ready).map(|(process, ())| process)
    }

    /// What a client of the line protocol connects to.
    pub fn tcp(&self) -> String {
        format!("tcp://{}", self.at(TCP))
    }

    /// What an HTTP client connects to.
    pub fn http(&self) -> String {
        format!("http://{}/jsonrpc", self.at(HTTP))
    }

    /// What a WebSocket client connects to.
    pub fn ws(&self) -> String {
        format!("ws://{}/jsonrpc", self.at(HTTP))
    }

    /// The file whose bytes the stream plays.
    pub fn source(&self, stream: &str) -> PathBuf {
        self.folder.join(stream)
    }

    fn at(&self, port: u16) -> SocketAddr {
        (self.address, port).into()
    }
}

impl Drop for Snapserver {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
