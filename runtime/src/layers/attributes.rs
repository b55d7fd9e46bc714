//! What OpenTelemetry's RPC conventions (1.40) say of a message: names of attributes, and values of few kinds and bounded length.
use std::borrow::Cow;

use url::Url;

use crate::Error;

/// `rpc.system.name` of JSON-RPC.
pub(super) const SYSTEM: &str = "jsonrpc";

/// What `error.type` says of a call that its caller has dropped.
pub(super) const CANCELLED: &str = "cancelled";

/// `server.address` and `server.port`.
#[derive(Clone, Debug, Default)]
pub(super) struct Server {
    pub(super) address: Option<String>,
    pub(super) port: Option<u16>,
}

impl Server {
    /// Of a URL as connections are made by; what may be a secret in it is left out.
    pub(super) fn of(url: &str) -> Self {
        let Ok(url) = Url::parse(url) else {
            return Self::default();
        };
        match url.host_str().filter(|host| !host.is_empty()) {
            Some(host) => Self {
                address: Some(host.to_owned()),
                port: url.port_or_known_default(),
            },
            None if matches!(url.scheme(), "unix" | "npipe") => Self {
                address: Some(url.path().to_owned()),
                port: None,
            },
            None => Self::default(),
        }
    }
}

/// `error.type`: the server's code, the status of what is not JSON-RPC, or the kind of the error.
pub(super) fn error_type(error: &Error) -> Cow<'static, str> {
    let kind = match error {
        Error::Server(failure) => return failure.code().to_string().into(),
        Error::Connect(_) => "connect",
        Error::Closed(_) => "closed",
        Error::Timeout(_) => "timeout",
        Error::Transport(_) => "transport",
        Error::Encode(_) => "encode",
        Error::Decode(_) => "decode",
        Error::Paging(_) => "paging",
        Error::Subscription(_) => "subscription",
        Error::Layer(_) => "layer",
    };
    match error.status() {
        Some(status @ 400..) => status.to_string().into(),
        _ => kind.into(),
    }
}

/// `rpc.response.status_code`: the code of the server's error object.
pub(super) fn status_code(error: &Error) -> Option<String> {
    Some(error.server()?.code().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fault, ServerError};

    #[test]
    fn servers_are_known_by_their_urls_without_secrets() {
        let of = |url| {
            let server = Server::of(url);
            (server.address.unwrap_or_default(), server.port)
        };
        let node = "node.example".to_owned();
        for (url, port) in [
            (
                "https://user:secret@node.example/key?token=secret",
                Some(443),
            ),
            ("ws://node.example", Some(80)),
            ("tcp://node.example:7", Some(7)),
            ("tls://node.example", None),
        ] {
            assert_eq!(of(url), (node.clone(), port), "{url}");
        }
        assert_eq!(of("http://[::1]:8545"), ("[::1]".to_owned(), Some(8545)));
        assert_eq!(
            of("unix:/run/node.sock"),
            ("/run/node.sock".to_owned(), None)
        );
        for nothing in ["stdio:node?arg=secret", "secret", ""] {
            assert_eq!(of(nothing), (String::new(), None));
        }
    }

    #[test]
    fn kinds_of_errors_are_few() {
        let busy: Error = Error::Transport(Fault::new("x").with_status(503));
        assert_eq!(error_type(&busy), "503");
        let odd: Error = Error::Transport(Fault::new("x").with_status(200));
        assert_eq!(error_type(&odd), "transport");
        let refused: Error = Error::Server(ServerError::new(-32602, "x"));
        assert_eq!(error_type(&refused), "-32602");
        assert_eq!(status_code(&refused).unwrap(), "-32602");
        assert_eq!(status_code(&busy), None);
    }
}
