//! Batches of a thousand calls whose answers are a mebibyte each: they end with errors before they end the memory.
use futures_util::future::join_all;

use crate::{
    DEADLINE,
    line::{Heard, Line},
    place::Place,
    polite::Polite,
    served::{Served, Setting},
};

const PLACES: [Place; 3] = [Place::Http, Place::WebSocket, Place::Lines];

/// How many clients send how many of them at each place.
const CLIENTS: usize = 4;
const BOMBS: usize = 20;

/// What they may take together: an answer and the error for each of the rest, a few times over, for each client.
const MORE: usize = 128 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn batch_bombs_are_answered_and_do_not_go_off() {
    let served = Served::start(Setting::Plain).await;
    let polite = Polite::begin(&served).await;
    let before = served.memory();
    let clients = PLACES
        .iter()
        .flat_map(|place| (0..CLIENTS).map(|_| throw(&served, *place)));
    let most = join_all(clients).await.into_iter().max().unwrap();
    println!("{} KiB before, {} KiB at most", before >> 10, most >> 10);
    assert!(most < before + MORE, "{before} bytes became {most}");
    polite.were_served().await;
}

/// Sends all of one client, one after another; how much memory the server had at most.
async fn throw(served: &Served, place: Place) -> usize {
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"long","params":[1000000]}"#;
    let bomb = format!("[{}]", vec![call; 1000].join(","));
    let mut line = Line::open(served, place).await;
    let mut most = 0;
    for _ in 0..BOMBS {
        line.message(bomb.as_bytes()).await;
        let heard = tokio::time::timeout(DEADLINE, line.hear()).await;
        let Ok(Heard::Message { status: 200, body }) = heard else {
            panic!("{place}: {heard:?}");
        };
        let answers: Vec<serde_json::Value> = serde_json::from_slice(&body).unwrap();
        let results = answers
            .iter()
            .filter(|answer| answer.get("result").is_some())
            .count();
        assert_eq!(answers.len(), 1000, "{place}");
        assert!(results > 0 && results < 300, "{place}: {results}");
        let rest = answers
            .iter()
            .filter(|answer| answer["error"]["code"] == -32000);
        assert_eq!(rest.count(), 1000 - results, "{place}");
        most = most.max(served.memory());
    }
    most
}
