//! Takes clients that do the same, has them take turns, and says how each compares with the first.

mod plan;
mod rounds;
mod slice;
mod spread;

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub use plan::Plan;
pub use rounds::{head, measure};

/// What went wrong, with any client.
pub type Failure = Box<dyn Error + Send + Sync>;

/// What a call ends with: how many things came. Of a batch, how many calls were answered.
pub type Called = Pin<Box<dyn Future<Output = Result<usize, Failure>> + Send>>;

type Call = Arc<dyn Fn() -> Called + Send + Sync>;

/// A client with its name in the table. The box of the future costs all contenders the same.
pub struct Contender {
    name: String,
    call: Call,
    /// Whose CPU time counts, where it is not this process.
    process: Option<u32>,
}

impl Contender {
    /// A client that makes one call, or one batch.
    pub fn new(name: &str, call: impl Fn() -> Called + Send + Sync + 'static) -> Self {
        Self {
            name: name.to_owned(),
            call: Arc::new(call),
            process: None,
        }
    }

    /// The same, of a server in another process, whose CPU time counts.
    #[must_use]
    pub fn measured_as(self, process: u32) -> Self {
        Self {
            process: Some(process),
            ..self
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Load {
    /// What the table calls it.
    pub name: String,
    /// How many callers there are.
    pub concurrency: usize,
    /// How many calls one of them makes at a time: more than one are a batch.
    pub batch: usize,
    /// How many calls or batches each caller makes while allocations are counted.
    pub counted: usize,
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
