//! What the integration tests share: real servers, recorded answers, and raw connections to prove both.

pub mod cases;
pub mod contract;
#[cfg(corpus)]
pub mod corpus;
pub mod deadline;
pub mod envelope;
pub mod exchange;
pub mod fault;
pub mod http;
pub mod pairs;
pub mod peer;
pub mod process;
pub mod replay;
pub mod transcript;
pub mod ws;
