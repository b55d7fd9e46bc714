//! What must hold whatever a document is, and ways to make documents that nobody would write.

pub mod base;
pub mod excerpt;
pub mod mutation;
mod oddity;
mod place;
mod run;
pub mod settings;

pub use run::Run;
