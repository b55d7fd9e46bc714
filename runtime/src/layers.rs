//! Tower's layers over any connection: takes a stack of them, gives a connection again.
//!
//! A stack sees each call, notification, batch and subscription as one [`Message`], and gives an
//! [`Answer`] or a boxed error. Layers of tower and of anybody else fit; those here know what a
//! request may stand.
//!
//! ```no_run
//! use std::time::Duration;
//! use callwright::{ConnectionExt, connect, layers::{Retry, Timeout}};
//! use tower::ServiceBuilder;
//!
//! # async fn run() -> Result<(), callwright::Error> {
//! let node = connect("http://127.0.0.1:8545").await?.layered(
//!     ServiceBuilder::new()
//!         .layer(Timeout::new(Duration::from_secs(10)))   // the outermost: all attempts together
//!         .layer(Retry::new().with_attempts(4))
//!         .concurrency_limit(64),                         // the innermost: of each attempt
//! );
//! # let _ = node; Ok(()) }
//! ```
//!
//! Errors of callwright pass through a stack as they are; tower's own become
//! [`Error::Timeout`](crate::Error::Timeout) and [`Error::Layer`](crate::Error::Layer). Whether
//! the server may have received something is told of all attempts together.
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
mod attributes;
mod extension;
mod failure;
mod layered;
mod message;
#[cfg(feature = "opentelemetry")]
mod metrics;
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
mod observe;
mod passage;
mod retry;
mod service;
mod timeout;
#[cfg(feature = "tracing")]
mod trace;

pub use extension::ConnectionExt;
pub use layered::Layered;
pub use message::{Answer, Kind, Message};
pub use retry::{Retry, RetryPolicy};
pub use service::ConnectionService;
pub use timeout::{Timeout, TimeoutService};

#[cfg(feature = "opentelemetry")]
pub use metrics::Metrics;
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub use observe::Observed;
#[cfg(feature = "tracing")]
pub use trace::Trace;
