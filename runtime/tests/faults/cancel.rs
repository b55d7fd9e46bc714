//! 100,000 calls, batches and subscriptions that are dropped at random moments leave nothing here and nothing at the server.
use std::{sync::Arc, time::Duration};

use callwright::{Call, ConnectOptions, Connection, Params, Request, Streaming, Subscribe};
use futures_util::{
    FutureExt,
    future::{BoxFuture, join_all, poll_immediate},
};

use crate::{
    alone::per_transport,
    chance::Chance,
    ground::{DEADLINE, Ground, until},
    serving::Served,
    transport::Transport,
    visit::call,
};

per_transport!(whatever_was_begun:
    http Http, ws Ws, tcp Lines, unix Unix, stdio Stdio, packed PackedTcp, packed_unix PackedUnix, packed_stdio PackedStdio,
);

const CALLS: u64 = 100_000;

/// How many tasks share the connection.
const CALLERS: u64 = 8;

const STREAMING: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unwatch");

async fn whatever_was_begun(ground: Ground, transport: Transport) {
    let served = Served::start(transport).await;
    let idle = ground.idle().await;
    // Over HTTP what is dropped takes its connection along, and a server may have thousands to accept.
    let options = ConnectOptions::new().with_connect_timeout(DEADLINE);
    let client = served.connect(options).await.unwrap();
    let connection = client.connection();
    let callers = (0..CALLERS).map(|caller| {
        let connection = Arc::clone(&connection);
        tokio::spawn(async move {
            let mut chance = Chance(caller);
            for _ in 0..CALLS / CALLERS {
                let begun = begin(&connection, transport, &mut chance);
                drop_at_random(begun, &mut chance).await;
            }
        })
    });
    for caller in join_all(callers).await {
        caller.unwrap();
    }
    // Subscriptions that begin only now are being left.
    until("no call is left", || client.in_flight() == 0).await;
    // The connection is sound, and the server was told of every subscription that nobody reads.
    assert_eq!(call(&connection, "again").await.unwrap(), 7);
    if transport.is_session() {
        let mut stream = watch(&connection).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap(), 7);
        stream.unsubscribe().await.unwrap();
        let watches = Request::new("watches", Params::by_position());
        while Call::<u64>::dynamic(connection.clone(), watches.clone())
            .await
            .unwrap()
            > 0
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    drop((client, connection));
    served.end().await;
    ground.settle(&idle).await;
}

/// One of what a client can begin.
fn begin(
    connection: &Arc<dyn Connection>,
    transport: Transport,
    chance: &mut Chance,
) -> BoxFuture<'static, ()> {
    match chance.below(8) {
        0 => {
            let calls = (0..3).map(|_| call(connection, "batch"));
            let batch = callwright::batch(calls.collect::<Vec<_>>());
            batch
                .into_future()
                .map(|results| results.into_iter().for_each(check))
                .boxed()
        }
        1 if transport.is_session() => {
            let watch = watch(connection);
            async move { check(watch.await.unwrap().next().await.unwrap()) }.boxed()
        }
        _ => call(connection, "call").into_future().map(check).boxed(),
    }
}

/// Subscribes so that leaving is told.
fn watch(connection: &Arc<dyn Connection>) -> Subscribe<u64> {
    let request = Request::new("watch", Params::by_position());
    Subscribe::dynamic(Arc::clone(connection), request, STREAMING)
}

fn check(result: Result<u64, callwright::Error>) {
    assert_eq!(result.unwrap(), 7);
}

/// Polls a few times, or for up to a millisecond, and drops it, if it is not done before.
async fn drop_at_random(mut begun: BoxFuture<'static, ()>, chance: &mut Chance) {
    if chance.below(32) == 0 {
        let limit = Duration::from_micros(chance.below(1000));
        let _ = tokio::time::timeout(limit, begun).await;
        return;
    }
    let most = chance.most(16) + 1;
    for _ in 0..chance.most(most) {
        if poll_immediate(&mut begun).await.is_some() {
            return;
        }
        tokio::task::yield_now().await;
    }
}
