//! Limits: tower's own, and a time that calls may set for themselves.
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use callwright::{
    ConnectOptions, Connection, ConnectionExt, Error, IntoConnection, Params, Request, WebSocket,
    layers::{Retry, Timeout},
};
use futures_util::future::join_all;
use tower::ServiceBuilder;

use super::server;
use crate::{
    petshop::Petshop,
    rude_http::response,
    rude_ws::{Peer, answer, serve},
};

fn ping() -> Request {
    Request::new("ping", Params::by_position())
}

/// A ping with a time of its own.
fn ping_within(limit: Duration) -> Request {
    let mut ping = ping();
    ping.options_mut().timeout = Some(limit);
    ping
}

/// Longer than a message needs to a server that is there.
const SHORT: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn time_runs_out_and_the_error_says_whether_it_was_sent() {
    let (http, seen) = server(|_, _| None).await;
    let ours = http.clone().layered(Timeout::new(SHORT));
    let towers = http.clone().layered(ServiceBuilder::new().timeout(SHORT));
    for connection in [ours.into_connection(), towers.into_connection()] {
        let error = connection.call(ping()).await.unwrap_err();
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
        assert!(error.may_have_been_received() && error.is_retryable());
    }
    assert_eq!(seen.all().len(), 2);
    // The first holds the only place, so the second is not sent.
    for waiting in [
        http.clone()
            .layered(
                ServiceBuilder::new()
                    .layer(Timeout::new(SHORT))
                    .concurrency_limit(1),
            )
            .into_connection(),
        http.layered(ServiceBuilder::new().concurrency_limit(1))
            .into_connection(),
    ] {
        let before = seen.all().len();
        let first = waiting.call(ping_within(LONG));
        let second = async {
            while seen.all().len() == before {
                tokio::task::yield_now().await;
            }
            waiting.call(ping_within(SHORT)).await
        };
        tokio::select! {
            biased;
            answer = second => {
                let error = answer.unwrap_err();
                assert!(matches!(error, Error::Timeout(_)), "{error:?}");
                assert!(!error.may_have_been_received(), "{error:?}");
            }
            answer = first => panic!("{answer:?}"),
        }
        assert_eq!(seen.all().len(), before + 1);
    }
}

#[tokio::test]
async fn a_call_may_have_more_time_than_the_layer_gives() {
    let url = serve(|mut peer: Peer| async move {
        while let Some(request) = peer.request().await {
            tokio::time::sleep(SHORT * 2).await;
            peer.answer(&request, r#""result":7"#).await;
        }
    })
    .await;
    let socket = WebSocket::connect(&url, ConnectOptions::new())
        .await
        .unwrap();
    let shop = Petshop::with_connection(socket.layered(Timeout::new(SHORT)));
    assert_eq!(shop.ping().with_timeout(LONG).await.unwrap(), 7);
    assert!(matches!(shop.ping().await, Err(Error::Timeout(_))));
}

#[tokio::test]
async fn who_finds_no_place_is_told_at_once() {
    let (http, seen) = server(|_, _| None).await;
    let stack = ServiceBuilder::new().load_shed().concurrency_limit(1);
    let connection = http.layered(stack).into_connection();
    let first = tokio::spawn({
        let connection = connection.clone();
        async move { connection.call(ping()).await }
    });
    while seen.all().is_empty() {
        tokio::task::yield_now().await;
    }
    let error = connection.call(ping()).await.unwrap_err();
    assert!(matches!(error, Error::Layer(_)), "{error:?}");
    assert!(error.is_retryable() && !error.may_have_been_received());
    first.abort();
}

#[tokio::test]
async fn so_many_at_once_and_no_more() {
    let (most, now) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let most_seen = Arc::clone(&most);
    let inner = tower::service_fn(move |_: callwright::layers::Message| {
        let (most, now) = (Arc::clone(&most), Arc::clone(&now));
        async move {
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(1)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            let reply = callwright::Reply::new("7");
            Ok::<_, tower::BoxError>(callwright::layers::Answer::Reply(reply))
        }
    });
    let (http, _) = server(|_, _| None).await;
    let limited = ServiceBuilder::new()
        .layer(Retry::new())
        .concurrency_limit(3)
        .service(inner);
    let connection = callwright::Layered::new(limited, http);
    let calls = (0..100).map(|_| connection.call(ping()));
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(most_seen.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn so_many_in_a_time_and_no_more() {
    let (http, seen) = server(|_, requests| {
        response(
            "200 OK",
            "application/json",
            &answer(&requests[0], r#""result":7"#),
        )
    })
    .await;
    let window = Duration::from_millis(100);
    let stack = ServiceBuilder::new().buffer(64).rate_limit(5, window);
    let connection = http.layered(stack);
    let begun = Instant::now();
    let calls = (0..15).map(|_| connection.call(ping()));
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert!(
        begun.elapsed() >= window * 2,
        "five, a while, five, a while, five"
    );
    assert_eq!(seen.all().len(), 15);
}

#[tokio::test]
async fn calls_that_are_dropped_give_their_places_back() {
    let (http, _) = server(|_, requests| {
        response(
            "200 OK",
            "application/json",
            &answer(&requests[0], r#""result":7"#),
        )
    })
    .await;
    let stack = ServiceBuilder::new()
        .layer(Timeout::new(LONG))
        .layer(Retry::new())
        .concurrency_limit(1);
    let connection = http.layered(stack);
    for round in 0..50_u64 {
        let calls: Vec<_> = (0..20).map(|_| connection.call(ping())).collect();
        let limit = Duration::from_micros(round * 40);
        let _ = tokio::time::timeout(limit, join_all(calls)).await;
    }
    let last = tokio::time::timeout(LONG, connection.call(ping())).await;
    assert_eq!(last.unwrap().unwrap().result, "7");
}
