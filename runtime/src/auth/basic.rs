//! Basic authorization (RFC 7617): takes `user:password`, gives the header's value.
use base64::{Engine, engine::general_purpose::STANDARD};

pub(crate) fn basic(pair: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}
