//! All layers and decorators at once, under many calls of which some are dropped.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{
    ConnectOptions, ConnectionExt, Error, Http, IntoConnection, Recorder, Replayer, WebSocket,
    layers::{Metrics, Retry, Timeout, Trace},
};
use futures_util::{StreamExt, stream};
use serde_json::Value;
use tower::ServiceBuilder;

use crate::{
    petshop::Petshop,
    rude_http::{self, response},
    rude_ws::{self, Peer},
};

const CALLS: usize = 1000;
const LONG: Duration = Duration::from_secs(120);

/// What a request asks for.
fn number(request: &Value) -> i64 {
    request["params"][0].as_i64().unwrap()
}

/// A server that echoes numbers, and once in seven times is in trouble.
async fn http() -> Arc<dyn callwright::Connection> {
    let count = AtomicUsize::new(0);
    let url = rude_http::serve(move |request| {
        let request = serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
        if count.fetch_add(1, Ordering::Relaxed) % 7 == 3 {
            return response("503 Busy", "text/plain", "busy");
        }
        let result = format!(r#""result":{}"#, number(&request));
        response(
            "200 OK",
            "application/json",
            &rude_ws::answer(&request, &result),
        )
    })
    .await;
    Http::new(&url, ConnectOptions::new())
        .unwrap()
        .into_connection()
}

/// A server that echoes numbers.
async fn socket() -> WebSocket {
    let url = rude_ws::serve(|mut peer: Peer| async move {
        while let Some(request) = peer.request().await {
            let result = format!(r#""result":{}"#, number(&request));
            peer.answer(&request, &result).await;
        }
    })
    .await;
    let socket = WebSocket::connect(&url, ConnectOptions::new()).await;
    socket.unwrap()
}

/// Everything, the outermost first.
fn under_all(connection: impl IntoConnection) -> impl IntoConnection {
    let meter = opentelemetry::global::meter("test");
    let retry = Retry::new()
        .with_attempts(20)
        .with_budget(None)
        .with_backoff(Duration::ZERO, Duration::from_millis(2));
    connection.layered(
        ServiceBuilder::new()
            .layer(Trace::new())
            .layer(Metrics::new(&meter))
            .layer(Timeout::new(LONG))
            .layer(retry)
            .buffer(64)
            .rate_limit(100_000, Duration::from_millis(10))
            .concurrency_limit(32),
    )
}

/// Makes many calls at once and drops every fifth; gives how many were answered.
async fn crowd(shop: &Petshop) -> usize {
    let calls = (0..CALLS).map(|n| {
        let call = shop.sum(n as i64).with_idempotent(true);
        async move {
            let limit = if n % 5 == 4 {
                Duration::from_micros(n as u64)
            } else {
                LONG
            };
            let answer = tokio::time::timeout(limit, async { call.await })
                .await
                .ok()?;
            assert_eq!(answer.unwrap(), n as i64);
            Some(())
        }
    });
    let answers: Vec<_> = stream::iter(calls).buffer_unordered(CALLS).collect().await;
    answers.into_iter().flatten().count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_crowd_goes_through_all_of_them() {
    let socket = socket().await;
    for connection in [http().await, socket.clone().into_connection()] {
        let tape =
            std::env::temp_dir().join(format!("callwright-crowd-{}.jsonl", std::process::id()));
        let recorder = Recorder::create(connection, &tape).unwrap();
        let shop = Petshop::with_connection(under_all(recorder));
        let answered = tokio::time::timeout(LONG, crowd(&shop)).await.unwrap();
        assert!(answered >= CALLS * 4 / 5, "{answered} of {CALLS}");
        // Every place in the limit is free again.
        for round in 0..40 {
            let last = shop.sum(round).with_idempotent(true).with_timeout(LONG);
            assert_eq!(last.await.unwrap(), round);
        }
        let replayer = Replayer::open(&tape).unwrap().with_repeats(true);
        std::fs::remove_file(&tape).unwrap();
        let shop = Petshop::with_connection(under_all(replayer));
        assert_eq!(shop.sum(0).with_idempotent(true).await.unwrap(), 0);
        let miss = shop.sum(-1).await.unwrap_err();
        assert!(matches!(miss, Error::Layer(_)), "{miss:?}");
    }
    assert_eq!(socket.in_flight(), 0);
}
