//! Subscriptions of services over every transport that lasts: items, ends, failures, limits, and clients that go or do not read.
mod ends;
mod limits;
pub(crate) mod service;

use std::sync::{Arc, atomic::AtomicUsize};

use callwright::{Connection, ServeOptions, Server, Streaming, Subscribe};
use serde_json::json;
use service::Clock;

use crate::serve::{in_time, request};

/// As a generated client has it of a document.
const TICKS: Streaming = Streaming::by(&["ticks"])
    .id(&["subscription"])
    .item(&["result"])
    .params(&["subscription", "result", "error"])
    .unsubscribe_by_name("unsubscribe_ticks", "subscription");

/// A server at every address that lasts, and a client at each of them.
async fn everywhere() -> (Server, Clock, Vec<Arc<dyn Connection>>) {
    serving(ServeOptions::new()).await
}

async fn serving(options: ServeOptions) -> (Server, Clock, Vec<Arc<dyn Connection>>) {
    let clock = Clock::default();
    let server = Server::with_options(clock.clone(), options);
    let clients = super::clients(&server).await;
    (server, clock, clients)
}

fn subscribe(client: &Arc<dyn Connection>, kind: &str, count: u64) -> Subscribe<u64> {
    let request = request("ticks", &[json!(kind), json!(count)]);
    Subscribe::dynamic(Arc::clone(client), request, TICKS)
}

/// Waits until so many streams are there.
async fn settles(open: &AtomicUsize, expected: usize) {
    in_time(async {
        while open.load(std::sync::atomic::Ordering::SeqCst) != expected {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn items_come_in_their_order_behind_the_id() {
    let (server, _clock, clients) = everywhere().await;
    for client in &clients {
        let mut one = in_time(subscribe(client, "count", 100).into_future())
            .await
            .unwrap();
        let mut other = in_time(subscribe(client, "count", 3).into_future())
            .await
            .unwrap();
        assert_ne!(one.id().unwrap().get(), other.id().unwrap().get());
        for expected in 0..100 {
            assert_eq!(in_time(one.next()).await.unwrap().unwrap(), expected);
        }
        assert!(in_time(one.next()).await.is_none());
        assert!(in_time(one.next()).await.is_none());
        for expected in 0..3 {
            assert_eq!(in_time(other.next()).await.unwrap().unwrap(), expected);
        }
        assert!(in_time(other.next()).await.is_none());
    }
    drop(server);
}

#[tokio::test]
async fn a_stream_that_fails_says_why_and_ends() {
    let (_server, _clock, clients) = everywhere().await;
    for client in &clients {
        for (kind, code, data) in [("fail", 42, Some(2_u64)), ("panic", -32603, None)] {
            let mut stream = in_time(subscribe(client, kind, 2).into_future())
                .await
                .unwrap();
            for expected in 0..2 {
                assert_eq!(in_time(stream.next()).await.unwrap().unwrap(), expected);
            }
            let error = in_time(stream.next()).await.unwrap().unwrap_err();
            let error = error.server().unwrap();
            assert_eq!((error.code(), error.data::<u64>().unwrap()), (code, data));
            assert!(!error.message().contains("secret"), "{error}");
            assert!(in_time(stream.next()).await.is_none());
        }
    }
}

#[tokio::test]
async fn a_method_may_refuse_to_subscribe() {
    let (_server, clock, clients) = everywhere().await;
    for client in &clients {
        let refused = in_time(subscribe(client, "refuse", 0).into_future()).await;
        assert_eq!(refused.unwrap_err().server().unwrap().code(), 43);
    }
    settles(&clock.open, 0).await;
}

#[tokio::test]
#[cfg(all(feature = "http", feature = "serve-http"))]
async fn nothing_is_subscribed_where_nothing_can_be_sent() {
    let clock = Clock::default();
    let server = Server::new(clock.clone());
    let listening = server.listen("http://127.0.0.1:0").await.unwrap();
    let client = in_time(callwright::connect(listening.url())).await.unwrap();
    let asked = request("ticks", &[json!("count"), json!(1)]);
    let error = in_time(client.call(asked)).await.unwrap_err();
    let error = error.server().unwrap();
    assert_eq!(error.code(), -32601);
    for word in ["`ticks`", "ws:", "tcp:", "unix:"] {
        assert!(error.message().contains(word), "{error}");
    }
    assert_eq!(clock.taken.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[test]
fn the_document_says_how_it_subscribes() {
    use callwright::Service as _;
    let document = Clock::default().document().unwrap();
    let said = |name: &str| json!(document.method(name).unwrap());
    let ticks = said("ticks");
    assert_eq!(
        ticks["x-subscription"],
        json!({"unsubscribe": "unsubscribe_ticks"})
    );
    assert_eq!(ticks["x-notification-schema"]["type"], "integer");
    assert_eq!(ticks["result"]["schema"]["type"], "integer");
    let codes: Vec<_> = ticks["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["code"])
        .collect();
    assert_eq!(codes, [42, 43]);
    assert_eq!(ticks["x-error-data"]["42"]["type"], "integer");
    let blobs = said("blobs");
    assert_eq!(blobs["x-subscription"]["notification"], json!(["blob"]));
    assert_eq!(blobs["x-notification-schema"]["type"], "string");
    let end = said("no_more_blobs");
    assert_eq!(end["params"][0]["name"], "subscription");
    assert_eq!(end["result"]["schema"]["type"], "boolean");
}
