//! Typed JSON-RPC clients from OpenRPC documents: takes calls of a generated client, gives typed answers.
//!
//! ```ignore
//! callwright::generate_client!(Petshop, "openrpc.json");
//!
//! let shop = Petshop::connect("http://127.0.0.1:8000").await?;
//! let pet = shop.create_pet("Bobik", "the dog").await?;
//! let all: Vec<Pet> = shop.list_pets().items().try_collect().await?;
//! ```
//!
//! A client holds an [`Arc`](std::sync::Arc)`<dyn `[`Connection`]`>`, which carries encoded
//! [`Params`] out and brings an undecoded [`Reply`] back. Every connection of this crate, every
//! decorator and every mock implements that one trait.
//!
//! | feature | brings |
//! |---|---|
//! | `macro` (default) | `generate_client!` |
//! | `fetch` (default) | documents by URL in the macro |
//! | `http` (default) | `Http`, for `http://` |
//! | `tls` (default) | `https://`, `wss://` when `ws` is on, and `tls://` when `streams` is on |
//! | `ws` | `WebSocket`, for `ws://` |
//! | `streams` | `ByteStream`, for `tcp://`, `unix:`, `npipe:`, `stdio:`, and anything that reads and writes |
//! | `msgpack` | MessagePack-RPC: the same calls over another wire, on streams of bytes |
//! | `serve` | `Server`, over the same streams |
//! | `service` | typed services, whose documents are made of their code |
//! | `metrics` | the counts of a `Server`, for Prometheus |
//! | `serve-http` | the same over HTTP and WebSocket |
//! | `axum` | what axum knows of a client and of the prefix, where such a server is nested there |
//! | `jsonrpsee` | `Jsonrpsee` and `InProcess`, over jsonrpsee's clients and modules |
//! | `mock` | `Mock`, `Recorder` and `Replayer`, for tests without a server |
//! | `tower` | layers of tower over any connection, and retries and timeouts among them |
//! | `reconnect` | `Reconnect`, for connections that are made again when they end |
//! | `pool` | `Pool`, for connections that are shared by their addresses |
//! | `failover` | `Endpoints`, for several servers as one: failover and load balancing |
//! | `patterns` | a regular expression engine, for clients that decode `exact` |
//! | `opentelemetry` | `layers::Metrics`, the duration of calls |
//! | `tracing` | events for frames that belong to nobody, and with `tower` `layers::Trace`, a span for each call |

mod client;
mod connect;
mod connection;
mod handlers;

mod batch;
mod call;
mod notification;
mod page;
mod paging;
mod subscription;

mod options;
mod params;
mod reply;
mod request;
mod wire;

mod envelope;
mod error;
mod framing;
mod integer;
mod integral;
mod json;
mod method;
#[cfg(feature = "msgpack")]
#[allow(dead_code, reason = "what stands on it comes next")]
mod msgpack;
mod server_url;
mod source;

#[cfg(any(feature = "http", feature = "ws"))]
mod auth;
#[cfg(any(feature = "serve", feature = "service"))]
pub mod describe;
#[cfg(any(feature = "http", feature = "ws"))]
mod endpoint;
#[cfg(feature = "failover")]
mod endpoints;
#[cfg(any(feature = "mock", feature = "serve", feature = "service"))]
mod examples;
#[cfg(any(
    feature = "http",
    feature = "jsonrpsee",
    feature = "pool",
    feature = "streams",
    feature = "ws"
))]
// Without a transport nothing waits for its turn.
#[cfg_attr(
    not(any(
        feature = "http",
        feature = "jsonrpsee",
        feature = "streams",
        feature = "ws"
    )),
    allow(dead_code)
)]
mod gate;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "jsonrpsee")]
mod jsonrpsee;
#[cfg(feature = "tower")]
pub mod layers;
#[cfg(feature = "mock")]
mod mock;
mod observer;
#[cfg(feature = "pool")]
mod pool;
#[cfg(feature = "reconnect")]
mod reconnect;
#[cfg(feature = "mock")]
mod recording;
#[cfg(feature = "serve")]
mod serve;
#[cfg(any(feature = "serve", feature = "service"))]
mod service;
#[cfg(any(feature = "streams", feature = "ws"))]
mod session;
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
mod sniff;
#[cfg(any(feature = "streams", feature = "ws"))]
mod socket;
// Without a transport there is nobody to misbehave.
#[cfg_attr(
    not(any(feature = "http", feature = "streams", feature = "ws")),
    allow(dead_code, unused_imports)
)]
mod stray;
#[cfg(feature = "streams")]
mod stream;
#[cfg(feature = "tls")]
#[cfg_attr(
    not(any(feature = "http", feature = "streams", feature = "ws")),
    expect(dead_code, reason = "no transport is on")
)]
mod tls;
// Without a transport there is nobody to misbehave.
#[cfg_attr(
    not(any(feature = "http", feature = "streams", feature = "ws")),
    allow(dead_code, unused_imports)
)]
mod tolerance;
#[cfg(any(feature = "http", feature = "jsonrpsee"))]
mod turns;
#[cfg(feature = "ws")]
mod websocket;

