//! What the stack above us knows of a request: takes its extensions, gives the client's address and the prefix that was taken off.
use std::{net::SocketAddr, sync::Arc};

use http::{Extensions, request::Parts};

/// The address of the client.
pub(super) fn address(extensions: &Extensions) -> Option<SocketAddr> {
    #[cfg(feature = "axum")]
    if let Some(axum::extract::ConnectInfo(address)) = extensions.get() {
        return Some(*address);
    }
    extensions.get().copied()
}

/// The prefix under which a router has nested us, where it says so.
pub(super) fn prefix(_head: &Parts) -> Option<Arc<str>> {
    #[cfg(feature = "axum")]
    {
        let axum::extract::OriginalUri(whole) = _head.extensions.get()?;
        let rest = _head.uri.path().trim_end_matches('/');
        let prefix = whole.path().trim_end_matches('/').strip_suffix(rest)?;
        (!prefix.is_empty()).then(|| prefix.into())
    }
    #[cfg(not(feature = "axum"))]
    None
}
