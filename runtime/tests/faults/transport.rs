//! The ways that calls go, as parameters of tests.
use callwright::Framing;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    Http,
    Https,
    Ws,
    Wss,
    Lines,
    Values,
    ContentLength,
    Tls,
    Unix,
    Stdio,
    PackedTcp,
    PackedTls,
    PackedUnix,
    PackedStdio,
}

/// What is said over the socket, below it TLS or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http,
    WebSocket,
    Stream(Framing),
    /// MessagePack-RPC.
    Packed,
}

impl Transport {
    pub(crate) fn protocol(self) -> Protocol {
        match self {
            Self::Http | Self::Https => Protocol::Http,
            Self::Ws | Self::Wss => Protocol::WebSocket,
            Self::Values => Protocol::Stream(Framing::Values),
            Self::ContentLength => Protocol::Stream(Framing::ContentLength),
            Self::Lines | Self::Tls | Self::Unix | Self::Stdio => Protocol::Stream(Framing::Lines),
            Self::PackedTcp | Self::PackedTls | Self::PackedUnix | Self::PackedStdio => {
                Protocol::Packed
            }
        }
    }

    pub(crate) fn is_secure(self) -> bool {
        matches!(self, Self::Https | Self::Wss | Self::Tls | Self::PackedTls)
    }

    /// Whether it goes over a Unix socket.
    pub(crate) fn is_local(self) -> bool {
        matches!(self, Self::Unix | Self::PackedUnix)
    }

    /// Whether the server is a child.
    pub(crate) fn is_child(self) -> bool {
        matches!(self, Self::Stdio | Self::PackedStdio)
    }

    /// Whether calls share one connection, which brings subscriptions and does not come back.
    pub(crate) fn is_session(self) -> bool {
        self.protocol() != Protocol::Http
    }

    /// What stands before the port or path in the URL, which is what errors call the server.
    pub(crate) fn scheme(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Ws => "ws",
            Self::Wss => "wss",
            Self::Lines | Self::Values | Self::ContentLength | Self::PackedTcp => "tcp",
            Self::Tls | Self::PackedTls => "tls",
            Self::Unix | Self::PackedUnix => "unix",
            Self::Stdio | Self::PackedStdio => "stdio",
        }
    }

    /// The URL of a TCP port.
    pub(crate) fn url(self, port: u16) -> String {
        // The certificate is of a name.
        let host = if self.is_secure() {
            "localhost"
        } else {
            "127.0.0.1"
        };
        format!("{}://{host}:{port}", self.scheme())
    }
}
