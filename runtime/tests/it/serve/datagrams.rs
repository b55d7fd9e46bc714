//! MessagePack-RPC in datagrams: each address is a client of its own.
use std::{sync::Arc, time::Duration};

use callwright::{Connection, Context, Handlers, ServeOptions, Server, ServerError, ServerEvent};
use futures_util::future::join_all;
use tokio::{net::UdpSocket, sync::mpsc};

use super::{ask, client, in_time, visitor};

async fn server() -> (Server, String) {
    let handlers = Handlers::new();
    handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
    handlers.on("long", async |(length,): (usize,)| Ok("x".repeat(length)));
    handlers.on_with_context("who", async |(): (), context: Context| {
        let name: Result<String, _> = ask::<(), _>(&context.peer(), "name", &[]).await;
        let name = name.map_err(|error| ServerError::new(1, error.to_string()))?;
        Ok((name, context.address(), context.connection_id()))
    });
    let server = Server::bind("msgpack+udp://127.0.0.1:0", handlers)
        .await
        .unwrap();
    let url = server.url().unwrap();
    (server, url)
}

#[tokio::test]
async fn each_address_is_answered_and_called_back() {
    let (server, url) = server().await;
    let mut ids = Vec::new();
    let mut clients = Vec::new();
    for name in ["ada", "bob"] {
        let handlers = Handlers::new();
        handlers.on("name", move |(): ()| async move { Ok(name) });
        let client = client(&url, handlers).await;
        let (said, address, id): (String, std::net::SocketAddr, u64) =
            ask::<(), _>(&client, "who", &[]).await.unwrap();
        assert_eq!((said.as_str(), address.ip().is_loopback()), (name, true));
        ids.push(id);
        clients.push(client);
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(server.connections().len(), 2);
    for client in &clients {
        let sums = (0..32).map(|n| ask::<_, i64>(client, "sum", &[n, 1]));
        for (n, sum) in join_all(sums).await.into_iter().enumerate() {
            assert_eq!(sum.unwrap(), n as i64 + 1);
        }
    }
    let long: String = ask(&clients[0], "long", &[60_000]).await.unwrap();
    assert_eq!(long.len(), 60_000);
    let error = ask::<_, String>(&clients[0], "long", &[70_000]).await;
    let error = error.unwrap_err();
    assert_eq!(error.server().unwrap().code(), -32603, "{error}");
    assert!(error.to_string().contains("65507"), "{error}");
}

#[tokio::test]
async fn what_is_no_message_begins_nothing_and_costs_nobody() {
    let (server, url) = server().await;
    let address = url.strip_prefix("msgpack+udp://").unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.connect(address).await.unwrap();
    let sum: &[u8] = b"\x94\x00\x07\xa3sum\x92\x01\x02";
    let half = &sum[..5];
    let two = [sum, sum].concat();
    for odd in [b"".as_slice(), b"GET / HTTP/1.1\r\n", b"\x01", half, &two] {
        socket.send(odd).await.unwrap();
    }
    let beside = visitor(&url).await;
    assert_eq!(ask::<_, i64>(&beside, "sum", &[1, 2]).await.unwrap(), 3);
    assert_eq!(server.connections().len(), 1);
    // Nor do they end an exchange.
    for datagram in [sum, half, sum] {
        socket.send(datagram).await.unwrap();
    }
    for _ in 0..2 {
        let mut answer = [0; 64];
        let length = in_time(socket.recv(&mut answer)).await.unwrap();
        assert_eq!(&answer[..length], b"\x94\x01\x07\xc0\x03");
    }
    assert_eq!(server.connections().len(), 2);
}

#[tokio::test]
async fn it_closes_and_gives_the_port_free() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let handlers = Handlers::new();
    handlers.on("slow", move |(): ()| {
        tell.send(()).unwrap();
        async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok(7)
        }
    });
    let (gone, mut over) = mpsc::unbounded_channel();
    let options = ServeOptions::new().with_observer(move |event| {
        if let ServerEvent::Gone { .. } = event {
            gone.send(()).unwrap();
        }
    });
    let server = Server::with_options(handlers, options);
    let at = "msgpack+udp://127.0.0.1:0";
    let url = server.listen(at).await.unwrap().url().to_owned();
    let client: Arc<dyn Connection> = visitor(&url).await;
    let asking = ask::<(), i64>(&client, "slow", &[]);
    let closing = async {
        in_time(told.recv()).await.unwrap();
        in_time(server.close(super::DEADLINE)).await;
    };
    let (answer, ()) = futures_util::future::join(asking, closing).await;
    assert_eq!(answer.unwrap(), 7);
    in_time(over.recv()).await.unwrap();
    // Its port is free soon.
    in_time(async {
        while Server::bind(&url, Handlers::new()).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
