//! Clients of servers that have no document of their own, generated from those that we wrote of them below `peers`.

#![deny(warnings, missing_docs, clippy::all)]

/// Of snapserver.
pub mod snapserver {
    callwright::include_client!("snapserver");
}
