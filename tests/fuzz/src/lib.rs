//! What must hold whatever a document, a message, a session or a request is, and ways to make documents that nobody would write.

pub mod base;
pub mod chosen;
pub mod desk;
pub mod excerpt;
pub mod messages;
pub mod mutation;
mod oddity;
mod place;
pub mod requests;
mod run;
pub mod session;
pub mod settings;

pub use run::Run;
