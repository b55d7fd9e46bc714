//! Batches over a WebSocket, against jsonrpsee's server and a rude one.
use std::time::Duration;

use callwright::{ConnectOptions, Error, WebSocket, batch};
use serde_json::{Value, json};

use super::begin;
use crate::{
    petshop::Petshop,
    rude_ws::{Peer, serve},
    server,
};

async fn connect(url: &str, options: ConnectOptions) -> (WebSocket, Petshop) {
    let socket = WebSocket::connect(url, options).await.unwrap();
    (socket.clone(), Petshop::with_connection(socket))
}

#[tokio::test]
async fn the_petshop_in_batches() {
    let (address, _handle) = server::start().await;
    for limit in [usize::MAX, 3, 1] {
        let options = ConnectOptions::new().with_max_batch(limit);
        let (socket, shop) = connect(&format!("ws://{address}"), options).await;
        super::visit(&shop).await;
        assert_eq!((socket.in_flight(), socket.stray_frames()), (0, 0));
    }
}

/// The results of three calls to a server that answers each batch with these frames, where `$0`
/// stands for the first id and so on; how many strays there were.
async fn three(frames: &'static [&'static str]) -> (Vec<Result<i64, Error>>, u64) {
    let url = serve(move |mut peer: Peer| async move {
        while let Some(request) = peer.request().await {
            let Some(ids) = request.as_array() else {
                peer.answer(&request, r#""result":7"#).await;
                continue;
            };
            for frame in frames {
                let mut frame = frame.to_string();
                for (place, call) in ids.iter().enumerate() {
                    frame = frame.replace(&format!("${place}"), &call["id"].to_string());
                }
                peer.text(&frame).await;
            }
        }
    })
    .await;
    let (socket, shop) = connect(&url, ConnectOptions::new()).await;
    let calls = [shop.sum(0), shop.sum(1), shop.sum(2)];
    let results = batch(calls).with_timeout(Duration::from_secs(2)).await;
    assert_eq!(shop.ping().await.unwrap(), 7, "the connection lives");
    assert_eq!(socket.in_flight(), 0);
    (results, socket.stray_frames())
}

fn texts(results: Vec<Result<i64, Error>>) -> Vec<String> {
    let text = |result: Result<i64, Error>| match result {
        Ok(number) => i64::to_string(&number),
        Err(Error::Server(error)) => error.message().to_owned(),
        Err(error) => error.to_string(),
    };
    results.into_iter().map(text).collect()
}

#[tokio::test]
async fn answers_come_in_any_way() {
    const TWO: &str = r#"{"id":$2,"result":2}"#;
    for frames in [
        &[r#"[{"id":$2,"result":2},{"id":$0,"result":0},{"id":"$1","result":1}]"#][..],
        &[TWO, r#"{"id":$0,"result":0}"#, r#"{"id":$1,"result":1}"#],
        &[
            "ping",
            r#"{"method":"tick"}"#,
            "\u{feff} [{\"id\":$1,\"result\":1},{\"id\":$0,\"result\":0},{\"id\":$2,\"result\":2}]\r\n",
        ],
    ] {
        let (results, strays) = three(frames).await;
        assert_eq!(texts(results), ["0", "1", "2"]);
        assert_eq!(
            strays,
            frames.len() as u64 / 3 * u64::from(frames[0] == "ping") * 2
        );
    }
}

#[tokio::test]
async fn what_is_missing_says_so_and_the_rest_is_counted() {
    let (results, strays) = three(&[
        r#"[{"id":$2,"result":2},{"id":$2,"result":5},{"id":70,"result":1},{"method":"tick"},{"id":$0,"result":0}]"#,
        r#"{"id":$1,"result":1}"#,
    ])
    .await;
    let results = texts(results);
    assert_eq!((&*results[0], &*results[2]), ("0", "2"));
    let said = "`sum`: the answer to the batch has none to this call: [{\"id\":";
    assert!(results[1].starts_with(said), "{}", results[1]);
    // Twice, to nobody, a notification, and the late one.
    assert_eq!(strays, 4);
}

#[tokio::test]
async fn a_refusal_is_for_every_call() {
    for (frame, said) in [
        (
            r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}"#,
            "no batches",
        ),
        (
            r#"{"error":{"code":-32600,"message":"no batches"}}"#,
            "no batches",
        ),
        (
            r#"[{"id":null,"error":{"code":-32600,"message":"too many"}}]"#,
            "too many",
        ),
        ("[]", "none to this call: []"),
        (
            r#"[{"id":99,"result":1}]"#,
            "none to this call: [{\"id\":99",
        ),
        (r#"[{"id":$0,"res"#, "reply"),
    ] {
        let (results, _) = three(Vec::leak(vec![frame])).await;
        let results = texts(results);
        assert!(results[0].contains(said), "{frame}: {results:?}");
        for result in &results[1..] {
            assert!(
                result.contains(said) || result.contains("none to this call"),
                "{results:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_answered_in_time_is_kept() {
    let (results, _) = three(&[r#"{"id":$1,"result":1}"#]).await;
    assert_eq!(*results[1].as_ref().unwrap(), 1);
    for place in [0, 2] {
        let error = results[place].as_ref().unwrap_err();
        assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
    }
}

#[tokio::test]
async fn a_batch_that_is_dropped_leaves_nothing() {
    let url = serve(|mut peer: Peer| async move {
        let mut batches: Vec<Value> = Vec::new();
        while batches.len() < 3 {
            batches.push(peer.request().await.unwrap());
        }
        // The late answers to the first come before those to the others, the last ones first.
        for place in [0, 2, 1] {
            let calls = batches[place].as_array().unwrap().iter();
            let answers = calls.map(|call| json!({"id": call["id"], "result": call["params"][0]}));
            peer.text(&Value::from_iter(answers).to_string()).await;
        }
        while peer.request().await.is_some() {}
    })
    .await;
    let (socket, shop) = connect(&url, ConnectOptions::new()).await;
    let two = |number| batch([shop.sum(number), shop.sum(number + 1)]).into_future();
    let dropped = begin(two(0)).await;
    assert_eq!(socket.in_flight(), 2);
    drop(dropped);
    assert_eq!(socket.in_flight(), 0);
    let (first, second) = futures_util::join!(two(10), two(20));
    assert_eq!(
        (texts(first), texts(second)),
        (
            vec!["10".into(), "11".into()],
            vec!["20".into(), "21".into()]
        )
    );
    assert_eq!((socket.in_flight(), socket.stray_frames()), (0, 2));
}

#[tokio::test]
async fn an_end_of_the_connection_is_told_to_every_call() {
    let url = serve(|mut peer: Peer| async move {
        peer.request().await.unwrap();
    })
    .await;
    let (socket, shop) = connect(&url, ConnectOptions::new()).await;
    for is_sent in [true, false] {
        let (first, logged) = batch((shop.ping(), shop.log("x"))).await;
        let error = first.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert_eq!(
            (error.may_have_been_received(), logged.is_ok()),
            (is_sent, is_sent)
        );
    }
    assert!(socket.is_closed());
}

#[tokio::test]
async fn a_batch_may_have_more_calls_than_may_be_under_way() {
    let (address, _handle) = server::start().await;
    let options = ConnectOptions::new().with_max_in_flight(3);
    let (_, shop) = connect(&format!("ws://{address}"), options).await;
    let sums = batch((0..50).map(|number| shop.sum(number))).await;
    assert!(sums.into_iter().map(Result::unwrap).eq(0..50));
}
