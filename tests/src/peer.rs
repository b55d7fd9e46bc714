//! Servers that nobody here wrote, each on a free loopback port, for the time of one test.
//!
//! `bash tests/run.sh` installs them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::fault::Fault;

mod anvil;
pub mod child;
mod chromium;
mod mock_server;
mod msgpack;
mod neovim;
mod python_openrpc;
mod server_js;
mod snapserver;
pub mod visitors;

pub use anvil::Anvil;
pub use chromium::{Report, Site};
pub use mock_server::MockServer;
pub use msgpack::{Library, MsgpackServer, Socket};
pub use neovim::{Neovim, judge};
pub use python_openrpc::PythonOpenrpc;
pub use server_js::{ServerJs, document};
pub use snapserver::Snapserver;

/// A file of an installed peer, or a fault that says how to install it.
fn installed(file: &str) -> Result<PathBuf, Fault> {
    // Canonical, since Node takes `..` out of paths by their text.
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../target/peers")
        .join(file)
        .canonicalize();
    found.map_err(|_| {
        Fault::new(format!(
            "{file} is not installed: run `bash tests/peers/install.sh`"
        ))
    })
}

/// A file of ours below `tests/peers`.
pub fn ours(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("peers")
        .join(file)
}

/// Node with the installed packages in reach.
fn plain_node() -> Result<Command, Fault> {
    let mut node = Command::new("node");
    node.env("NODE_PATH", installed("node_modules")?);
    Ok(node)
}

/// The same, held to loopback by our preload script, which also prints each address as `listening ADDRESS`.
fn node() -> Result<Command, Fault> {
    let mut node = plain_node()?;
    node.arg("--require").arg(ours("loopback.js"));
    Ok(node)
}

/// The address in a line that starts with `words`.
fn address(words: &str, line: &str) -> Option<SocketAddr> {
    line.strip_prefix(words)?.trim().parse().ok()
}

/// An address on loopback of this process and server alone, where no port is taken; only Linux has so many.
fn own_address() -> Ipv4Addr {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    if !cfg!(target_os = "linux") {
        return Ipv4Addr::LOCALHOST;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let [_, _, high, low] = std::process::id().to_be_bytes();
    Ipv4Addr::new(127, high.wrapping_add(1), low, number)
}
