//! The runtime as generated code and users meet it: one binary, real servers on loopback.
// The client in the generated shape is public, as it is where users include it.
#![allow(unreachable_pub)]
// What a test cannot do without is unwrapped, in its servers and scripts too.
#![allow(clippy::unwrap_used, clippy::panic)]
#[cfg(all(feature = "http", feature = "ws"))]
mod auth;
mod batch;
#[cfg(feature = "msgpack")]
mod both_wires;
mod calls;
mod paging;
mod petshop;
mod script;
mod streams;

/// What the clients of these tests are generated for.
use callwright::__private::v1 as rt;

/// The format in which a script answers.
const WIRE: callwright::Wire = callwright::Wire::Json;

#[cfg(feature = "jsonrpsee")]
mod adapters;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws",
    unix
))]
mod both_ways;
#[cfg(all(feature = "streams", feature = "jsonrpsee", unix))]
mod byte_stream;
#[cfg(all(feature = "streams", feature = "jsonrpsee", target_os = "linux"))]
mod child;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "macro",
    feature = "msgpack",
    feature = "serve",
    feature = "ws",
    target_os = "linux"
))]
mod everywhere;
#[cfg(all(
    feature = "failover",
    feature = "http",
    feature = "jsonrpsee",
    feature = "reconnect",
    feature = "streams",
    feature = "ws",
    unix
))]
mod failover;
#[cfg(feature = "http")]
mod http;
#[cfg(all(feature = "http", feature = "tower", feature = "ws"))]
mod layers;
#[cfg(feature = "mock")]
mod mock;
#[cfg(all(
    any(feature = "failover", feature = "reconnect"),
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws",
    unix
))]
mod mortal;
#[cfg(all(feature = "msgpack", feature = "jsonrpsee", unix))]
mod msgpack;
#[cfg(all(feature = "streams", feature = "jsonrpsee", unix))]
// The table of misbehaviours needs all of it.
#[cfg_attr(
    not(all(feature = "http", feature = "macro", feature = "tls", feature = "ws")),
    allow(dead_code)
)]
mod peer;
#[cfg(all(
    feature = "jsonrpsee",
    feature = "pool",
    feature = "serve",
    feature = "ws",
    target_os = "linux"
))]
mod pool;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws",
    feature = "tls",
    unix
))]
mod proxies;
#[cfg(all(
    feature = "jsonrpsee",
    feature = "reconnect",
    feature = "streams",
    feature = "ws",
    unix
))]
mod reconnect;
#[cfg(all(feature = "http", feature = "mock", feature = "ws"))]
mod recording;
#[cfg(feature = "http")]
mod redirects;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "macro",
    feature = "msgpack",
    feature = "serve-http",
    feature = "service",
    target_os = "linux"
))]
mod round_trip;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "macro",
    feature = "streams",
    feature = "tls",
    feature = "ws",
    unix
))]
mod rude;
#[cfg(feature = "http")]
mod rude_http;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "macro",
    feature = "msgpack",
    feature = "tls",
    feature = "ws",
    unix
))]
mod rude_msgpack;
#[cfg(feature = "ws")]
#[cfg_attr(
    not(all(
        feature = "http",
        feature = "jsonrpsee",
        feature = "macro",
        feature = "streams",
        feature = "tls"
    )),
    allow(dead_code)
)]
mod rude_ws;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod serve;
#[cfg(all(feature = "http", feature = "serve-http"))]
mod serve_http;
#[cfg(any(feature = "http", feature = "ws", feature = "jsonrpsee"))]
mod server;
#[cfg(all(
    feature = "jsonrpsee",
    feature = "msgpack",
    feature = "serve",
    feature = "service",
    unix
))]
mod service;
#[cfg(feature = "ws")]
mod subscriptions;
#[cfg(all(
    feature = "http",
    feature = "jsonrpsee",
    feature = "streams",
    feature = "ws",
    feature = "tls",
    unix
))]
mod tls;
#[cfg(feature = "ws")]
mod websocket;
