//! Documents that nobody means well with: each ends in a client or in a clear error, in bounded time and memory.
//!
//! Each is generated from in a process of its own, on a stack of 2 MB, so that a test sees an overflow, too, and what
//! memory was taken. The bounds are for an unoptimised generator on a busy machine: what grows as it should is far below.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "hostile/document.rs"]
mod document;
#[path = "hostile/nesting.rs"]
mod nesting;
#[path = "hostile/products.rs"]
mod products;
#[path = "hostile/references.rs"]
mod references;
#[path = "hostile/size.rs"]
mod size;
#[path = "hostile/text.rs"]
mod text;
#[path = "hostile/trial.rs"]
mod trial;
#[path = "hostile/yaml.rs"]
mod yaml;
