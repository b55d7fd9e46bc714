//! What the integration tests share: real servers, recorded answers, and raw connections to prove both.

pub mod cargo;
pub mod cases;
#[cfg(corpus)]
pub mod clients;
pub mod contract;
#[cfg(corpus)]
pub mod corpus;
pub mod deadline;
pub mod desk;
pub mod envelope;
#[cfg(corpus)]
pub mod ethereum;
pub mod exchange;
pub mod fault;
pub mod http;
#[cfg(neovim)]
pub mod neovim;
pub mod own;
pub mod pairs;
pub mod peer;
pub mod process;
pub mod replay;
pub mod transcript;
pub mod understood;
pub mod written;
pub mod ws;

/// The snippets of the README, compiled as they stand there.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
