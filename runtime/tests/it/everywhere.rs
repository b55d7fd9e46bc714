//! One generated client over every transport of both wires: the same calls have the same outcomes.
mod asked;
mod open;
mod shop;
mod visit;

use std::sync::Arc;

use callwright::{ConnectOptions, Connection, Wire, connect_with};
use shop::Shop;

use crate::serve::in_time;

callwright::generate_client! {
    name: Petshop,
    spec: "../fixtures/cases/petshop/openrpc.json",
    wire: ["json", "msgpack"],
}

/// Visits a new shop by the address that it has there.
async fn visit(wire: Wire, address: impl AsyncFn(&Shop) -> String) {
    let shop = in_time(Shop::open()).await;
    let url = address(&shop).await;
    let connection: Arc<dyn Connection> = in_time(connect_with(&url, ConnectOptions::new()))
        .await
        .unwrap();
    assert_eq!(connection.wire(), wire, "{url}");
    let client = Petshop::with_connection(connection);
    let seen = in_time(visit::outcomes(&client)).await;
    let expected = visit::EXPECTED.trim();
    assert_eq!(seen.trim(), expected, "by {url}");
    // jsonrpsee's server takes notifications and runs no method for them.
    if !url.starts_with("http") && !url.starts_with("ws") {
        in_time(shop.has_seen("Ada")).await;
    }
}

#[tokio::test]
async fn by_http() {
    visit(Wire::Json, async |shop| shop.http()).await;
}

#[tokio::test]
async fn by_websocket() {
    visit(Wire::Json, async |shop| shop.websocket()).await;
}

#[tokio::test]
async fn by_tcp() {
    visit(Wire::Json, async |shop| {
        shop.listens("tcp://127.0.0.1:0").await
    })
    .await;
}

#[tokio::test]
async fn by_unix_socket() {
    visit(Wire::Json, async |shop| shop.listens_at_socket("").await).await;
}

#[tokio::test]
async fn by_messagepack_over_tcp() {
    let tcp = "msgpack+tcp://127.0.0.1:0";
    visit(Wire::MessagePack, async |shop| shop.listens(tcp).await).await;
}

#[tokio::test]
async fn by_messagepack_over_a_unix_socket() {
    visit(Wire::MessagePack, async |shop| {
        shop.listens_at_socket("msgpack+").await
    })
    .await;
}

#[tokio::test]
async fn by_messagepack_over_standard_streams() {
    visit(Wire::MessagePack, async |shop| {
        let socket = shop.listens_at_socket("msgpack+").await;
        let socket = socket.strip_prefix("msgpack+unix:").unwrap().to_owned();
        // The server is this process; the child is what its words come through.
        let relay = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/relay.py");
        format!("msgpack+stdio:python3?arg={relay}&arg={socket}")
    })
    .await;
}
