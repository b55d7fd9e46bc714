//! The server stops reading and writing: who waits is told in time, and all goes on when the server does.
use std::time::Duration;

use callwright::{Call, ConnectOptions, Error, Params, Request};
use futures_util::{StreamExt, future::join_all, stream};

use crate::{
    alone::per_transport,
    breaking::{Act, Fault, Side},
    door::Door,
    ground::{DEADLINE, Ground},
    transport::Transport,
    visit::{call, visit},
};

/// How long clients wait.
const LIMIT: Duration = Duration::from_millis(150);

/// In how many places of either direction the server stops.
const PLACES: usize = 64;

/// What a call brings that is more than sockets hold.
const LONG: usize = 1 << 20;

mod reading {
    use super::*;

    per_transport!(anywhere:
        http Http, https Https, ws Ws, wss Wss, lines Lines, content_length ContentLength, tls Tls, unix Unix, stdio Stdio,
        packed PackedTcp, packed_tls PackedTls, packed_unix PackedUnix,
    );
}

mod writing {
    use super::*;

    per_transport!(while_much_is_sent:
        http Http, https Https, ws Ws, wss Wss, lines Lines, content_length ContentLength, tls Tls, unix Unix, stdio Stdio,
        packed PackedTcp, packed_tls PackedTls, packed_unix PackedUnix,
    );
}

async fn anywhere(ground: Ground, transport: Transport) {
    let honest = Door::open(&ground, transport, None).await;
    let patient = ConnectOptions::new().with_timeout(DEADLINE);
    let (told, client) = visit(&honest, patient, DEADLINE).await;
    assert!(told.0.is_empty(), "{told:?}");
    let lengths = [Side::ToClient, Side::FromClient].map(|side| (side, honest.passed.bytes(side)));
    drop((honest, client));
    let idle = ground.idle().await;
    let faults = lengths.into_iter().flat_map(|(side, length)| {
        let places = (0..length).step_by((length / PLACES).max(1));
        places.map(move |at| {
            let act = Act::Stall;
            Fault { side, at, act }
        })
    });
    let ground = &ground;
    let visits = stream::iter(faults).map(|fault| async move {
        let door = Door::open(ground, transport, Some(fault)).await;
        let options = ConnectOptions::new()
            .with_timeout(LIMIT)
            .with_connect_timeout(LIMIT);
        let visited = tokio::time::timeout(DEADLINE, visit(&door, options, LIMIT)).await;
        let (told, client) = visited.unwrap_or_else(|_| panic!("{transport:?} hangs at {fault:?}"));
        drop(client);
        if transport.is_child() {
            door.record.wait_for_child().await;
        }
        told.judge(&door);
        let mut errors = told.0.iter().map(|(_, error)| error);
        let are_late = errors.all(|error| matches!(error, Error::Timeout(_) | Error::Connect(_)));
        assert!(are_late, "{fault:?}: {told:?}");
        told.0.len()
    });
    let late: Vec<_> = visits.buffer_unordered(PLACES).collect().await;
    ground.settle(&idle).await;
    let late = late.into_iter().filter(|late| *late > 0).count();
    assert!(late >= PLACES, "{late}");
}

/// More is sent than sockets and queue hold, to a server that stops reading within it.
async fn while_much_is_sent(ground: Ground, transport: Transport) {
    let honest = Door::open(&ground, transport, None).await;
    let client = honest.connect(ConnectOptions::new()).await.unwrap();
    call(&client.connection(), "first").await.unwrap();
    let at = honest.passed.bytes(Side::FromClient) + LONG / 2;
    drop((honest, client));
    let idle = ground.idle().await;
    let fault = Fault {
        side: Side::FromClient,
        at,
        act: Act::Stall,
    };
    let door = Door::open(&ground, transport, Some(fault)).await;
    let options = ConnectOptions::new().with_max_queued_bytes(2 * LONG);
    let client = door.connect(options).await.unwrap();
    let connection = client.connection();
    call(&connection, "first").await.unwrap();
    let params = Params::by_position().with("", &"x".repeat(LONG)).unwrap();
    let calls = (0..16).map(|_| {
        let request = Request::new("long", params.clone());
        let call = Call::<String>::dynamic(connection.clone(), request);
        call.with_timeout(Duration::from_millis(500)).into_future()
    });
    let outcomes = tokio::time::timeout(DEADLINE, join_all(calls))
        .await
        .unwrap();
    let late: Vec<_> = outcomes.into_iter().filter_map(Result::err).collect();
    for error in &late {
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert!(error.to_string().contains(&door.url), "{error}");
    }
    assert_eq!(client.in_flight(), 0);
    if transport.is_session() {
        assert_eq!(late.len(), 16);
        // What found no room was never on its way.
        let unsent = late.iter().filter(|error| !error.may_have_been_received());
        assert!(unsent.count() >= 8, "{late:?}");
    }
    if !transport.is_child() {
        door.passed.release();
        // What was queued is read first.
        call(&connection, "again")
            .with_timeout(DEADLINE)
            .await
            .unwrap();
        assert_eq!(client.in_flight(), 0);
    }
    drop((client, connection, door));
    ground.settle(&idle).await;
}
