//! Pings, parts and goodbyes of a WebSocket.
use std::time::Duration;

use callwright::{ConnectOptions, Error, KeepAlive, WebSocket};

use super::connect;
use crate::{
    petshop::Petshop,
    rude_ws::{CLOSE, FIN, PING, PONG, Peer, TEXT, answer, serve},
};

#[tokio::test]
async fn messages_come_in_parts_with_pings_between() {
    let (heard, mut hear) = tokio::sync::mpsc::unbounded_channel();
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        let text = answer(&request, r#""result":7"#);
        let (first, rest) = text.split_at(9);
        peer.frame(TEXT, first.as_bytes()).await;
        peer.frame(FIN | PING, b"are you there").await;
        peer.frame(0, b"").await;
        peer.frame(FIN, rest.as_bytes()).await;
        heard.send(peer.receive().await.unwrap()).unwrap();
        let mut reason = 1008_u16.to_be_bytes().to_vec();
        reason.extend(b"too many calls");
        let _ = peer.request().await;
        peer.frame(FIN | CLOSE, &reason).await;
        heard.send(peer.receive().await.unwrap()).unwrap();
    })
    .await;
    let (socket, shop) = connect(&url).await;
    assert_eq!(shop.ping().await.unwrap(), 7);
    assert_eq!(
        hear.recv().await.unwrap(),
        (PONG, b"are you there".to_vec())
    );
    let error = shop.ping().await.unwrap_err();
    let said = format!("`ping`: {url} has closed the connection (code 1008): too many calls");
    assert_eq!(error.to_string(), said);
    assert!(matches!(error, Error::Closed(_)) && socket.is_closed());
    assert_eq!(
        hear.recv().await.unwrap(),
        (CLOSE, 1008_u16.to_be_bytes().to_vec())
    );
}

#[tokio::test]
async fn a_peer_that_answers_no_ping_is_gone() {
    let keep_alive = KeepAlive {
        interval: Duration::from_millis(20),
        deadline: Duration::from_millis(60),
    };
    let options = ConnectOptions::new().with_keep_alive(keep_alive);
    // It answers pings for a while, and then it does not read any more.
    let url = serve(|mut peer: Peer| async move {
        peer.request().await.unwrap();
        for _ in 0..3 {
            let (opcode, payload) = peer.receive().await.unwrap();
            assert_eq!(opcode, PING);
            peer.frame(FIN | PONG, &payload).await;
        }
        std::future::pending().await
    })
    .await;
    let socket = WebSocket::connect(&url, options).await.unwrap();
    let error = Petshop::with_connection(socket).ping().await.unwrap_err();
    assert!(matches!(error, Error::Closed(_)), "{error:?}");
    let said = "is silent: no answer to a ping came in 60ms";
    assert!(error.to_string().ends_with(said), "{error}");
}

#[tokio::test]
async fn a_peer_that_is_asked_for_nothing_may_be_silent() {
    let options = ConnectOptions::new().with_keep_alive(None);
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        let silent = tokio::time::timeout(Duration::from_millis(100), peer.receive()).await;
        assert!(silent.is_err(), "{silent:?}");
        peer.answer(&request, r#""result":7"#).await;
        while peer.request().await.is_some() {}
    })
    .await;
    let socket = WebSocket::connect(&url, options).await.unwrap();
    assert_eq!(Petshop::with_connection(socket).ping().await.unwrap(), 7);
}
