//! Subscriptions and notifications over a WebSocket, from a server that keeps to nothing.
mod misbehaved;
mod slow;

use callwright::{
    ConnectOptions, Connection, Error, IntoConnection, Listen, Params, Request, ServerNotification,
    Streaming, Subscribe, WebSocket,
};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::rude_ws::{Peer, serve};
use crate::script::Script;

const STREAMING: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"])
    .unsubscribe("unsubscribe");

/// A call that subscribes to numbers, and the connection that it is made over.
async fn ticks(url: &str) -> (WebSocket, Subscribe<i64>) {
    let socket = WebSocket::connect(url, ConnectOptions::new())
        .await
        .unwrap();
    let connection = socket.clone().into_connection();
    let request = Request::new("subscribe", Params::by_position());
    (socket, Subscribe::dynamic(connection, request, STREAMING))
}

/// Sends a number for a subscription.
async fn tick(peer: &mut Peer, id: &str, number: i64) {
    peer.text(&format!(
        r#"{{"jsonrpc":"2.0","method":"tick","params":{{"subscription":{id},"result":{number}}}}}"#
    ))
    .await;
}

/// Waits for the request that unsubscribes, and answers it.
async fn unsubscribed(peer: &mut Peer, id: &str) {
    let request = peer.request().await.unwrap();
    assert_eq!(request["method"], "unsubscribe");
    assert_eq!(
        request["params"],
        serde_json::from_str::<Value>(&format!("[{id}]")).unwrap()
    );
    peer.answer(&request, r#""result":true"#).await;
}

/// Reads until the client has closed.
async fn silence(mut peer: Peer) {
    assert_eq!(peer.request().await, None);
}

#[tokio::test]
async fn ids_are_compared_as_they_are_written() {
    for id in [
        "7",
        r#""0x1""#,
        "18446744073709551617",
        r#""36893488147419103232""#,
        r#""""#,
    ] {
        let url = serve(move |mut peer: Peer| async move {
            let request = peer.request().await.unwrap();
            peer.answer(&request, &format!(r#""result":{id}"#)).await;
            for (to, number) in [(id, 1), ("18446744073709551616", 2), (id, 3)] {
                tick(&mut peer, to, number).await;
            }
            unsubscribed(&mut peer, id).await;
            silence(peer).await;
        })
        .await;
        let (socket, call) = ticks(&url).await;
        let mut stream = call.await.unwrap();
        assert_eq!(stream.id().unwrap().get(), id);
        assert_eq!(stream.next().await.unwrap().unwrap(), 1);
        assert_eq!(stream.next().await.unwrap().unwrap(), 3);
        stream.unsubscribe().await.unwrap();
        assert_eq!((socket.stray_frames(), socket.in_flight()), (1, 0));
    }
}

#[tokio::test]
async fn what_comes_before_the_answer_is_not_lost() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        tick(&mut peer, "1", 1).await;
        tick(&mut peer, "2", -1).await;
        tick(&mut peer, "1", 2).await;
        peer.answer(&request, r#""result":"1""#).await;
        tick(&mut peer, r#""1""#, 3).await;
        silence_after(peer, 1).await;
    })
    .await;
    let (socket, call) = ticks(&url).await;
    let stream = call.await.unwrap();
    let numbers: Vec<i64> = stream.take(3).map(Result::unwrap).collect().await;
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(socket.stray_frames(), 1, "that of another subscription");
}

/// Reads so many requests, and then until the client has closed.
async fn silence_after(mut peer: Peer, requests: usize) {
    for _ in 0..requests {
        assert!(peer.request().await.is_some());
    }
    silence(peer).await;
}

#[tokio::test]
async fn a_dropped_subscription_unsubscribes() {
    let (told, tell) = oneshot::channel();
    let url = serve(|mut peer: Peer| async move {
        for id in ["1", "2"] {
            let request = peer.request().await.unwrap();
            peer.answer(&request, &format!(r#""result":{id}"#)).await;
        }
        let request = peer.request().await.unwrap();
        assert_eq!(request["params"][0], 1);
        // What is on its way already is for nobody, and no stray either.
        tick(&mut peer, "1", 1).await;
        tick(&mut peer, "2", 2).await;
        peer.answer(&request, r#""result":true"#).await;
        tick(&mut peer, "1", 3).await;
        tick(&mut peer, "2", 4).await;
        unsubscribed(&mut peer, "2").await;
        silence(peer).await;
        told.send(()).unwrap();
    })
    .await;
    let (socket, call) = ticks(&url).await;
    let first = call.clone().await.unwrap();
    let mut second = call.await.unwrap();
    drop(first);
    assert_eq!(second.next().await.unwrap().unwrap(), 2);
    assert_eq!(second.next().await.unwrap().unwrap(), 4);
    assert_eq!(socket.stray_frames(), 1, "the one behind the answer");
    // The last that keeps the connection says goodbye before it goes.
    drop(socket);
    drop(second);
    tell.await
        .expect("the server hears both goodbyes and the end");
}

#[tokio::test]
async fn a_dropped_call_unsubscribes_when_its_answer_comes() {
    let (dropped, is_dropped) = oneshot::channel();
    let (told, tell) = oneshot::channel();
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        is_dropped.await.unwrap();
        peer.answer(&request, r#""result":1"#).await;
        unsubscribed(&mut peer, "1").await;
        told.send(()).unwrap();
        let ping = peer.request().await.unwrap();
        peer.answer(&ping, r#""result":2"#).await;
        silence(peer).await;
    })
    .await;
    let (socket, call) = ticks(&url).await;
    let limit = std::time::Duration::from_millis(500);
    let error = call.with_timeout(limit).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    assert_eq!(socket.in_flight(), 0);
    dropped.send(()).unwrap();
    tell.await.expect("the server hears that it is left");
    let request = Request::new("ping", Params::by_position());
    socket.call(request).await.unwrap();
    assert_eq!(socket.stray_frames(), 0);
}

#[tokio::test]
async fn who_listens_hears_what_no_subscription_takes() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        peer.answer(&request, r#""result":1"#).await;
        tick(&mut peer, "1", 1).await;
        tick(&mut peer, "5", 2).await;
        peer.text(r#"{"jsonrpc":"2.0","method":"bell"}"#).await;
        peer.text(r#"{"jsonrpc":"2.0","id":null,"method":"bell","params":[1]}"#)
            .await;
        silence_after(peer, 1).await;
    })
    .await;
    let (socket, call) = ticks(&url).await;
    let listen: Listen = Listen::new(socket.clone().into_connection());
    let (mut first, second) = (listen.clone().await.unwrap(), listen.await.unwrap());
    let mut stream = call.await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let heard = |all: Vec<Result<ServerNotification, Error>>| {
        let all = all.into_iter().map(Result::unwrap);
        let said = |n: ServerNotification| {
            format!("{} {}", n.method(), String::from_utf8_lossy(n.params()))
        };
        all.map(said).collect::<Vec<_>>()
    };
    let expected = [
        r#"tick {"subscription":5,"result":2}"#,
        "bell {}",
        "bell [1]",
    ];
    assert_eq!(heard(second.take(3).collect().await), expected);
    assert_eq!(heard(first.by_ref().take(3).collect().await), expected);
    assert_eq!(socket.stray_frames(), 0);
}

#[tokio::test]
async fn a_connection_of_answers_only_says_so() {
    let connection = Script::default().into_connection();
    let request = Request::new("subscribe", Params::by_position());
    let call: Subscribe<i64> = Subscribe::dynamic(connection.clone(), request, STREAMING);
    let error = call.await.unwrap_err();
    assert!(
        matches!(error, Error::Subscription(_)) && !error.is_retryable(),
        "{error:?}"
    );
    assert_eq!(error.method(), Some("subscribe"));
    let listen: Listen = Listen::new(connection);
    assert!(matches!(listen.await, Err(Error::Subscription(_))));
}
