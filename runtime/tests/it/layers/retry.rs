//! What is sent again, and what never.
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use callwright::{
    ConnectOptions, ConnectionExt, Error, Http, Layered, batch,
    layers::{ConnectionService, Retry, RetryPolicy},
};
use tower::retry::budget::TpsBudget;

use super::{Seen, server};
use crate::{
    petshop::Petshop,
    rude_http::{response, serve},
    rude_ws::answer,
};

/// An address where no other test listens, so that nobody takes a port that was given up.
const ALONE: &str = "127.0.0.77:0";

type Retried = Layered<tower::retry::Retry<RetryPolicy, ConnectionService>>;

/// Four attempts without waiting.
fn at_once() -> Retry {
    Retry::new()
        .with_attempts(4)
        .with_backoff(Duration::ZERO, Duration::from_millis(5))
}

/// A petshop whose server is in trouble before message number `healthy`.
async fn troubled(healthy: usize, retry: Retry) -> (Petshop, Seen) {
    let (http, seen) = server(move |number, requests| match number < healthy {
        true => response("503 Busy", "text/html", "<html>busy"),
        false => response(
            "200 OK",
            "application/json",
            &answer(&requests[0], r#""result":7"#),
        ),
    })
    .await;
    (Petshop::with_connection(http.layered(retry)), seen)
}

#[tokio::test]
async fn only_what_may_stand_twice_is_sent_twice() {
    let (shop, seen) = troubled(3, at_once()).await;
    let error = shop.ping().await.unwrap_err();
    assert!(error.status() == Some(503) && error.may_have_been_received());
    assert_eq!(seen.all().len(), 1);
    let (shop, seen) = troubled(3, at_once()).await;
    assert_eq!(shop.ping().with_idempotent(true).await.unwrap(), 7);
    assert_eq!(seen.all().len(), 3);
    let (shop, seen) = troubled(9, at_once()).await;
    let error = shop.ping().with_idempotent(true).await.unwrap_err();
    assert_eq!((error.status(), seen.all().len()), (Some(503), 4));
}

#[tokio::test]
async fn what_was_not_sent_is_sent_again() {
    let port = std::net::TcpListener::bind(ALONE).unwrap();
    let address = port.local_addr().unwrap();
    drop(port);
    let retry = Retry::new()
        .with_attempts(1000)
        .with_budget(None)
        .with_backoff(Duration::from_millis(1), Duration::from_millis(20));
    let http = Http::new(&format!("http://{address}"), ConnectOptions::new()).unwrap();
    let shop = Petshop::with_connection(http.layered(retry));
    let call = tokio::spawn(async move { shop.ping().await });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!call.is_finished());
    let (other, handle) = crate::server::start_at(address).await;
    assert_eq!(other, address);
    let answer = tokio::time::timeout(Duration::from_secs(30), call)
        .await
        .unwrap();
    assert_eq!(answer.unwrap().unwrap(), 7);
    drop(handle);
}

