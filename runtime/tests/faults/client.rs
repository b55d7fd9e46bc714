//! The client's end of any transport, and what is counted of it.
use std::sync::Arc;

use callwright::{
    ByteStream, ConnectOptions, Connection, Error, Framing, Http, IntoConnection, WebSocket, Wire,
};

use crate::transport::{Protocol, Transport};

/// A connection of any kind, with what is counted of it.
#[derive(Clone)]
pub(crate) enum Client {
    Http(Http),
    WebSocket(WebSocket),
    Stream(ByteStream),
}

impl Client {
    /// By a URL of this transport.
    pub(crate) async fn connect(
        transport: Transport,
        url: &str,
        options: ConnectOptions,
    ) -> Result<Self, Error> {
        Ok(match transport.protocol() {
            Protocol::Http => Self::Http(Http::new(url, options)?),
            Protocol::WebSocket => Self::WebSocket(WebSocket::connect(url, options).await?),
            Protocol::Stream(framing) => {
                let options = match framing {
                    // Nothing else has to be named.
                    Framing::ContentLength => options.with_framing(framing),
                    _ => options,
                };
                Self::Stream(ByteStream::connect(url, options).await?)
            }
            Protocol::Packed => {
                let options = options.with_wire(Wire::MessagePack);
                Self::Stream(ByteStream::connect(url, options).await?)
            }
        })
    }

    pub(crate) fn connection(&self) -> Arc<dyn Connection> {
        match self {
            Self::Http(http) => http.clone().into_connection(),
            Self::WebSocket(socket) => socket.clone().into_connection(),
            Self::Stream(stream) => stream.clone().into_connection(),
        }
    }

    pub(crate) fn in_flight(&self) -> usize {
        match self {
            Self::Http(_) => 0,
            Self::WebSocket(socket) => socket.in_flight(),
            Self::Stream(stream) => stream.in_flight(),
        }
    }
}
