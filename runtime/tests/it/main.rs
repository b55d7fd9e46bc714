//! The runtime as generated code and users meet it: one binary, real servers on loopback.
mod calls;
mod paging;
mod petshop;
mod script;
mod streams;

#[cfg(feature = "http")]
mod http;
#[cfg(any(feature = "http", feature = "ws", feature = "jsonrpsee"))]
mod server;
#[cfg(feature = "jsonrpsee")]
mod adapters;
#[cfg(feature = "http")]
mod rude_http;
#[cfg(feature = "ws")]
mod rude_ws;
#[cfg(feature = "ws")]
mod websocket;
