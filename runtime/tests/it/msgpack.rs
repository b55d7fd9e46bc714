//! Sessions that speak MessagePack-RPC, against a peer that speaks the bytes that a test gives.
mod both_ways;
mod closing;
mod errors;
mod flood;
mod ill_formed;
mod odd;
mod order;
mod places;
mod rows;
mod streaming;

use std::{sync::Arc, time::Duration};

use callwright::{
    ByteStream, Call, ConnectOptions, Connection, Error, Params, Request, ServerError, Wire,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

/// Longer than anything takes that ends at all.
const DEADLINE: Duration = Duration::from_secs(60);

/// The other end of a connection, which says what it is told to.
struct Peer {
    stream: UnixStream,
    came: Vec<u8>,
}

/// A connection, and its other end.
fn connect(options: ConnectOptions) -> (ByteStream, Peer) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let peer = Peer {
        stream: theirs,
        came: Vec::new(),
    };
    (
        ByteStream::over(ours, options.with_wire(Wire::MessagePack)),
        peer,
    )
}

/// Bytes as the tables of the research have them: spaces between digits pass.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| *byte != b' ').collect();
    let pairs = digits
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).unwrap());
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

impl Peer {
    /// Reads so many bytes.
    async fn take(&mut self, length: usize) -> Vec<u8> {
        let mut taken = vec![0; length];
        let reading = self.stream.read_exact(&mut taken);
        tokio::time::timeout(DEADLINE, reading)
            .await
            .unwrap()
            .unwrap();
        taken
    }

    /// Reads what has to be these bytes.
    async fn expect(&mut self, hex: &str) {
        let expected = bytes(hex);
        let came = self.take(expected.len()).await;
        assert_eq!(came, expected, "{came:02x?} in place of {hex}");
    }

    async fn send(&mut self, hex: &str) {
        self.send_bytes(&bytes(hex)).await;
    }

    async fn send_bytes(&mut self, bytes: &[u8]) {
        let writing = self.stream.write_all(bytes);
        tokio::time::timeout(DEADLINE, writing)
            .await
            .unwrap()
            .unwrap();
    }

    /// The next message; none behind the last.
    async fn message(&mut self) -> Option<rmpv::Value> {
        loop {
            let mut rest = &self.came[..];
            if let Ok(message) = rmpv::decode::read_value(&mut rest) {
                let rest = rest.len();
                self.came.drain(..self.came.len() - rest);
                return Some(message);
            }
            let reading = self.stream.read_buf(&mut self.came);
            if tokio::time::timeout(DEADLINE, reading)
                .await
                .unwrap()
                .ok()?
                == 0
            {
                return None;
            }
        }
    }

    /// The next message as JSON has it.
    async fn json(&mut self) -> Value {
        json(self.message().await.unwrap())
    }

    /// Reads until the client has closed.
    async fn silence(mut self) {
        assert_eq!(self.message().await, None);
    }
}

/// A value of JSON's kind.
fn json(value: rmpv::Value) -> Value {
    serde_json::to_value(value).unwrap()
}

/// A message of JSON's kind.
fn message(json: &Value) -> Vec<u8> {
    rmp_serde::to_vec(json).unwrap()
}

/// A call with params by position.
fn call<C: Connection + Clone>(
    connection: &C,
    method: &'static str,
    params: &[Value],
) -> Call<Value> {
    let mut all = Params::by_position();
    for param in params {
        all = all.with("", param).unwrap();
    }
    Call::dynamic(Arc::new(connection.clone()), Request::new(method, all))
}

/// The server's error that a call ended with.
fn refused(outcome: Result<Value, Error>) -> ServerError {
    match outcome {
        Err(Error::Server(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Answers each call with what it is given, until the client has closed.
async fn echo(mut peer: Peer) {
    while let Some(message) = peer.message().await {
        let message = json(message);
        if message[0] == 0 {
            let answer = serde_json::json!([1, message[1], null, message[3]]);
            peer.send_bytes(&self::message(&answer)).await;
        }
    }
}
