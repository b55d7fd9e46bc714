//! Answers without an id, items of another type, errors in their place, and ends in the middle.
use callwright::{Error, IntoConnection, Params, Request, Streaming, Subscribe};

use super::{Peer, STREAMING, serve, silence, silence_after, tick, ticks, unsubscribed};

#[tokio::test]
async fn an_answer_without_an_id_is_an_error_of_one_call() {
    let url = serve(|mut peer: Peer| async move {
        for member in [
            r#""result":null"#,
            r#""result":{"id":1}"#,
            r#""error":{"code":5,"message":"no"}"#,
            r#""result":3"#,
        ] {
            let request = peer.request().await.unwrap();
            tick(&mut peer, "3", 4).await;
            peer.answer(&request, member).await;
        }
        unsubscribed(&mut peer, "3").await;
        silence(peer).await;
    })
    .await;
    let (socket, call) = ticks(&url).await;
    for _ in 0..2 {
        let error = call.clone().await.unwrap_err();
        assert!(matches!(error, Error::Subscription(_)), "{error:?}");
    }
    let error = call.clone().await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), 5);
    let mut stream = call.await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 4);
    assert_eq!((socket.stray_frames(), socket.is_closed()), (3, false));
}

#[tokio::test]
async fn an_odd_item_does_not_end_the_stream() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        peer.answer(&request, r#""result":1"#).await;
        for params in [
            r#"{"subscription":1,"result":"x"}"#,
            r#"{"subscription":1}"#,
            r#"{"subscription":1,"error":{"code":9,"message":"gone"}}"#,
            r#"{"subscription":1,"result":7,"more":[]}"#,
        ] {
            peer.text(&format!(r#"{{"method":"tick","params":{params}}}"#))
                .await;
        }
        silence_after(peer, 1).await;
    })
    .await;
    let (_socket, call) = ticks(&url).await;
    let mut stream = call.await.unwrap();
    for expected in ["`tick`", "nothing at `result`"] {
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(error.to_string().contains(expected), "{error}");
    }
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.server().unwrap().code(), 9);
    assert_eq!(stream.next().await.unwrap().unwrap(), 7);
}

#[tokio::test]
async fn the_end_of_the_connection_ends_the_stream() {
    let url = serve(|mut peer: Peer| async move {
        let request = peer.request().await.unwrap();
        peer.answer(&request, r#""result":1"#).await;
        tick(&mut peer, "1", 1).await;
    })
    .await;
    let (socket, call) = ticks(&url).await;
    let mut stream = call.clone().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    assert!(matches!(
        stream.next().await.unwrap(),
        Err(Error::Closed(_))
    ));
    assert!(stream.next().await.is_none());
    assert!(socket.is_closed());
    assert!(matches!(call.await, Err(Error::Closed(_))));
    stream.unsubscribe().await.unwrap();
}

#[tokio::test]
async fn without_an_id_all_notifications_of_the_method_are_taken() {
    let url = serve(|mut peer: Peer| async move {
        for _ in 0..2 {
            let request = peer.request().await.unwrap();
            assert_eq!(request["params"][0], "opened");
            peer.answer(&request, r#""result":null"#).await;
        }
        for number in 1..=2 {
            peer.text(&format!(r#"{{"method":"opened","params":[{number}]}}"#))
                .await;
        }
        let request = peer.request().await.unwrap();
        assert_eq!(
            (&request["method"], &request["params"][0]),
            (&"unwatch".into(), &"opened".into())
        );
        peer.answer(&request, r#""result":null"#).await;
        silence(peer).await;
    })
    .await;
    let (socket, _) = ticks(&url).await;
    const OPENED: Streaming = Streaming::by(&["opened"]).unsubscribe("unwatch");
    let params = Params::by_position().with("event", "opened").unwrap();
    let request = Request::new("watch", params);
    let call: Subscribe<[i64; 1]> =
        Subscribe::dynamic(socket.clone().into_connection(), request, OPENED);
    let (mut first, mut second) = (call.clone().await.unwrap(), call.await.unwrap());
    assert!(first.id().is_none());
    assert_eq!(first.next().await.unwrap().unwrap(), [1]);
    // The other still takes them, so the server is told of the last one only.
    drop(first);
    assert_eq!(second.next().await.unwrap().unwrap(), [1]);
    assert_eq!(second.next().await.unwrap().unwrap(), [2]);
    second.unsubscribe().await.unwrap();
    assert_eq!(STREAMING.methods, ["tick"]);
}
