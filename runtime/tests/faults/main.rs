//! Whatever the wire does, no call hangs, nothing leaks, nothing panics: one binary, real sockets, broken in every place.
//!
//! Each test runs in a process of its own, so that tasks, descriptors, panics and memory are counted of it alone.
// What a test cannot do without is unwrapped, in its servers and scripts too.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(all(
    feature = "http",
    feature = "msgpack",
    feature = "reconnect",
    feature = "streams",
    feature = "tls",
    feature = "ws",
    target_os = "linux"
))]

mod alone;
mod breaking;
mod certificate;
mod chance;
mod client;
mod door;
mod ground;
mod packed;
mod record;
mod serving;
mod talk;
mod transport;
mod visit;

mod cancel;
mod child;
mod cut;
mod msgpack;
mod opening;
mod reconnect;
mod scale;
mod shutdown;
mod stall;
