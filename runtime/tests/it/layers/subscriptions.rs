//! Subscriptions through layers that try more than once.
use std::time::Duration;

use callwright::{
    ConnectOptions, ConnectionExt, Error, IntoConnection, Params, Request, Streaming, Subscribe,
    WebSocket,
    layers::{Retry, Timeout},
};
use tower::ServiceBuilder;

use crate::rude_ws::{Peer, serve};

const STREAMING: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe");

async fn tick(peer: &mut Peer, id: u64, number: i64) {
    let params = format!(r#"{{"subscription":{id},"result":{number}}}"#);
    peer.text(&format!(
        r#"{{"jsonrpc":"2.0","method":"tick","params":{params}}}"#
    ))
    .await;
}

async fn ticks(url: &str, stack: impl Fn() -> Retry) -> Subscribe<i64> {
    let socket = WebSocket::connect(url, ConnectOptions::new())
        .await
        .unwrap();
    let layers = ServiceBuilder::new()
        .layer(stack())
        .layer(Timeout::new(Duration::from_secs(2)));
    let connection = socket.layered(layers).into_connection();
    let request = Request::new("subscribe", Params::by_position());
    Subscribe::dynamic(connection, request, STREAMING).with_idempotent(true)
}

/// Answers the first request that subscribes late, and each other at once, by its number. Gives the
/// ids that were left once the client has closed.
async fn late(mut peer: Peer) -> (Vec<u64>, u64) {
    let (mut first, mut number, mut left) = (None, 0, Vec::new());
    while let Some(request) = peer.request().await {
        if request["method"] == "unsubscribe" {
            left.push(request["params"][0].as_u64().unwrap());
            peer.answer(&request, r#""result":true"#).await;
            continue;
        }
        number += 1;
        if number == 1 {
            first = Some(request);
            continue;
        }
        if let Some(first) = first.take() {
            peer.answer(&first, r#""result":1"#).await;
            tick(&mut peer, 1, -1).await;
        }
        peer.answer(&request, &format!(r#""result":{number}"#))
            .await;
        tick(&mut peer, number, number as i64).await;
    }
    left.sort();
    (left, number)
}

#[tokio::test]
async fn the_try_that_came_too_late_is_left() {
    let (told, tell) = tokio::sync::oneshot::channel();
    let url = serve(|peer: Peer| async move { told.send(late(peer).await).unwrap() }).await;
    let call = ticks(&url, || Retry::new().with_attempts(50).with_budget(None)).await;
    let mut stream = call.await.unwrap();
    let id: i64 = stream.id().unwrap().get().parse().unwrap();
    assert!(id > 1);
    assert_eq!(stream.next().await.unwrap().unwrap(), id);
    stream.unsubscribe().await.unwrap();
    let (left, tries) = tell.await.unwrap();
    assert_eq!(
        left,
        (1..=tries).collect::<Vec<_>>(),
        "each that the server began"
    );
}

#[tokio::test]
async fn a_stream_ends_with_its_connection() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        tick(&mut peer, 1, 0).await;
        peer.answer(&request, r#""result":1"#).await;
        tick(&mut peer, 1, 1).await;
    })
    .await;
    let mut stream = ticks(&url, Retry::new).await.await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 0);
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let end = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(end, Error::Closed(_)), "{end:?}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_refusal_is_told_as_it_came() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        peer.answer(&request, r#""error":{"code":9,"message":"no"}"#)
            .await;
        assert_eq!(peer.request().await, None);
    })
    .await;
    let error = ticks(&url, Retry::new).await.await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), 9);
}
