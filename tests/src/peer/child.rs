//! Servers that speak over their standard input and output: commands, which the client under test starts and ends.

use std::process::Command;

use super::{installed, ours, plain_node};
use crate::fault::Fault;

/// pyright, a language server for Python: messages behind Content-Length headers.
pub fn pyright() -> Result<Command, Fault> {
    let mut node = plain_node()?;
    node.arg(installed("node_modules/pyright/langserver.index.js")?)
        .arg("--stdio");
    Ok(node)
}

/// The reference server of the Model Context Protocol, which has every feature: a message a line.
pub fn everything() -> Result<Command, Fault> {
    let server = "node_modules/@modelcontextprotocol/server-everything/dist/index.js";
    let mut node = plain_node()?;
    node.arg(installed(server)?).arg("stdio");
    Ok(node)
}

/// Our small server on the official library of the protocol, whose lists come in pages.
pub fn pager() -> Result<Command, Fault> {
    let mut node = plain_node()?;
    node.arg(ours("mcp/pager.js"));
    Ok(node)
}
