//! Clients from the documents below `peers`, which we wrote for our own apps and for servers that have none.

#![deny(warnings, missing_docs, clippy::all)]

/// Of our app on server-js.
pub mod bookshelf {
    callwright::include_client!("bookshelf");
}

/// Of a language server.
pub mod language_server {
    callwright::include_client!("language_server");
}

/// Of a server of the Model Context Protocol.
pub mod mcp {
    callwright::include_client!("mcp");
}

/// Of snapserver.
pub mod snapserver {
    callwright::include_client!("snapserver");
}
