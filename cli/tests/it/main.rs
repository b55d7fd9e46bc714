//! The command as users run it.
#![allow(clippy::unwrap_used)]

mod codes;
mod command;
#[path = "../../../codegen/tests/shared/golden.rs"]
mod golden;
#[path = "../../../codegen/src/load/loopback.rs"]
mod loopback;
// Its `nvim` is a script.
#[cfg(unix)]
mod neovim;
mod network;
mod sandbox;
