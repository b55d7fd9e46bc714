//! The connection ends at every byte, of either direction, politely and not: who waits is told, with what is true.
use callwright::ConnectOptions;
use futures_util::{StreamExt, stream};

use crate::{
    alone::per_transport,
    breaking::{Act, Fault, Side},
    door::Door,
    ground::{DEADLINE, Ground},
    transport::Transport,
    visit::{call, visit},
};

/// How many visits there are at once.
const AT_ONCE: usize = 16;

per_transport!(everywhere:
    http Http, https Https, ws Ws, wss Wss, lines Lines, values Values, content_length ContentLength, tls Tls, unix Unix,
    stdio Stdio, packed PackedTcp, packed_tls PackedTls, packed_unix PackedUnix,
);

async fn everywhere(ground: Ground, transport: Transport) {
    let honest = Door::open(&ground, transport, None).await;
    let (told, client) = visit(&honest, options(), DEADLINE).await;
    assert!(told.0.is_empty(), "{told:?}");
    let lengths = [Side::ToClient, Side::FromClient].map(|side| (side, honest.passed.bytes(side)));
    drop((honest, client));
    let idle = ground.idle().await;
    let faults = lengths.into_iter().flat_map(|(side, length)| {
        let faults = faults(transport, side, length);
        faults.map(move |fault| (fault, length))
    });
    let ground = &ground;
    let cut = stream::iter(faults).map(|(fault, length)| async move {
        let cut = tokio::time::timeout(DEADLINE, one(ground, transport, fault, length)).await;
        cut.unwrap_or_else(|_| panic!("{transport:?} hangs at {fault:?}"))
    });
    let struck = cut.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await;
    ground.settle(&idle).await;
    let missed = struck.iter().filter(|struck| !**struck).count();
    println!(
        "{transport:?}: {} cuts, {missed} came too late",
        struck.len()
    );
    assert!(missed * 20 <= struck.len(), "{missed} of {}", struck.len());
}

/// Both ends at every byte. A record of TLS counts whole or not at all, and handshakes take their time: some bytes of it
/// have to do, with one end and the other in turn.
fn faults(transport: Transport, side: Side, length: usize) -> impl Iterator<Item = Fault> {
    let ends = [Act::Close, Act::Reset];
    let places = (0..length).flat_map(move |at| ends.map(|act| Fault { side, at, act }));
    let step = if transport.is_secure() { 11 } else { 1 };
    places.step_by(step)
}

/// Whether the fault struck.
async fn one(ground: &Ground, transport: Transport, fault: Fault, length: usize) -> bool {
    let door = Door::open(ground, transport, Some(fault)).await;
    let (told, client) = visit(&door, options(), DEADLINE).await;
    if let Some(client) = client.filter(|_| !transport.is_session()) {
        // The pool makes another connection. It may learn of the end of the first by this call only.
        let connection = client.connection();
        let again = call(&connection, "again").await;
        if again.is_err() {
            call(&connection, "again").await.unwrap();
        }
    }
    if transport.is_child() {
        door.record.wait_for_child().await;
    }
    told.judge(&door);
    // A line is whole without its end, and handshakes of TLS differ by some bytes.
    let slack = if transport.is_secure() { 16 } else { 3 };
    let is_early = fault.at + slack < length && door.passed.has_struck();
    // A call by HTTP that was not sent yet is sent over another connection.
    let is_told = !told.0.is_empty() || !transport.is_session();
    assert!(!is_early || is_told, "{fault:?} changes nothing");
    door.passed.has_struck()
}

fn options() -> ConnectOptions {
    ConnectOptions::new()
        .with_timeout(DEADLINE)
        .with_connect_timeout(DEADLINE)
}
