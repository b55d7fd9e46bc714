//! The page `tests/bad_input.md`: each case at each place that it can happen at, and what its client heard.
use futures_util::future::join_all;

use crate::{
    DEADLINE,
    cases::{self, Case, Then},
    line::{Heard, Line},
    place::Place,
    polite::Polite,
    served::{Served, Setting},
    table::{self, Row},
};

/// What stands above the tables.
const HEAD: &str = include_str!("head.md");

/// A call that is in order, and its id, as it is heard.
const CALL: &[u8] = br#"{"jsonrpc":"2.0","id":"then","method":"add","params":[1,2]}"#;
const PACKED_CALL: &[u8] = b"\x94\x00\xcd\x10\x92\xa3add\x92\x01\x02";
const ANSWERED: [&str; 2] = [r#"a result under "then""#, "a result under 4242"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_what_happens() {
    let served = Served::start(Setting::Narrow).await;
    let hasty = Served::start(Setting::Hasty).await;
    let polite = Polite::begin(&served).await;
    let mut page = HEAD.to_owned();
    for (title, cases) in cases::all() {
        let rows = cases.iter().map(async |case| {
            let served = match case.then {
                Then::Waits => &hasty,
                _ => &served,
            };
            let places = case.places();
            let visits = places.iter().map(|place| visit(served, *place, case));
            let seen = join_all(visits).await.into_iter().map(|heard| [heard]);
            Row {
                what: case.row.to_owned(),
                seen: places.iter().copied().zip(seen).collect(),
            }
        });
        let rows = join_all(rows).await;
        table::section(&mut page, title, "a client sends | and hears", &rows);
    }
    polite.were_served().await;
    table::compare(&page, "bad_input.md");
}

/// What is heard of a case, in a few words.
async fn visit(served: &Served, place: Place, case: &Case) -> String {
    let mut line = Line::open(served, place).await;
    match case.bytes() {
        (bytes, true) => line.message(bytes).await,
        (bytes, false) => line.send(bytes).await,
    }
    let mut heard = Vec::new();
    if case.then == Then::Asks {
        // Over HTTP who is refused does not read on.
        if place == Place::Http {
            match line.hear().await {
                Heard::End(code) => return Heard::End(code).to_string(),
                answer => heard.push(answer.to_string()),
            }
        }
        let call = if place.is_packed() { PACKED_CALL } else { CALL };
        line.message(call).await;
    }
    if case.then == Then::Leaves {
        line.finish().await;
    }
    loop {
        let Ok(next) = tokio::time::timeout(DEADLINE, line.hear()).await else {
            heard.push("hangs".to_owned());
            break;
        };
        let said = next.to_string();
        if ANSWERED.contains(&&*said) {
            break;
        }
        heard.push(said);
        if matches!(next, Heard::End(_)) {
            break;
        }
    }
    match heard.is_empty() {
        true => "nothing".to_owned(),
        false => heard.join("; "),
    }
}
