//! One misbehaviour: what the client asks for, and what the server does.
use callwright::Streaming;
use serde_json::Value;

use super::transport::Transport;

/// A row of the table.
pub struct Case {
    /// What the server does, as a sentence with it as the subject.
    pub row: &'static str,
    pub ask: Ask,
    pub way: Way,
    /// Whether a connection that is not strict outlives it.
    pub lives: bool,
}

/// A frame of a WebSocket: its first byte and its payload.
pub type Frame = (u8, Vec<u8>);

/// What the client asks for.
#[derive(Clone, Copy)]
pub enum Ask {
    Call,
    /// A call with a megabyte of params.
    Large,
    Notify,
    /// Three calls together.
    Batch,
    Subscribe(Streaming),
}

/// What the server does about it.
#[derive(Clone, Copy)]
pub enum Way {
    /// It sends one message in the place of the answer.
    Answer(fn(&Value) -> Vec<u8>),
    /// It sends several, where it may speak at any time.
    Messages(fn(&Value) -> Vec<Vec<u8>>),
    /// It answers as soon as it has seen which call it is.
    Early,
    /// It does not answer.
    Silence,
    /// It sends these bytes before the answer, where messages lie in a stream.
    Noise(&'static [u8]),
    /// It sends these frames of a WebSocket.
    Frames(fn(&Value) -> Vec<Frame>),
    /// It sends these bytes over HTTP.
    Http(fn(&Value) -> Vec<u8>),
    /// The same, and hangs up.
    HttpEnd(fn(&Value) -> Vec<u8>),
}

impl Case {
    pub fn new(row: &'static str, way: Way) -> Self {
        Self {
            row,
            ask: Ask::Call,
            way,
            lives: true,
        }
    }

    pub fn asked(mut self, ask: Ask) -> Self {
        self.ask = ask;
        self
    }

    pub fn fatal(mut self) -> Self {
        self.lives = false;
        self
    }

    /// Whether it can happen over a transport.
    pub fn is_on(&self, transport: Transport) -> bool {
        match self.way {
            Way::Answer(_) | Way::Early | Way::Silence => true,
            Way::Messages(_) => !transport.is_http(),
            Way::Noise(_) => !transport.is_http() && !transport.is_websocket(),
            Way::Frames(_) => transport.is_websocket(),
            Way::Http(_) | Way::HttpEnd(_) => transport.is_http(),
        }
    }
}

/// The answer to a request with this `result` or `error` member.
pub fn answer(request: &Value, member: &str) -> Vec<u8> {
    format!(r#"{{"jsonrpc":"2.0","id":{},{member}}}"#, request["id"]).into_bytes()
}

/// The answer that the client hopes for.
pub fn right(request: &Value) -> Vec<u8> {
    answer(request, r#""result":7"#)
}

/// The case and the id of a request of which only the beginning came.
pub fn glance(bytes: &[u8]) -> Option<(usize, Value)> {
    let text = String::from_utf8_lossy(bytes);
    let behind = |name: &str| {
        let rest = text.split_once(name)?.1;
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        rest[..end].parse::<usize>().ok()
    };
    let request = serde_json::json!({ "id": behind("\"id\":")? });
    Some((behind("\"method\":\"")?, request))
}
