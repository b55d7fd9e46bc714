//! What typed services stand on: takes what their methods give, makes answers of it.
mod error;

pub use error::{ErrorCase, RpcError};
