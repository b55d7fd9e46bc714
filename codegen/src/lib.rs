//! Takes an OpenRPC document and gives the source of a typed Rust client.
//!
//! The pipeline, one stage a module, each from one plain type to the next:
//!
//! ```text
//! source -> load -> document -> filter -> model (with schema) -> types -> emit -> format
//! ```

pub mod diagnostic;
mod document;
mod files;
mod load;
pub mod options;
mod pointer;
mod resolve;
mod schema;
mod source;
mod types;

pub use diagnostic::{Diagnostic, Diagnostics};
pub use options::Options;
pub use pointer::Pointer;
pub use source::Source;
