//! Ten thousand calls at once over one connection, and five thousand connections at once in one process, weighed.
use std::{sync::Arc, time::Duration};

use callwright::{Call, ConnectOptions, Connection, Params, Request};
use futures_util::{
    StreamExt,
    future::{join_all, try_join_all},
    stream,
};

use crate::{
    alone::per_transport,
    ground::{Ground, resident},
    serving::Served,
    transport::Transport,
    visit::call,
};

/// How long a test may take on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// How many calls there are at once.
const CALLS: u64 = 10_000;

/// How many connections there are at once.
const CONNECTIONS: usize = 5_000;

mod calls {
    use super::*;

    per_transport!(many_calls_at_once:
        http Http, ws Ws, tcp Lines, unix Unix, stdio Stdio, packed PackedTcp, packed_unix PackedUnix, packed_stdio PackedStdio,
    );
}

mod connections {
    use super::*;

    per_transport!(many_connections_at_once:
        http Http, ws Ws, tcp Lines, unix Unix, packed PackedTcp, packed_unix PackedUnix,
    );
}

/// The server answers when it has all of them, the last first.
async fn many_calls_at_once(ground: Ground, transport: Transport) {
    let served = Served::start(transport).await;
    let idle = ground.idle().await;
    let client = served.connect(patient()).await.unwrap();
    let connection = client.connection();
    let calls = (0..CALLS).map(|_| {
        let params = Params::by_position().with("", &CALLS).unwrap();
        let hold = Request::new("hold", params);
        Call::<u64>::dynamic(Arc::clone(&connection), hold).into_future()
    });
    for answer in join_all(calls).await {
        assert_eq!(answer.unwrap(), CALLS);
    }
    assert_eq!(client.in_flight(), 0);
    assert_eq!(call(&connection, "again").await.unwrap(), 7);
    drop((client, connection));
    served.end().await;
    ground.settle(&idle).await;
}

async fn many_connections_at_once(ground: Ground, transport: Transport) {
    let served = Served::start(transport).await;
    let idle = ground.idle().await;
    // What the first few take is not taken again.
    drop(connected(&served, 50).await);
    ground.settle(&idle).await;
    let before = resident();
    let clients = connected(&served, CONNECTIONS).await;
    let each = (resident() - before) / CONNECTIONS;
    println!("{transport:?}: {each} bytes a connection");
    assert!(
        each < most(transport),
        "{transport:?}: {each} bytes a connection"
    );
    // All of them live, and are called at once.
    let calls = clients
        .iter()
        .map(|connection| call(connection, "again").into_future());
    let sevens = try_join_all(calls).await.unwrap();
    assert_eq!(sevens, vec![7; CONNECTIONS]);
    drop(clients);
    served.end().await;
    ground.settle(&idle).await;
}

/// About three times what was measured, in bytes.
fn most(transport: Transport) -> usize {
    match transport {
        Transport::Http => 57_000,
        _ => 27_000,
    }
}

/// So many connections, each of which was used.
async fn connected(served: &Served, count: usize) -> Vec<Arc<dyn Connection>> {
    let clients = stream::iter(0..count).map(|_| async {
        let client = served.connect(patient()).await.unwrap();
        let connection = client.connection();
        assert_eq!(call(&connection, "first").await.unwrap(), 7);
        connection
    });
    clients.buffer_unordered(100).collect().await
}

fn patient() -> ConnectOptions {
    ConnectOptions::new()
        .with_timeout(PATIENCE)
        .with_connect_timeout(PATIENCE)
}
