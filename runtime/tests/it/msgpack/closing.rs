//! How a session ends: by us, by the peer, with calls under way.
use callwright::{ConnectOptions, Connection, Error, ServerError};
use serde_json::json;

use super::{DEADLINE, call, connect};

#[tokio::test]
async fn calls_that_run_are_answered_while_it_closes() {
    let options = ConnectOptions::new();
    options.handlers.on("slow", async |(): ()| {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        Ok::<_, ServerError>(7)
    });
    let (client, mut peer) = connect(options);
    let waiting = call(&client, "x", &[]).into_future();
    let talk = async {
        peer.expect("94 00 00 a1 78 90").await;
        peer.send("94 00 05 a4 736c6f77 90").await;
        // It was asked before it closed.
        tokio::task::yield_now().await;
        let closing = client.close(DEADLINE);
        let answers = async {
            peer.expect("94 01 05 c0 07").await;
            peer.send("94 01 00 c0 03").await;
        };
        tokio::join!(closing, answers);
        peer.silence().await;
    };
    let (answer, ()) = tokio::join!(waiting, talk);
    assert_eq!(answer.unwrap(), 3);
    let refused = call(&client, "y", &[]).await.unwrap_err();
    assert!(matches!(refused, Error::Closed(_)) && !refused.may_have_been_received());
}

#[tokio::test]
async fn a_peer_that_goes_fails_all_calls_once() {
    // S11.
    let (client, mut peer) = connect(ConnectOptions::new());
    let calls = (0..10).map(|number| call(&client, "x", &[json!(number)]).into_future());
    let calls = futures_util::future::join_all(calls);
    let talk = async {
        for _ in 0..10 {
            peer.json().await;
        }
        drop(peer);
    };
    let (results, ()) = tokio::join!(calls, talk);
    for result in results {
        let error = result.unwrap_err();
        assert!(matches!(error, Error::Closed(_)), "{error}");
        assert!(error.may_have_been_received(), "{error}");
    }
    assert_eq!(client.in_flight(), 0);
}

#[tokio::test]
async fn calls_that_were_never_written_say_so() {
    // The peer reads nothing: what fits into its socket goes, the rest waits.
    let (client, peer) = connect(ConnectOptions::new().with_max_queued_bytes(1 << 26));
    let long = json!("x".repeat(1 << 20));
    let mut calls: Vec<_> = (0..8)
        .map(|_| Box::pin(call(&client, "x", std::slice::from_ref(&long)).into_future()))
        .collect();
    for call in &mut calls {
        assert!(futures_util::future::poll_immediate(call).await.is_none());
    }
    tokio::task::yield_now().await;
    client.close(std::time::Duration::from_millis(50)).await;
    drop(peer);
    let mut received = Vec::new();
    for call in calls {
        received.push(call.await.unwrap_err().may_have_been_received());
    }
    assert_eq!(
        received,
        [true, false, false, false, false, false, false, false]
    );
}
