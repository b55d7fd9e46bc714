//! Serving over HTTP and WebSocket.
#[allow(dead_code, reason = "the listener comes next")]
mod request;

pub(crate) use request::HttpRequest;
