//! A connection by URL: takes the address of a server, gives the transport that its scheme names.
use std::sync::Arc;

#[cfg(feature = "reconnect")]
use crate::Wire;
use crate::{ConnectOptions, Connection, Error, Fault};

/// Connects to `http://`, `https://`, `ws://` or `wss://`, `tcp://`, `tls://`, `unix:`, `npipe:` or
/// `stdio:`, with the default [`ConnectOptions`]. How the last five are written, and with
/// `msgpack+` before them those that speak MessagePack-RPC, is said at `ByteStream::connect`.
///
/// A user and password in the URL become basic authorization (RFC 7617) and are shown nowhere.
/// HTTP connects with the first call. Gives [`Error::Connect`] when the URL cannot be read, when
/// its scheme is off or unknown, and when the server of anything but HTTP cannot be reached.
pub async fn connect(url: &str) -> Result<Arc<dyn Connection>, Error> {
    connect_with(url, ConnectOptions::new()).await
}

/// As [`connect`], with options.
///
/// With `ConnectOptions::reconnect` it gives a connection that is made again whenever it ends. Over HTTP that has no
/// meaning, since each call connects as it needs, nor with our own standard input.
pub async fn connect_with(
    url: &str,
    options: ConnectOptions,
) -> Result<Arc<dyn Connection>, Error> {
    #[cfg(feature = "reconnect")]
    if options.reconnect.is_some() && can_end(url) {
        let wire = wire(url, options.wire);
        let options = options.with_wire(wire);
        let url = url.to_owned();
        let again = crate::Reconnecting::connect(options, move |options| {
            let url = url.clone();
            async move { connect_once(&url, options).await }
        });
        return Ok(Arc::new(again.await?));
    }
    connect_once(url, options).await
}

/// Whether the connection to this address may end and can be made again.
#[cfg(feature = "reconnect")]
fn can_end(url: &str) -> bool {
    let (scheme, rest) = url.split_once(':').unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => false,
        "stdio" | "msgpack+stdio" => !rest.split('?').next().unwrap_or_default().is_empty(),
        _ => true,
    }
}

/// What a connection to this address carries.
#[cfg(feature = "reconnect")]
fn wire(url: &str, otherwise: Wire) -> Wire {
    let scheme = url.split(':').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "ws" | "wss" => Wire::Json,
        #[cfg(feature = "msgpack")]
        scheme if scheme.starts_with("msgpack+") => Wire::MessagePack,
        _ => otherwise,
    }
}

/// What errors call the server at this address: no user, path or query, which may hold secrets.
#[cfg(any(feature = "failover", feature = "pool"))]
pub(crate) fn origin(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (scheme, rest) = url[..end].split_once(':').unwrap_or_default();
    let Some(rest) = rest.strip_prefix("//") else {
        return format!("{scheme}:{rest}");
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    match path.contains('@') {
        // It may be the end of a password.
        true => format!("{scheme}:"),
        false => format!("{scheme}://{host}"),
    }
}

async fn connect_once(url: &str, options: ConnectOptions) -> Result<Arc<dyn Connection>, Error> {
    // Without any transport there is nobody to take the options.
    let _ = &options;
    let scheme = url
        .split_once(':')
        .map_or("", |(scheme, _)| scheme)
        .to_ascii_lowercase();
    match scheme.as_str() {
        "https" | "wss" | "tls" | "msgpack+tls" if cfg!(not(feature = "tls")) => {
            Err(off(&scheme, "tls"))
        }
        #[cfg(feature = "http")]
        "http" | "https" => Ok(Arc::new(crate::Http::new(url, options)?)),
        #[cfg(feature = "ws")]
        "ws" | "wss" => Ok(Arc::new(crate::WebSocket::connect(url, options).await?)),
        #[cfg(feature = "streams")]
        "tcp" | "tls" | "unix" | "npipe" | "stdio" => {
            Ok(Arc::new(crate::ByteStream::connect(url, options).await?))
        }
        #[cfg(feature = "msgpack")]
        scheme if scheme.starts_with("msgpack+") => {
            Ok(Arc::new(crate::ByteStream::connect(url, options).await?))
        }
        #[cfg(not(feature = "msgpack"))]
        scheme if scheme.starts_with("msgpack+") => Err(off(scheme, "msgpack")),
        #[cfg(not(feature = "http"))]
        "http" | "https" => Err(off(&scheme, "http")),
        #[cfg(not(feature = "ws"))]
        "ws" | "wss" => Err(off(&scheme, "ws")),
        #[cfg(not(feature = "streams"))]
        "tcp" | "tls" | "unix" | "npipe" | "stdio" => Err(off(&scheme, "streams")),
        _ => {
            let message = "the URL starts with none of http:// https:// ws:// wss:// tcp:// tls:// unix: npipe: stdio: msgpack+tcp:// msgpack+tls:// msgpack+udp:// msgpack+unix: msgpack+npipe: msgpack+stdio:";
            Err(Error::Connect(Fault::new(message).lasting()))
        }
    }
}

fn off(scheme: &str, feature: &str) -> Error {
    let message = format!("`{scheme}:` needs the feature `{feature}` of callwright");
    Error::Connect(Fault::new(message).lasting())
}

#[cfg(all(test, any(feature = "failover", feature = "pool")))]
mod tests {
    use super::*;

    #[test]
    fn names_tell_no_secrets() {
        for (url, name) in [
            (
                "https://user:secret@x.example:8/secret?secret#secret",
                "https://x.example:8",
            ),
            ("ws://[::1]:80", "ws://[::1]:80"),
            ("https://user:sec/ret@x.example", "https:"),
            ("unix:/run/a.sock?framing=lines", "unix:/run/a.sock"),
            ("stdio:server?arg=secret", "stdio:server"),
            ("secret", ":"),
        ] {
            assert_eq!(origin(url), name);
        }
    }
}
