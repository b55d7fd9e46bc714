//! Clients that nobody here wrote, in small programs of ours: each visits the server at a URL, and prints what it is answered.

use std::process::Command;

use super::{installed, ours, plain_node};
use crate::fault::Fault;

/// @open-rpc/client-js in Node: HTTP and WebSockets.
pub fn client_js(url: &str) -> Result<Command, Fault> {
    let mut node = plain_node()?;
    node.arg(ours("clients/node_client.mjs")).arg(url);
    Ok(node)
}

/// jsonrpcclient for Python, over httpx or over websockets.
pub fn python(url: &str) -> Result<Command, Fault> {
    let mut python = Command::new("python3");
    python
        .env("PYTHONPATH", installed("python")?)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(ours("clients/python_client.py"))
        .arg(url);
    Ok(python)
}
