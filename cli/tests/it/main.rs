//! The command as users run it.
#![allow(clippy::unwrap_used)]

mod command;
#[path = "../../../codegen/src/load/loopback.rs"]
mod loopback;
mod network;
mod sandbox;
