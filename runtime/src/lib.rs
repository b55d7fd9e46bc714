//! Typed JSON-RPC clients.
