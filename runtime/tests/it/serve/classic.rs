//! Classic peers of MessagePack-RPC at our server, byte for byte.
use callwright::{ConnectOptions, ErrorStyle, Handlers, ServeOptions, Server, ServerError};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::in_time;

/// A server with these options, and a peer of it that writes its bytes by itself.
async fn meet(handlers: Handlers, options: ConnectOptions) -> (Server, TcpStream) {
    let options = ServeOptions::new().with_connection(options);
    let server = Server::with_options(handlers, options);
    let listening = server.listen("msgpack+tcp://127.0.0.1:0").await.unwrap();
    let (_, address) = listening.url().split_once("://").unwrap();
    let peer = TcpStream::connect(address).await.unwrap();
    (server, peer)
}

/// Writes this, and compares what comes.
async fn exchange(peer: &mut TcpStream, sent: &[u8], expected: &[u8]) {
    peer.write_all(sent).await.unwrap();
    let mut came = vec![0; expected.len()];
    in_time(peer.read_exact(&mut came)).await.unwrap();
    assert_eq!(came, expected);
}

#[tokio::test]
async fn errors_have_the_style_that_is_asked_for() {
    let styles: [(ErrorStyle, &[u8]); 2] = [
        (ErrorStyle::CodeMessage, b"\x94\x01\x07\x92\x05\xa2no\xc0"),
        (ErrorStyle::Text, b"\x94\x01\x07\xa2no\xc0"),
    ];
    for (style, expected) in styles {
        let handlers = Handlers::new();
        handlers.on("refuse", async |(): ()| {
            Err::<(), _>(ServerError::new(5, "no"))
        });
        handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
        let options = ConnectOptions::new().with_error_style(style);
        let (_server, mut peer) = meet(handlers, options).await;
        exchange(&mut peer, b"\x94\x00\x07\xa6refuse\x90", expected).await;
        let sum = b"\x94\x00\xcd\x00\x08\xa3sum\x92\x01\x02";
        exchange(&mut peer, sum, b"\x94\x01\xcd\x00\x08\xc0\x03").await;
    }
}