#[tokio::test]
async fn errors_that_stay_are_not_tried_again() {
    for (retry, expected) in [
        (at_once(), 1),
        (
            at_once().when(|error| error.server().is_some_and(|error| error.code() == 42)),
            4,
        ),
    ] {
        let (http, seen) = server(|_, requests| {
            let error = answer(&requests[0], r#""error":{"code":42,"message":"no"}"#);
            response("200 OK", "application/json", &error)
        })
        .await;
        let shop = Petshop::with_connection(http.layered(retry));
        let error = shop.ping().with_idempotent(true).await.unwrap_err();
        assert_eq!(error.server().unwrap().code(), 42);
        assert_eq!(seen.all().len(), expected);
    }
}

#[tokio::test]
async fn a_budget_bounds_what_all_send_again() {
    let none = Arc::new(TpsBudget::new(Duration::from_secs(60), 0, 0.0));
    let (shop, seen) = troubled(9, at_once().with_budget(Some(none))).await;
    shop.ping().with_idempotent(true).await.unwrap_err();
    assert_eq!(seen.all().len(), 1);
    let few = Arc::new(TpsBudget::new(Duration::from_secs(2), 1, 0.0));
    let (shop, seen) = troubled(9, at_once().with_budget(Some(few))).await;
    shop.ping().with_idempotent(true).await.unwrap_err();
    assert_eq!(seen.all().len(), 3);
}

#[tokio::test]
async fn attempts_stand_apart() {
    let backoff = Duration::from_millis(40);
    let retry = Retry::new()
        .with_backoff(backoff, backoff * 10)
        .with_jitter(0.0);
    let (shop, seen) = troubled(3, retry).await;
    let begun = Instant::now();
    shop.ping().with_idempotent(true).await.unwrap();
    assert_eq!(seen.all().len(), 3);
    assert!(begun.elapsed() >= backoff * 3, "once and twice the time");
}

/// Says that it is busy for a second, and then no more.
async fn busy(retry: Retry) -> (Petshop, Seen) {
    let (http, seen) = server(|number, requests| match number {
        1 => Some("HTTP/1.1 429 Slow\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n".to_owned()),
        _ => {
            let all = requests.iter().map(|one| answer(one, r#""result":7"#));
            let all: Vec<_> = all.collect();
            let body = match &all[..] {
                [one] => one.clone(),
                all => format!("[{}]", all.join(",")),
            };
            response("200 OK", "application/json", &body)
        }
    })
    .await;
    (Petshop::with_connection(http.layered(retry)), seen)
}

#[tokio::test]
async fn a_server_is_left_alone_as_long_as_it_asks() {
    let second = Duration::from_secs(1);
    let (shop, seen) = busy(at_once()).await;
    let begun = Instant::now();
    assert_eq!(shop.ping().with_idempotent(true).await.unwrap(), 7);
    assert!(begun.elapsed() >= second && seen.all().len() == 2);

    let (shop, seen) = busy(at_once()).await;
    let begun = Instant::now();
    let two = [(); 2].map(|()| shop.ping().with_idempotent(true));
    assert!(batch(two).await.iter().all(Result::is_ok));
    assert!(begun.elapsed() >= second && seen.all().len() == 2);

    let (shop, seen) = busy(at_once().with_max_retry_after(second / 2)).await;
    let error = shop.ping().with_idempotent(true).await.unwrap_err();
    assert_eq!((error.retry_after(), seen.all().len()), (Some(second), 1));
}

#[tokio::test]
async fn of_a_batch_those_are_sent_again_that_may_be() {
    let (http, seen) = server(|number, requests| {
        let answers = requests.iter().enumerate().map(|(place, request)| {
            let member = match (number, place) {
                (1, 0 | 1 | 3) | (2, 0) => r#""error":{"code":1,"message":"busy"}"#.to_owned(),
                _ => format!(r#""result":{number}"#),
            };
            answer(request, &member)
        });
        let answers: Vec<_> = answers.collect();
        match &answers[..] {
            [one] => response("503 Busy", "application/json", one)
                .filter(|_| number == 2)
                .or_else(|| response("200 OK", "application/json", one)),
            all => response(
                "503 Busy",
                "application/json",
                &format!("[{}]", all.join(",")),
            ),
        }
    })
    .await;
    let shop = Petshop::with_connection(http.layered(at_once()));
    let outcomes = batch([
        shop.sum(0).with_idempotent(true),
        shop.sum(1),
        shop.sum(2),
        shop.sum(3).with_idempotent(true),
    ])
    .await;
    assert_eq!(seen.all(), ["sum+sum+sum+sum", "sum+sum", "sum"]);
    let got: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.as_ref().ok())
        .collect();
    assert_eq!(got, [Some(&3), None, Some(&1), Some(&2)]);
}

#[tokio::test]
async fn a_lost_batch_says_of_each_whether_it_may_have_arrived() {
    let url = serve(|_| Some(String::new())).await;
    let http = Http::new(&url, ConnectOptions::new()).unwrap();
    let shop = Petshop::with_connection(http.layered(at_once()));
    let outcomes = batch([shop.sum(0).with_idempotent(true), shop.sum(1)]).await;
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.may_have_been_received(), "{error:?}");
    }
}

#[tokio::test]
async fn a_call_refused_at_last_may_have_arrived_before() {
    // The first answer breaks off, and then nobody is there.
    let listener = tokio::net::TcpListener::bind(ALONE).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut byte = [0; 1];
        tokio::io::AsyncReadExt::read(&mut socket, &mut byte)
            .await
            .unwrap();
    });
    let http = Http::new(&url, ConnectOptions::new()).unwrap();
    let shop: Retried = http.layered(at_once());
    let error = Petshop::with_connection(shop)
        .ping()
        .with_idempotent(true)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(error.may_have_been_received());
}

#[tokio::test]
async fn odd_settings_are_mended() {
    let none = Retry::new().with_attempts(0);
    let short = Retry::new().with_backoff(Duration::MAX, Duration::ZERO);
    let printed = format!("{none:?} {short:?}");
    assert!(printed.contains("attempts: 0"), "{printed}");
    assert!(printed.contains("1ns..1ns"), "{printed}");
    for jitter in [f64::NAN, -1.0, 1e9] {
        let long = Retry::new().with_backoff(Duration::MAX, Duration::MAX);
        let long = long.with_jitter(jitter).with_max_retry_after(Duration::MAX);
        let (shop, seen) = troubled(9, long).await;
        let limit = Duration::from_secs(1);
        let call = shop.ping().with_idempotent(true).with_timeout(limit);
        assert!(matches!(call.await, Err(Error::Timeout(_))));
        assert_eq!(seen.all().len(), 1);
    }
}
