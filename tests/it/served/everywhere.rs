//! The client that is generated from the service's own document, over every transport of both wires: the same calls have the
//! same outcomes.

mod closing;
mod doors;
mod known;
mod places;
mod visit;

use std::sync::{Arc, Mutex};

use callwright::{
    ByteStream, ConnectOptions, Connection, Context, Error, Handlers, Server, ServerError, Wire,
    connect_with,
};
use callwright_tests::deadline::within;
use callwright_tests::desk::Desk;

use places::{Place, child};

callwright::generate_client! {
    name: Visitor,
    spec: "desk/openrpc.json",
    wire: ["json", "msgpack"],
}

/// What is the same everywhere, and what is not: HTTP has no way back to the client.
const OUTCOMES: &str = include_str!("everywhere/outcomes.txt");
const BY_SESSION: &str = include_str!("everywhere/by_session.txt");
const BY_HTTP: &str = include_str!("everywhere/by_http.txt");

/// What the server asks its clients, and tells them.
fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on_both("double", async |(number,): (i64,)| Ok(2 * number));
    // The desk is asked in its turn, and asks back again.
    handlers.on_both_with_context("descend", async |(depth,): (u64,), context: Context| {
        let desk = Visitor::with_connection(context.peer());
        let descended = desk.descend(depth).await;
        descended.map_err(|error| ServerError::new(1, error.to_string()))
    });
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    handlers.on_both("tick", move |(number,): (u64,)| {
        told.lock().unwrap().push(number);
        async { Ok(()) }
    });
    handlers.on_both("heard", move |(): ()| {
        let heard = heard.lock().unwrap().clone();
        async { Ok(heard) }
    });
    handlers
}

/// Visits a desk of its own at this place, by the scheme that clients know it by.
async fn visit(place: Place, wire: Wire) {
    let (server, url) = within("opening", place.open()).await.unwrap();
    let options = place.options().with_handlers(handlers());
    let connecting = within("connecting", connect_with(&url, options)).await;
    visit_over(connecting.unwrap().unwrap(), wire, &url).await;
    drop(server);
}

async fn visit_over(connection: Arc<dyn Connection>, wire: Wire, name: &str) {
    assert_eq!(connection.wire(), wire, "{name}");
    let by_http = name.starts_with("http");
    let visitor = Visitor::with_connection(connection);
    let seen = within("the visit", visit::outcomes(&visitor))
        .await
        .unwrap();
    let told = if by_http { BY_HTTP } else { BY_SESSION };
    assert_eq!(seen, format!("{OUTCOMES}{told}"), "by {name}");
    within("being known", known::judge(&visitor, name))
        .await
        .unwrap();
}

#[tokio::test]
async fn by_http() {
    visit(Place::at("http://127.0.0.1:0"), Wire::Json).await;
}

#[tokio::test]
async fn by_https() {
    visit(Place::at("https://127.0.0.1:0"), Wire::Json).await;
}

#[tokio::test]
async fn by_websocket() {
    visit(Place::at("http://127.0.0.1:0").known_as("ws"), Wire::Json).await;
}

#[tokio::test]
async fn by_websocket_over_tls() {
    visit(Place::at("https://127.0.0.1:0").known_as("wss"), Wire::Json).await;
}

#[tokio::test]
async fn by_tcp() {
    visit(Place::at("tcp://127.0.0.1:0"), Wire::Json).await;
    visit(Place::at("msgpack+tcp://127.0.0.1:0"), Wire::MessagePack).await;
}

#[tokio::test]
async fn by_tls() {
    visit(Place::at("tls://127.0.0.1:0"), Wire::Json).await;
    visit(Place::at("msgpack+tls://127.0.0.1:0"), Wire::MessagePack).await;
}

/// Each message is a datagram.
#[tokio::test]
async fn by_udp() {
    visit(Place::at("msgpack+udp://127.0.0.1:0"), Wire::MessagePack).await;
}

#[tokio::test]
async fn by_unix_socket() {
    visit(Place::at_socket("unix:"), Wire::Json).await;
    visit(Place::at_socket("msgpack+unix:"), Wire::MessagePack).await;
}

/// The desk is a child, which serves at its standard input and output.
#[tokio::test]
async fn by_standard_streams() {
    for (scheme, wire) in [
        ("stdio:", Wire::Json),
        ("msgpack+stdio:", Wire::MessagePack),
    ] {
        let url = child(scheme);
        let options = ConnectOptions::new().with_handlers(handlers());
        let connecting = within("connecting", connect_with(&url, options)).await;
        visit_over(connecting.unwrap().unwrap(), wire, &url).await;
    }
}

/// Both ends are here.
#[tokio::test]
async fn in_memory() {
    for wire in [Wire::Json, Wire::MessagePack] {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let options = ConnectOptions::new().with_wire(wire);
        let serving = callwright::ServeOptions::new().with_connection(options.clone());
        let server = Server::with_options(Desk::default(), serving);
        server.serve(theirs).expect("it does not close");
        let connection = ByteStream::over(ours, options.with_handlers(handlers()));
        visit_over(Arc::new(connection), wire, "memory").await;
    }
}
