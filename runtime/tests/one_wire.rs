//! A client for JSON, in a program where MessagePack is on: nothing of its codec is compiled for the client's types.
#![allow(unreachable_pub, dead_code)]
#![allow(clippy::unwrap_used, clippy::panic)]
#[path = "it/calls.rs"]
mod calls;
#[path = "it/paging.rs"]
mod paging;
#[path = "it/petshop.rs"]
mod petshop;
#[path = "it/script.rs"]
mod script;
#[cfg(target_os = "linux")]
#[path = "it/symbols.rs"]
mod symbols;

/// What the client is generated for.
use callwright::__private::v1 as rt;

/// The format in which a script answers.
const WIRE: callwright::Wire = callwright::Wire::Json;

#[cfg(all(target_os = "linux", feature = "msgpack"))]
#[test]
fn no_codec_of_messagepack_is_compiled() {
    assert_eq!(symbols::of_messagepack(), 0);
}
