//! How sessions begin and end.
use std::time::Duration;

use callwright::{ByteStream, ConnectOptions, Connection, Error};
use futures_util::future::{join, join3, poll_immediate};

use super::{Scene, ask, connect, request, scene, serve};

pub(super) fn scenes() -> Vec<Scene> {
    vec![
        scene!(
            "S11",
            "the peer closes while calls wait",
            closed_by_peer,
            "each fails once, with the same reason: the peer has closed the connection"
        ),
        scene!(
            "S11",
            "we close while calls wait",
            closed_by_us,
            "the calls and the later ones fail: the client closed the connection"
        ),
        scene!(
            "S13",
            "nobody listens",
            refused,
            "connecting fails, and may be tried again"
        ),
        scene!(
            "S14",
            "half a message comes, and the end",
            cut,
            "the call fails, and nothing is made of the half"
        ),
    ]
}

/// A peer that hears two calls, says that, and hangs up.
async fn short_lived(says: &'static str) -> crate::peer::Address {
    serve(move |mut line| async move {
        line.message().await;
        let call = line.message().await;
        let id = call.and_then(|call| call.id).unwrap_or_default();
        line.say(says, &id).await;
    })
    .await
}

/// What a reason says behind the peer's name.
fn reason(error: &Error) -> String {
    assert!(matches!(error, Error::Closed(_)), "{error}");
    let said = error.to_string();
    let (peer, did) = said.split_once(' ').unwrap();
    match peer.starts_with("tcp:") {
        true => format!("the peer {did}"),
        false => said,
    }
}

async fn closed_by_peer() -> String {
    let address = short_lived("").await;
    let client = connect(&address, ConnectOptions::new()).await;
    let calls = join(ask::<u64>(&client, "a", 0), ask::<u64>(&client, "b", 0));
    let (first, second) = calls.await;
    let reasons = [
        first.unwrap_err(),
        second.unwrap_err(),
        client.ended().await,
    ]
    .map(|error| reason(&error));
    assert!(
        reasons.iter().all(|said| *said == reasons[0]),
        "{reasons:?}"
    );
    assert_eq!(client.in_flight(), 0);
    format!("each fails once, with the same reason: {}", reasons[0])
}

async fn closed_by_us() -> String {
    let address = serve(|mut line| async move { while line.message().await.is_some() {} }).await;
    let client = connect(&address, ConnectOptions::new()).await;
    let mut call = client.call(request("a", &[0]));
    assert!(poll_immediate(&mut call).await.is_none());
    let (call, (), later) = join3(call, client.close(Duration::from_millis(50)), async {
        client.ended().await;
        ask::<u64>(&client, "b", 0).await
    })
    .await;
    let reasons = [call.unwrap_err(), later.unwrap_err()].map(|error| reason(&error));
    assert_eq!(reasons[0], reasons[1]);
    format!("the calls and the later ones fail: {}", reasons[0])
}

async fn refused() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("msgpack+tcp://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = ByteStream::connect(&url, ConnectOptions::new())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error}");
    assert!(!error.may_have_been_received());
    match error.is_retryable() {
        true => "connecting fails, and may be tried again".to_owned(),
        false => format!("it is for good: {error}"),
    }
}

async fn cut() -> String {
    let address = short_lived("94 01 ID c0 d964 78*14").await;
    let client = connect(&address, ConnectOptions::new()).await;
    let calls = join(
        ask::<String>(&client, "a", 0),
        ask::<String>(&client, "b", 0),
    );
    let (first, second) = calls.await;
    assert!(matches!(first, Err(Error::Closed(_))), "{first:?}");
    assert!(matches!(second, Err(Error::Closed(_))), "{second:?}");
    "the call fails, and nothing is made of the half".to_owned()
}
