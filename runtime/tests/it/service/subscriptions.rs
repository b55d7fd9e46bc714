//! Subscriptions of services over every transport that lasts: items, ends, failures, limits, and clients that go or do not read.
mod ends;
mod limits;
mod service;

use std::sync::{Arc, atomic::AtomicUsize};

use callwright::{
    ConnectOptions, Connection, Error, ServeOptions, Server, Streaming, Subscribe, connect_with,
};
use service::Clock;

use crate::serve::{Place, in_time, request};

/// As a generated client has it of a document.
const TICKS: Streaming = Streaming::by(&["ticks"])
    .id(&["subscription"])
    .item(&["result"])
    .params(&["subscription", "result", "error"])
    .unsubscribe("unsubscribe_ticks");

/// A server at every address that lasts, and a client at each of them.
async fn everywhere() -> (Server, Clock, Vec<Arc<dyn Connection>>) {
    serving(ServeOptions::new()).await
}

async fn serving(options: ServeOptions) -> (Server, Clock, Vec<Arc<dyn Connection>>) {
    let clock = Clock::default();
    let server = Server::with_options(clock.clone(), options);
    let mut urls = vec!["tcp://127.0.0.1:0".to_owned()];
    urls.push("msgpack+tcp://127.0.0.1:0".to_owned());
    let place = Place::new();
    #[cfg(unix)]
    urls.push(place.url());
    let mut clients = Vec::new();
    for url in urls {
        let listening = server.listen(&url).await.unwrap();
        let client = connect_with(listening.url(), ConnectOptions::new());
        clients.push(in_time(client).await.unwrap());
    }
    drop(place);
    (server, clock, clients)
}

fn subscribe(client: &Arc<dyn Connection>, kind: &str, count: u64) -> Subscribe<u64> {
    let request = request(
        "ticks",
        &[serde_json::json!(kind), serde_json::json!(count)],
    );
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
async fn nothing_is_subscribed_where_nothing_can_be_sent() {
    use callwright::{Context, Handlers, Incoming};
    let handlers = Handlers::from(Clock::default());
    let context = Context::new("a request of HTTP");
    let asked = Incoming::new("ticks", br#"["count",1]"#, &context);
    let error = handlers.answer(asked).unwrap().await.unwrap_err();
    assert_eq!(error.code(), -32601);
    for word in ["`ticks`", "ws:", "tcp:", "unix:"] {
        assert!(error.message().contains(word), "{error}");
    }
    let error: Error = Error::Server(error);
    assert!(!error.is_retryable());
}
