//! What is served, and datagrams.
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use callwright::{
    ByteStream, ConnectOptions, Connection, Error, Handlers, ServeOptions, Server, ServerEvent,
    StrayKind,
};
use futures_util::future::join;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UdpSocket},
};

use super::{Scene, ask, hex, request, scene};

pub(super) fn scenes() -> Vec<Scene> {
    vec![
        scene!(
            "S17",
            "our server is asked, told and asked for what it has not",
            served,
            "connected, gone, notification note, ready, request sum; `94 01 00 c0 03` and an error under 01"
        ),
        scene!(
            "S20",
            "calls and answers are datagrams, which come in another order and with noise between them",
            datagrams,
            "answered 1 and 2; strays: what is not MessagePack"
        ),
        scene!(
            "S20",
            "a datagram is lost",
            lost,
            "the call times out, the next one is answered"
        ),
        scene!(
            "S20",
            "a call is longer than a datagram",
            too_long,
            "it fails and was not sent, the next one is answered"
        ),
    ]
}

async fn served() -> String {
    let events: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = Arc::clone(&events);
    let options = ServeOptions::new().with_observer(move |event| {
        let text = match event {
            ServerEvent::Ready(_) => "ready".to_owned(),
            ServerEvent::Connected(_) => "connected".to_owned(),
            ServerEvent::Request { method, .. } => format!("request {method}"),
            ServerEvent::Notification { method, .. } => format!("notification {method}"),
            ServerEvent::Gone { .. } => "gone".to_owned(),
            other => format!("{other:?}"),
        };
        noted.lock().unwrap().push(text);
    });
    let handlers = Handlers::new();
    handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
    handlers.on("note", async |(_,): (String,)| Ok(()));
    let server = Server::with_options(handlers, options);
    server.listen("msgpack+tcp://127.0.0.1:0").await.unwrap();
    let url = server.url().unwrap();
    let mut client = TcpStream::connect(url.split("//").nth(1).unwrap())
        .await
        .unwrap();
    let said =
        "94 00 00 a3 73756d 92 01 02 93 02 a4 6e6f7465 91 a1 78 94 00 01 a7 6d697373696e67 90";
    client.write_all(&hex::bytes(said, &[])).await.unwrap();
    let mut answers = Vec::new();
    // Whichever is there first goes first.
    let right = hex::bytes("94 01 00 c0 03", &[]);
    let wrong = hex::bytes("94 01 01 82", &[]);
    let has = |answers: &[u8], part: &[u8]| answers.windows(part.len()).any(|at| at == part);
    while !(has(&answers, &right) && has(&answers, &wrong)) {
        client.read_buf(&mut answers).await.unwrap();
    }
    client.shutdown().await.unwrap();
    client.read_to_end(&mut answers).await.unwrap();
    server.close(Duration::from_secs(5)).await;
    let mut events = events.lock().unwrap().clone();
    // Requests and notifications are handed out side by side.
    events.sort();
    let events = events.join(", ");
    format!("{events}; `94 01 00 c0 03` and an error under 01")
}

/// A client of a peer with this socket.
async fn meet() -> (UdpSocket, ByteStream) {
    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let url = format!("msgpack+udp://{}", peer.local_addr().unwrap());
    let options = ConnectOptions::new().with_timeout(Duration::from_secs(2));
    (peer, ByteStream::connect(&url, options).await.unwrap())
}

/// Hears a call; gives the bytes of its id, which is the first or second of its connection, and whose it is.
async fn heard(peer: &UdpSocket) -> (Vec<u8>, std::net::SocketAddr) {
    let mut call = vec![0; 1 << 16];
    let (_, client) = peer.recv_from(&mut call).await.unwrap();
    assert_eq!(call[..2], [0x94, 0]);
    (call[2..3].to_vec(), client)
}

async fn say(peer: &UdpSocket, text: &str, to: &(Vec<u8>, std::net::SocketAddr)) {
    peer.send_to(&hex::bytes(text, &to.0), to.1).await.unwrap();
}

async fn datagrams() -> String {
    let (peer, client) = meet().await;
    let calls = join(
        ask::<u64>(&client, "first", 1),
        ask::<u64>(&client, "second", 2),
    );
    let answering = async {
        let calls = [heard(&peer).await, heard(&peer).await];
        say(&peer, "c1", &calls[0]).await;
        say(&peer, "94 01 ID c0 02", &calls[1]).await;
        say(&peer, "94 01 ID c0 01", &calls[0]).await;
    };
    let ((first, second), ()) = join(calls, answering).await;
    let strays = client.strays();
    let kinds = StrayKind::ALL
        .into_iter()
        .filter(|kind| strays.of(*kind) > 0);
    let kinds: Vec<_> = kinds.map(|kind| kind.to_string()).collect();
    format!(
        "answered {} and {}; strays: {}",
        first.unwrap(),
        second.unwrap(),
        kinds.join(", ")
    )
}

async fn next(peer: &UdpSocket, client: &ByteStream) -> bool {
    let answering = async {
        let call = heard(peer).await;
        say(peer, "94 01 ID c0 07", &call).await;
    };
    let (answer, ()) = join(ask::<u64>(client, "next", 0), answering).await;
    answer.is_ok_and(|answer| answer == 7) && client.in_flight() == 0
}

async fn lost() -> String {
    let (peer, client) = meet().await;
    let (late, _) = join(ask::<u64>(&client, "first", 1), heard(&peer)).await;
    let late = late.unwrap_err();
    assert!(matches!(late, Error::Timeout(_)), "{late}");
    assert!(next(&peer, &client).await);
    "the call times out, the next one is answered".to_owned()
}

async fn too_long() -> String {
    let (peer, client) = meet().await;
    let long = client
        .call(request("first", &["x".repeat(1 << 17)]))
        .await
        .unwrap_err();
    assert!(!long.may_have_been_received(), "{long}");
    assert!(next(&peer, &client).await);
    "it fails and was not sent, the next one is answered".to_owned()
}
