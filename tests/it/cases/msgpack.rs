//! A client of both wires, to the byte: against a peer that says what a test gives.

mod calls;
mod formats;
mod messages;
mod types;

use std::time::Duration;

use callwright::{JsonAndMessagePack, Wire, Wires as _};
use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// Longer than anything takes that ends at all.
const DEADLINE: Duration = Duration::from_secs(60);

/// The other end of a connection.
struct Peer(TcpStream);

impl Peer {
    /// A peer and a URL by which it is reached; the future gives it once somebody connects.
    async fn listen() -> (String, impl Future<Output = Self>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("msgpack+tcp://{}", listener.local_addr().unwrap());
        let peer = async move { Self(listener.accept().await.unwrap().0) };
        (url, peer)
    }

    /// Reads exactly this.
    async fn hears(&mut self, expected: &[u8]) {
        let mut heard = vec![0; expected.len()];
        let read = timeout(DEADLINE, self.0.read_exact(&mut heard)).await;
        read.unwrap().unwrap();
        assert_eq!(hex(&heard), hex(expected));
    }

    async fn says(&mut self, message: &[u8]) {
        self.0.write_all(message).await.unwrap();
    }
}

/// A short string.
fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    assert!(length < 32);
    [&[0xa0 | length][..], text.as_bytes()].concat()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().join(" ")
}

fn packed<T: Serialize>(value: &T) -> Vec<u8> {
    let encoded = JsonAndMessagePack::encode(&|| Wire::MessagePack, value).unwrap();
    encoded.as_bytes().to_vec()
}

fn unpacked<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    JsonAndMessagePack::decode(Wire::MessagePack, bytes).map_err(|fault| fault.to_string())
}

/// The value is these bytes, and comes back from them and from JSON.
fn is_both<T>(value: &T, bytes: &[u8], json: &serde_json::Value)
where
    T: Serialize + DeserializeOwned + std::fmt::Debug,
{
    assert_eq!(hex(&packed(value)), hex(bytes));
    assert_eq!(serde_json::to_value(value).unwrap(), *json);
    let shown = format!("{value:?}");
    let again: T = unpacked(bytes).unwrap();
    assert_eq!(format!("{again:?}"), shown);
    let again: T = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(format!("{again:?}"), shown);
}
