//! The reference server @open-rpc/server-js with our small app: HTTP and WebSocket, `rpc.discover` on both.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::{address, node, ours};
use crate::fault::Fault;
use crate::process::Process;

/// The document that the app serves, as it is written; the server itself hands it out with its references resolved.
pub fn document() -> PathBuf {
    ours("server-js/openrpc.json")
}

/// A running server with an empty shelf.
#[derive(Debug)]
pub struct ServerJs {
    http: SocketAddr,
    ws: SocketAddr,
    /// The process, to ask whether it still runs.
    pub process: Process,
}

impl ServerJs {
    /// Starts the app.
    pub fn start() -> Result<Self, Fault> {
        let mut command = node()?;
        command.arg(ours("server-js/app.js"));
        // The app starts HTTP first.
        let mut http = None;
        let (process, (http, ws)) = Process::start("server-js", command, |line| {
            let found = address("listening ", line)?;
            match http {
                Some(http) => Some((http, found)),
                None => {
                    http = Some(found);
                    None
                }
            }
        })?;
        Ok(Self { http, ws, process })
    }

    /// Where it listens for HTTP.
    pub fn http_address(&self) -> SocketAddr {
        self.http
    }

    /// Where it listens for WebSocket.
    pub fn ws_address(&self) -> SocketAddr {
        self.ws
    }

    /// What an HTTP client connects to.
    pub fn http(&self) -> String {
        format!("http://{}", self.http)
    }

    /// What a WebSocket client connects to.
    pub fn ws(&self) -> String {
        format!("ws://{}", self.ws)
    }
}
