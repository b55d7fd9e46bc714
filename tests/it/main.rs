//! All integration tests: against servers that nobody here wrote, against recordings of them, and of the repository.

// Clippy knows the functions with `#[test]` for tests, but not what these share.
#![allow(clippy::unwrap_used, clippy::panic)]

mod anvil;
mod cases;
mod consumer;
mod doors;
mod forty_ants;
mod language_server;
mod mcp;
mod mock_server;
mod msgpack;
mod neovim;
mod python_openrpc;
mod replay;
mod served;
mod server_js;
mod snapserver;
mod tidy;

// Over real documents and recordings, where `CALLWRIGHT_CORPUS` names them.
#[cfg(corpus)]
mod ethereum_pairs;
