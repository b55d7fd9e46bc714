//! A connection that is made again, broken at every byte: what was under way is told, and all that comes later succeeds.
use std::time::Duration;

use callwright::{ConnectOptions, Reconnect, connect_with};
use futures_util::{StreamExt, stream};

use crate::{
    alone::per_transport,
    breaking::{Act, Fault, Side},
    door::Door,
    ground::{DEADLINE, Ground},
    transport::Transport,
    visit::{Told, call, visit, watch},
};

/// How many visits there are at once.
const AT_ONCE: usize = 16;

per_transport!(goes_on: ws Ws, lines Lines, unix Unix, tls Tls);

async fn goes_on(ground: Ground, transport: Transport) {
    let honest = Door::open(&ground, transport, None).await;
    drop(visit(&honest, options(), DEADLINE).await);
    let lengths = [Side::ToClient, Side::FromClient].map(|side| (side, honest.passed.bytes(side)));
    drop(honest);
    let idle = ground.idle().await;
    let faults = lengths.into_iter().flat_map(|(side, length)| {
        let ends = [Act::Close, Act::Reset];
        (0..length).flat_map(move |at| ends.map(|act| Fault { side, at, act }))
    });
    let step = if transport.is_secure() { 23 } else { 3 };
    let ground = &ground;
    let visits = stream::iter(faults.step_by(step)).map(|fault| async move {
        let visited = tokio::time::timeout(DEADLINE, one(ground, transport, fault)).await;
        visited.unwrap_or_else(|_| panic!("{transport:?} hangs at {fault:?}"))
    });
    let gaps: Vec<_> = visits.buffer_unordered(AT_ONCE).collect().await;
    ground.settle(&idle).await;
    assert!(gaps.iter().any(|gaps| *gaps > 0), "no stream went on");
}

/// How often a stream went on over another connection.
async fn one(ground: &Ground, transport: Transport, fault: Fault) -> u64 {
    let door = Door::open(ground, transport, Some(fault)).await;
    let reconnect = Reconnect::new().with_first_delay(Duration::from_millis(1));
    let options = options().with_reconnect(reconnect);
    let connection = match connect_with(&door.url, options.clone()).await {
        Ok(connection) => connection,
        // The first attempt is told; only the first connection breaks.
        Err(_) => connect_with(&door.url, options).await.unwrap(),
    };
    let mut told = Told::default();
    told.add(Some("first"), call(&connection, "first").await);
    let stream = watch(&connection).await;
    let pair = (call(&connection, "second"), call(&connection, "third"));
    let (second, third) = callwright::batch(pair).await;
    told.add(Some("second"), second);
    told.add(Some("third"), third);
    // What is under way when the connection ends is told once.
    if call(&connection, "again").await.is_err() {
        assert_eq!(call(&connection, "again").await.unwrap(), 7, "{fault:?}");
    }
    told.judge(&door);
    let Ok(mut stream) = stream else { return 0 };
    // Each connection brings a first notification, unless it breaks before.
    assert_eq!(stream.next().await.unwrap().unwrap(), 7, "{fault:?}");
    stream.gaps()
}

fn options() -> ConnectOptions {
    ConnectOptions::new()
        .with_timeout(DEADLINE)
        .with_connect_timeout(DEADLINE)
}
