//! How much a server takes, and what happens beyond.
use std::{sync::Arc, time::Duration};

use callwright::{ConnectOptions, Connection, Handlers, ServeOptions, Server, connect_with};
use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;

use super::{ask, client, in_time, visitor};

#[tokio::test]
async fn so_many_clients_are_accepted_and_the_next_waits() {
    let handlers = Handlers::new();
    handlers.on("sum", async |all: Vec<i64>| Ok(all.iter().sum::<i64>()));
    let options = ServeOptions::new().with_max_connections(3);
    let server = Server::with_options(handlers, options);
    let url = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let mut clients = Vec::new();
    for _ in 0..3 {
        let client = visitor(url.url()).await;
        assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
        clients.push(client);
    }
    let fourth = visitor(url.url()).await;
    let mut asking = Box::pin(ask::<_, i64>(&fourth, "sum", &[2, 2]));
    let early = tokio::time::timeout(Duration::from_millis(200), &mut asking).await;
    assert!(early.is_err() && server.connections().len() == 3);
    clients.pop();
    assert_eq!(asking.await.unwrap(), 4);
    // One that waits to accept can be closed.
    in_time(url.close()).await;
}

/// Both sides call each other with queues that hold next to nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sides_that_flood_each_other_do_not_lock_up() {
    const CALLS: u64 = 20_000;
    let echo = || {
        let handlers = Handlers::new();
        handlers.on("echo", async |(n, text): (u64, String)| Ok((n, text)));
        handlers
    };
    let tight = || {
        ConnectOptions::new()
            .with_max_queued_bytes(1024)
            .with_max_handled(2)
    };
    let options = ServeOptions::new().with_connection(tight());
    let server = Server::with_options(echo(), options);
    let url = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let options = tight().with_handlers(echo());
    let client = connect_with(url.url(), options).await.unwrap();
    ask::<_, (u64, String)>(&client, "echo", &[serde_json::json!(0), "".into()])
        .await
        .unwrap();
    let peer: Arc<dyn Connection> = server.connections()[0].peer().into();
    let flood = |connection: Arc<dyn Connection>| {
        stream::iter(0..CALLS)
            .map(move |n| {
                let params = [serde_json::json!(n), "x".repeat(n as usize % 100).into()];
                let asking = ask::<_, (u64, String)>(&connection, "echo", &params);
                async move { (n, asking.await) }
            })
            .buffer_unordered(64)
            .for_each(async |(n, answer)| {
                let (echoed, text) = answer.unwrap();
                assert_eq!((echoed, text.len()), (n, n as usize % 100));
            })
    };
    in_time(futures_util::future::join(
        flood(Arc::clone(&client)),
        flood(peer),
    ))
    .await;
}

#[tokio::test]
async fn an_answer_to_one_who_has_gone_is_in_vain_and_harmless() {
    let (keep, mut kept) = mpsc::unbounded_channel();
    let handlers = Handlers::new();
    handlers.on_with_responder::<(), i64, _>("later", move |(), _, responder| {
        keep.send(responder).unwrap();
    });
    let server = Server::bind("tcp://127.0.0.1:0", handlers).await.unwrap();
    let url = server.url().unwrap();
    let gone = client(&url, Handlers::new()).await;
    let asking = tokio::spawn(ask::<(), i64>(&gone, "later", &[]));
    let responder = in_time(kept.recv()).await.unwrap();
    assert!(!responder.is_in_vain());
    asking.abort();
    gone.close(Duration::ZERO).await;
    in_time(async {
        while !responder.is_in_vain() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    responder.result(1);
    let other = visitor(&url).await;
    let asking = ask::<(), i64>(&other, "later", &[]);
    let answering = async { in_time(kept.recv()).await.unwrap().result(2) };
    let (answer, ()) = futures_util::future::join(asking, answering).await;
    assert_eq!(answer.unwrap(), 2);
}
