//! A server that closes: what runs is answered, wherever it was asked, and nothing is asked after it.

use callwright_tests::deadline::{DEADLINE, until};
use futures_util::future::{join, join_all};
use serde_json::json;

use super::*;

/// Long enough that it still runs when the server closes.
const LONG: u64 = 5000;

#[tokio::test]
async fn what_runs_is_answered_everywhere() {
    let http = |scheme: &str| Place::at(&format!("{scheme}://127.0.0.1:0"));
    let places = [
        http("http"),
        http("https"),
        http("http").known_as("ws"),
        http("https").known_as("wss"),
        http("tcp"),
        http("tls"),
        http("msgpack+tcp"),
        http("msgpack+tls"),
        http("msgpack+udp"),
        Place::at_socket("unix:"),
        Place::at_socket("msgpack+unix:"),
    ];
    // Together they are too much for the stack of a test.
    join_all(places.map(|place| Box::pin(is_answered(place)))).await;
}

async fn is_answered(place: Place) {
    let (server, url) = within("opening", place.open()).await.unwrap();
    let connecting = within("connecting", connect_with(&url, place.options())).await;
    let desk = Visitor::with_connection(connecting.unwrap().unwrap());
    let asking = tokio::spawn(desk.slow(LONG, json!("late")).into_future());
    let runs = async || {
        let counted = server.metrics()?;
        counted
            .contains("rpc_server_calls_in_progress 1")
            .then_some(())
    };
    until("the call", runs).await.unwrap();
    let (answer, ()) = within("closing", join(asking, server.close(DEADLINE)))
        .await
        .unwrap();
    assert_eq!(answer.unwrap().unwrap(), json!("late").into(), "{url}");
    let counted = server.metrics().unwrap();
    let outcome = r#"rpc_server_calls_total{method="slow",outcome="ok"} 1"#;
    assert!(counted.contains(outcome), "{url}: {counted}");
    // Nobody tells who sends datagrams that they are lost.
    if !url.contains("udp") {
        let after = within("a later call", desk.add(1, 2).into_future()).await;
        assert!(after.unwrap().is_err(), "{url}");
    }
}
