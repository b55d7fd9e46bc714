//! Calls, pages and streams once more: the client is compiled for both wires, and the script speaks MessagePack.
#![allow(
    clippy::duplicate_mod,
    reason = "the same sentences hold on either wire"
)]
#[path = "calls.rs"]
mod calls;
#[cfg(all(
    feature = "failover",
    feature = "mock",
    feature = "reconnect",
    feature = "streams",
    feature = "tower"
))]
mod decorators;
#[path = "paging.rs"]
mod paging;
#[path = "petshop.rs"]
mod petshop;
#[path = "script.rs"]
mod script;
#[path = "streams.rs"]
mod streams;

use callwright::__private::v1::both as rt;

/// The format in which a script answers.
const WIRE: callwright::Wire = callwright::Wire::MessagePack;
