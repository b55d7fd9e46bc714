//! Document in, Rust out.
