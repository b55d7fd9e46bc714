//! Limits of subscriptions, and clients that do not read.
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use callwright::{ConnectOptions, ServeOptions, Server};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Clock, everywhere, serving, settles, subscribe};
use crate::serve::{ask, in_time, request};

#[tokio::test]
async fn a_connection_has_so_many_and_no_more() {
    let (_server, clock, clients) = serving(ServeOptions::new().with_max_subscriptions(2)).await;
    for client in &clients {
        let first = in_time(subscribe(client, "wait", 0).into_future())
            .await
            .unwrap();
        let mut second = in_time(subscribe(client, "count", 1).into_future())
            .await
            .unwrap();
        assert_eq!(in_time(second.next()).await.unwrap().unwrap(), 0);
        assert!(in_time(second.next()).await.is_none());
        // The place of what has ended is free again, sooner or later.
        settles(&clock.open, 1).await;
        let third = in_time(subscribe(client, "wait", 0).into_future())
            .await
            .unwrap();
        let refused = in_time(subscribe(client, "wait", 0).into_future()).await;
        assert_eq!(refused.unwrap_err().server().unwrap().code(), -32006);
        settles(&clock.open, 2).await;
        in_time(first.unsubscribe()).await.unwrap();
        in_time(third.unsubscribe()).await.unwrap();
        settles(&clock.open, 0).await;
    }
}

/// Nobody would learn its id.
#[tokio::test]
async fn a_notification_begins_none() {
    let (_server, clock, clients) = everywhere().await;
    for client in &clients {
        let told = request("ticks", &[json!("wait"), json!(1)]);
        in_time(client.notify(told)).await.unwrap();
        // Nor does the one that comes behind it wait for anything.
        let mut stream = in_time(subscribe(client, "count", 1).into_future())
            .await
            .unwrap();
        assert_eq!(in_time(stream.next()).await.unwrap().unwrap(), 0);
        assert!(in_time(stream.next()).await.is_none());
        settles(&clock.open, 0).await;
    }
    assert_eq!(clock.taken.load(Ordering::SeqCst), clients.len());
}

#[tokio::test]
async fn who_does_not_read_holds_back_the_stream_and_nobody_else() {
    let connection = ConnectOptions::new().with_max_queued_bytes(64 << 10);
    let options = ServeOptions::new().with_connection(connection);
    let clock = Clock::default();
    let server = Server::with_options(clock.clone(), options);
    let listening = server.listen("tcp://127.0.0.1:0").await.unwrap();
    let at = listening.url().trim_start_matches("tcp://").to_owned();
    let mut deaf = tokio::net::TcpStream::connect(at).await.unwrap();
    let ask_for = br#"{"jsonrpc":"2.0","id":1,"method":"blobs","params":[10000]}"#;
    deaf.write_all(&[&ask_for[..], b"\n"].concat())
        .await
        .unwrap();
    // It goes on for as long as the system takes something in, and then stands still.
    let taken = in_time(async {
        let (mut before, mut still) = (0, 0);
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let now = clock.taken.load(Ordering::SeqCst);
            still = if now == before && now > 0 {
                still + 1
            } else {
                0
            };
            before = now;
            if still == 10 {
                break now;
            }
        }
    })
    .await;
    assert!(taken < 100_000, "{taken} were taken of nobody's");
    let client = in_time(callwright::connect(listening.url())).await.unwrap();
    let pong: String = ask(&client, "ping", &[0]).await.unwrap();
    assert_eq!(pong, "pong");
    // Once it reads, it goes on.
    let mut buffer = vec![0; 1 << 20];
    in_time(async {
        while clock.taken.load(Ordering::SeqCst) == taken {
            assert!(deaf.read(&mut buffer).await.unwrap() > 0);
        }
    })
    .await;
    drop(deaf);
}

#[tokio::test]
async fn many_end_at_once() {
    let (_server, clock, clients) = everywhere().await;
    let mut streams = Vec::new();
    for number in 0..300 {
        let client = &clients[number % clients.len()];
        streams.push(
            in_time(subscribe(client, "wait", 1).into_future())
                .await
                .unwrap(),
        );
    }
    settles(&clock.open, 300).await;
    drop(streams);
    settles(&clock.open, 0).await;
    drop(Arc::clone(&clock.open));
}
