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
#[cfg(target_os = "linux")]
#[path = "symbols.rs"]
mod symbols;

/// `one_wire` shows that a client for one wire has none.
#[cfg(target_os = "linux")]
#[test]
fn the_codec_of_messagepack_shows_in_symbols() {
    let count = symbols::of_messagepack();
    assert!(count > 10, "{count}");
}

use callwright::__private::v1::both as rt;

/// The format in which a script answers.
const WIRE: callwright::Wire = callwright::Wire::MessagePack;