#[doc(hidden)]
pub mod __private;
mod bounded;
mod choice;
mod contract;
mod record;
mod text;
mod union;

pub use batch::{Batch, BatchCall, BatchCalls, BatchFuture, IntoBatch, batch};
pub use call::{Call, CallFuture, Notification, NotificationFuture};
pub use choice::UnknownValue;
pub use client::Client;
pub use connect::{connect, connect_with};
pub use connection::{BoxFuture, Connection, IntoConnection};
pub use error::{DecodeFault, Error, ErrorWith, Failure, Fault, ServerError};
pub use framing::Framing;
#[cfg(any(feature = "mock", feature = "streams", feature = "ws"))]
pub use handlers::Responder;
#[cfg(any(feature = "serve", feature = "service"))]
pub use handlers::Services;
pub use handlers::{Context, Extensions, Handlers, Incoming, Peer, Service};
pub use integer::{Integer, IntegerError};
pub use method::{DeclaredError, Method, Param};
#[cfg(feature = "msgpack")]
pub use msgpack::Malformed;
pub use notification::{FromNotification, Listen, Notifications, ServerNotification};
pub use options::{AnswerOrder, CallOptions, ConnectOptions, ErrorStyle, Headers, KeepAlive};
pub use page::{Items, NextPage, Page, PageFuture, PagedCall, Pages};
pub use paging::Paging;
#[cfg(feature = "msgpack")]
pub use params::MsgpackParams;
pub use params::Params;
pub use reply::Reply;
pub use request::Request;
pub use server_url::{ServerUrl, ServerVariable};
pub use stray::{Stray, StrayCounts, StrayKind};
pub use subscription::{
    Feed, Leave, Overflow, Streaming, Subscribe, SubscribeFuture, Subscription,
};
pub use text::TextError;
pub use tolerance::Tolerance;
#[cfg(feature = "msgpack")]
pub use wire::JsonAndMessagePack;
pub use wire::{Encoded, Json, Wire, Wires};

#[cfg(any(feature = "http", feature = "ws"))]
pub use auth::{Auth, Token};
#[cfg(any(feature = "serve", feature = "service"))]
pub use describe::Document;
#[cfg(feature = "failover")]
pub use endpoints::Endpoints;
#[cfg(any(feature = "mock", feature = "serve", feature = "service"))]
pub use examples::Examples;
#[cfg(feature = "http")]
pub use http::{Http, Proxy};
#[cfg(feature = "jsonrpsee")]
pub use jsonrpsee::{InProcess, Jsonrpsee};
#[cfg(feature = "tower")]
pub use layers::{ConnectionExt, Layered};
#[cfg(feature = "mock")]
pub use mock::Mock;
#[cfg(feature = "msgpack")]
pub use msgpack::{Bytes, RpcStr, Timestamp, Value};
#[cfg(feature = "pool")]
pub use pool::{Pool, PoolOptions, Pooled};
#[cfg(feature = "reconnect")]
pub use reconnect::{Reconnect, ReconnectEvent, Reconnecting};
#[cfg(feature = "mock")]
pub use recording::{Recorder, Replayer};
/// The version of schemars whose `JsonSchema` the types of a service have.
#[cfg(feature = "service")]
pub use schemars;
#[cfg(feature = "serve-http")]
pub use serve::{HttpBody, HttpOptions, HttpService, HttpStatus};
#[cfg(feature = "serve")]
pub use serve::{Listening, ServeOptions, Server, ServerEvent};
#[cfg(any(feature = "serve", feature = "service"))]
pub use service::{BoxStream, ErrorCase, Keyset, Paginated, RpcError};
#[cfg(feature = "streams")]
pub use stream::{ByteStream, ChildProcess};
#[cfg(all(feature = "serve", feature = "tls"))]
pub use tls::ServerTls;
#[cfg(feature = "tls")]
pub use tls::{Pem, Tls};
/// The version of rustls whose configuration [`Tls::with_config`] takes.
#[cfg(feature = "tls")]
pub use tokio_rustls::rustls;
#[cfg(feature = "ws")]
pub use websocket::WebSocket;

#[cfg(feature = "service")]
#[doc(no_inline)]
pub use callwright_macro::RpcError;
#[cfg(feature = "macro")]
#[doc(no_inline)]
pub use callwright_macro::generate_client;
#[cfg(feature = "service")]
#[doc(no_inline)]
pub use callwright_macro::service;
