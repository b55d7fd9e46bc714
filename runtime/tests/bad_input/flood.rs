//! A hundred thousand requests, malformed, oversized, deep and half sent, over every transport: each has its answer, and the
//! server's memory stays what it was.
use std::{collections::HashMap, fmt::Display, sync::Arc};

use futures_util::future::join_all;
use serde_json::Value;

use crate::{
    DEADLINE, in_time,
    line::{Heard, Line},
    mutation::{self, Chance, Expected},
    place::Place,
    polite::Polite,
    served::{PLAIN, Served, Setting},
};

/// How many messages are sent at each place, and how many requests whose heads are broken.
const MESSAGES: [(Place, usize); 8] = [
    (Place::Http, 30_000),
    (Place::WebSocket, 20_000),
    (Place::Lines, 15_000),
    (Place::ContentLength, 10_000),
    (Place::Values, 5_000),
    (Place::Unix, 5_000),
    (Place::Packed, 5_000),
    (Place::PackedUnix, 5_000),
];
const HEADS: usize = 5_000;

/// How many messages go before it is looked what came.
const TOGETHER: usize = 50;

/// What the first tenth may leave behind: caches, and memory that the allocator keeps.
const MORE: usize = 24 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_bad_requests_leave_nothing_behind() {
    let served = Arc::new(Served::start(Setting::Plain).await);
    let polite = Polite::begin(&served).await;
    // Those that behave connect again at times.
    let files = served.files() + 10;
    flood(&served, 1, 10).await;
    served.has_closed_down_to(files).await;
    let before = served.memory();
    flood(&served, 2, 1).await;
    served.has_closed_down_to(files).await;
    let after = served.memory();
    println!("{} KiB before, {} KiB after", before >> 10, after >> 10);
    assert!(after < before + MORE, "{before} bytes became {after}");
    polite.were_served().await;
}

/// Sends one of so many parts of all.
async fn flood(served: &Arc<Served>, seed: u64, part: usize) {
    let places = MESSAGES
        .into_iter()
        .enumerate()
        .map(|(number, (place, count))| {
            let chance = Chance::of(seed << 8 | number as u64);
            let served = Arc::clone(served);
            tokio::spawn(async move {
                match place {
                    Place::Http => posts(&served, chance, count / part).await,
                    Place::WebSocket | Place::Lines | Place::ContentLength => {
                        messages(&served, place, chance, count / part).await;
                    }
                    _ => bursts(&served, place, chance, count / part).await,
                }
            })
        });
    let heads = tokio::spawn({
        let served = Arc::clone(served);
        async move { heads(&served, Chance::of(seed << 8 | 99), HEADS / part).await }
    });
    let over = join_all(places.collect::<Vec<_>>()).await;
    for over in over.into_iter().chain([heads.await]) {
        over.unwrap();
    }
}

/// One after another; each has a response.
async fn posts(served: &Served, mut chance: Chance, count: usize) {
    let mut line = Line::open(served, Place::Http).await;
    for _ in 0..count {
        let message = mutation::json(&mut chance, PLAIN);
        if chance.one_in(100) {
            line = leave(line, served, Place::Http, &message).await;
            continue;
        }
        line.message(&message).await;
        let Heard::Message { status, body } = in_time(line.hear()).await else {
            panic!("no response to {}", shown(&message));
        };
        let heard: Option<Value> = serde_json::from_slice(&body).ok();
        let is_told = match Expected::of(&message, PLAIN) {
            Expected::Error(code) => heard.is_some_and(|heard| heard["error"]["code"] == code),
            Expected::Answer(id) => raw_id(&body).as_deref() == Some(&*id),
            Expected::Either => matches!(status, 200 | 204 | 413),
        };
        assert!(is_told, "{status} {} to {}", shown(&body), shown(&message));
        if status == 413 {
            line = Line::open(served, Place::Http).await;
        }
    }
}

/// Some together, and a call behind them; each that needs an answer has one, and nothing else has more than one.
async fn messages(served: &Served, place: Place, mut chance: Chance, count: usize) {
    let mut line = Line::open(served, place).await;
    // Answers to these may come late, or never.
    let mut open = 0;
    for burst in 0..count / TOGETHER {
        let mut awaited = HashMap::<String, usize>::new();
        for _ in 0..TOGETHER {
            let message = mutation::json(&mut chance, PLAIN);
            match Expected::of(&message, PLAIN) {
                Expected::Error(code) => *awaited.entry(code.to_string()).or_default() += 1,
                Expected::Answer(id) => *awaited.entry(id).or_default() += 1,
                Expected::Either => open += 1,
            }
            line.message(&message).await;
        }
        let then = format!("\"then {burst}\"");
        let call = format!(r#"{{"jsonrpc":"2.0","id":{then},"method":"add","params":[1,2]}}"#);
        line.message(call.as_bytes()).await;
        awaited.insert(then, 1);
        while !awaited.is_empty() {
            let heard = tokio::time::timeout(DEADLINE, line.hear()).await;
            let Ok(Heard::Message { body, .. }) = heard else {
                panic!("{place}: {heard:?} before {awaited:?}");
            };
            let told = raw_id(&body)
                .filter(|id| id != "null")
                .or_else(|| code(&body));
            let told = told.unwrap_or_default();
            match awaited.get_mut(&told) {
                Some(1) => drop(awaited.remove(&told)),
                Some(more) => *more -= 1,
                None if open > 0 => open -= 1,
                None => panic!("{place}: {} to nobody, {awaited:?}", shown(&body)),
            }
        }
        if chance.one_in(4) {
            let message = mutation::json(&mut chance, PLAIN);
            line = leave(line, served, place, &message).await;
        }
    }
}

/// Some together, and then it hangs up: where one message ends is anybody's guess, or the first broken one is the end.
async fn bursts(served: &Served, place: Place, mut chance: Chance, count: usize) {
    for _ in 0..count / TOGETHER {
        let mut line = Line::open(served, place).await;
        for _ in 0..TOGETHER {
            let message = match place.is_packed() {
                true => mutation::packed(&mut chance),
                false => mutation::json(&mut chance, PLAIN),
            };
            line.message(&message).await;
        }
        ends(line, place).await;
    }
}

async fn heads(served: &Served, mut chance: Chance, count: usize) {
    for _ in 0..count {
        let mut line = Line::open(served, Place::Http).await;
        line.send(&mutation::head(&mut chance)).await;
        ends(line, "a broken head").await;
    }
}

/// Hangs up one half, and hears the end, whatever comes before.
async fn ends(mut line: Line, what: impl Display) {
    line.finish().await;
    let ends = tokio::time::timeout(DEADLINE, async { while line.fill().await {} });
    assert!(ends.await.is_ok(), "{what}: it does not end");
}

/// Goes within a message; a new connection.
async fn leave(mut line: Line, served: &Served, place: Place, message: &[u8]) -> Line {
    line.begin(message).await;
    drop(line);
    Line::open(served, place).await
}

/// The id of a response as it stands there.
fn raw_id(body: &[u8]) -> Option<String> {
    let members: HashMap<String, Box<serde_json::value::RawValue>> =
        serde_json::from_slice(body).ok()?;
    Some(members.get("id")?.get().to_owned())
}

fn code(body: &[u8]) -> Option<String> {
    let heard: Value = serde_json::from_slice(body).ok()?;
    Some(heard["error"]["code"].as_i64()?.to_string())
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(500)]).into_owned()
}
