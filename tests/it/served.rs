//! A typed service for whoever comes: clients that nobody here wrote, and our own over every transport and wire.

mod alloy;
mod browser;
mod curl;
mod documents;
mod everywhere;
mod jsonrpsee;
mod original;
mod petshop;
mod requests;
mod round_trip;
mod visitors;

use std::net::SocketAddr;

use callwright::{Server, Service};

/// What every visitor prints, but for its subscription.
const ANSWERS: [&str; 12] = [
    "add 9",
    "named 9",
    r#"echo ["ü",1.5,null,{"a":[1]}]"#,
    "nothing null",
    r#"refused 42 No such pet {"id":9}"#,
    "invalid -32602",
    "missing -32601",
    r#"noted ["one","two"]"#,
    "slow early late",
    r#"batch [3,-32601,"two"]"#,
    "page [0,1] 2 5",
    "pages [0,1,2,3,4]",
];

/// What it prints over a session, where the server can tell it something, and over HTTP, where it can't.
const BY_SESSION: &str = "ticks [0,1,2]";
const BY_HTTP: &str = "ticks refused -32601";

fn expected(ticks: &str) -> Vec<String> {
    let lines = ANSWERS.into_iter().chain([ticks]);
    lines.map(str::to_owned).collect()
}

/// A server of HTTP and WebSockets on one free port.
async fn serve(service: impl Service) -> Server {
    let bound = Server::bind("http://127.0.0.1:0", service).await;
    bound.expect("a port is free")
}

/// The same port by the other protocol.
fn websocket(server: &Server) -> String {
    url(server).replacen("http", "ws", 1)
}

fn url(server: &Server) -> String {
    server.url().expect("it listens")
}

/// Where that is, for raw bytes.
fn address(server: &Server) -> SocketAddr {
    let url = url(server);
    let (_, address) = url.split_once("://").expect("it is a URL");
    address.parse().expect("it is an address")
}
