//! The command as users run it.

mod command;
#[path = "../../../codegen/src/load/loopback.rs"]
mod loopback;
mod network;
mod sandbox;
