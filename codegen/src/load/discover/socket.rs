//! Takes a JSON-RPC call and gives the reply that comes over a WebSocket.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};

use tungstenite::client::IntoClientRequest as _;
use tungstenite::handshake::HandshakeError;
use tungstenite::http::{HeaderName, HeaderValue, Uri};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, Message};

use crate::files::without_credentials;
use crate::load::failure::Failure;
use crate::load::fetch::{Request, tls};

/// Sends the call and waits for the first frame that is a reply; servers may send notifications before it.
pub(super) fn call(request: &Request, call: &str) -> Result<Vec<u8>, Failure> {
    tls();
    let shown = without_credentials(&request.url);
    let deadline = Instant::now() + request.timeout;
    let late = |why: String| match Instant::now() >= deadline {
        true => Failure::timeout(&request.url, request.timeout),
        false => Failure::unreachable(format!("{shown} cannot be reached: {why}")),
    };
    let stream =
        Stream::connect(&request.url, deadline).map_err(|error| late(error.to_string()))?;
    let mut opening = request
        .url
        .as_str()
        .into_client_request()
        .map_err(|error| Failure::new(format!("{shown}: {error}")))?;
    for (name, value) in &request.headers {
        let bad = || Failure::new(format!("the header `{name}` cannot be sent"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        opening
            .headers_mut()
            .insert(header, HeaderValue::from_str(value).map_err(|_| bad())?);
    }
    let limit = usize::try_from(request.max_size).unwrap_or(usize::MAX);
    let config = WebSocketConfig::default()
        .max_message_size(Some(limit))
        .max_frame_size(Some(limit));
    let fault = |error: Error| match error {
        Error::Capacity(_) => Failure::too_large(&shown, request.max_size),
        Error::Http(response) => Failure::status(
            &shown,
            response.status().as_u16(),
            response.status().canonical_reason(),
        ),
        other => late(other.to_string()),
    };
    let opened = tungstenite::client_tls_with_config(opening, stream, Some(config), None);
    let (mut socket, _) = opened.map_err(|error| match error {
        HandshakeError::Failure(error) => fault(error),
        HandshakeError::Interrupted(_) => late("the handshake broke off".to_owned()),
    })?;
    socket.send(Message::text(call)).map_err(fault)?;
    loop {
        let frame = socket.read().map_err(fault)?;
        if matches!(frame, Message::Text(_) | Message::Binary(_))
            && is_reply(&frame.clone().into_data())
        {
            _ = socket.close(None);
            return Ok(frame.into_data().to_vec());
        }
    }
}

fn is_reply(frame: &[u8]) -> bool {
    let frame: Result<serde_json::Map<String, serde_json::Value>, _> =
        serde_json::from_slice(frame);
    frame.is_ok_and(|frame| frame.contains_key("result") || frame.contains_key("error"))
}

/// A connection that ends at a moment, however slowly the other side drips.
struct Stream {
    tcp: TcpStream,
    deadline: Instant,
}

impl Stream {
    fn connect(url: &str, deadline: Instant) -> io::Result<Self> {
        let uri: Uri = url
            .parse()
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let port = uri
            .port_u16()
            .unwrap_or(if uri.scheme_str() == Some("wss") {
                443
            } else {
                80
            });
        let mut refused = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, left(deadline)?) {
                Ok(tcp) => return Ok(Self { tcp, deadline }),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(Some(left(self.deadline)?))?;
        self.tcp.read(buffer)
    }
}

impl Write for Stream {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(left(self.deadline)?))?;
        self.tcp.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

/// The time until the deadline; an error where there is none, since no time at all means forever to sockets.
fn left(deadline: Instant) -> io::Result<Duration> {
    match deadline.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(io::ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}
