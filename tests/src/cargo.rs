//! Cargo, as a user starts it.

use std::env;
use std::process::Command;

/// Cargo without what it tells the tests of their own crate. Build scripts of others read that too, and would be run
/// anew each time.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        let told = ["CARGO_MANIFEST_", "CARGO_PKG_"];
        if told
            .iter()
            .any(|start| name.to_string_lossy().starts_with(start))
        {
            cargo.env_remove(name);
        }
    }
    cargo
}
