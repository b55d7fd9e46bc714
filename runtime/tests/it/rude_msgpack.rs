//! MessagePack-RPC against a peer that sends what it likes, over every transport: what happens is the page
//! `tests/msgpack.md`.
mod case;
mod cases;
mod hex;
mod line;
mod place;
mod scenes;
mod server;
mod values;
mod visit;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use callwright::{ConnectOptions, Handlers, ServerError, StrayKind};
use case::Case;
use futures_util::future::join_all;
use place::{Place, Served};
use visit::{LIMIT, Seen, visit};

use crate::rude::table::{self, Row};

/// What stands above the tables.
const HEAD: &str = include_str!("rude_msgpack/head.md");

/// Long enough for any machine, and no hang.
const DEADLINE: Duration = Duration::from_secs(300);

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_happens() {
    let sections = cases::all();
    let titles: Vec<_> = sections
        .iter()
        .map(|(title, cases)| (*title, cases.len()))
        .collect();
    let cases: Arc<Vec<_>> = Arc::new(sections.into_iter().flat_map(|(_, cases)| cases).collect());
    let runs = Place::ALL.map(|place| {
        let cases = Arc::clone(&cases);
        tokio::spawn(tokio::time::timeout(DEADLINE, run(place, cases)))
    });
    let mut seen = Vec::new();
    for (place, run) in Place::ALL.into_iter().zip(join_all(runs).await) {
        seen.push((place, run.unwrap().expect("it hangs")));
    }
    let mut page = HEAD.to_owned();
    let mut number = 0;
    for (title, count) in titles {
        let rows: Vec<_> = (number..number + count)
            .map(|number| Row {
                what: cases[number].shown(),
                seen: (seen.iter())
                    .map(|(place, texts)| (*place, texts[number].clone()))
                    .collect(),
            })
            .collect();
        table::section(
            &mut page,
            title,
            "row | the peer | bytes | tolerant | strict",
            &rows,
        );
        number += count;
    }
    page.push_str(&scenes::section().await);
    page.push_str(&values::section().await);
    table::compare(&page, "msgpack.md");
}

/// What happens over one transport, tolerant and strict, of each case.
async fn run(place: Place, cases: Arc<Vec<Case>>) -> Vec<[String; 2]> {
    let served = Served::start(place, Arc::clone(&cases)).await;
    let noted: Arc<Mutex<Vec<(StrayKind, String)>>> = Arc::default();
    let note = Arc::clone(&noted);
    let options = ConnectOptions::new()
        .with_handlers(handlers())
        .with_max_reply_bytes(LIMIT)
        .with_observer(move |stray| {
            let said = (stray.kind(), stray.snippet());
            note.lock().unwrap().push(said);
        });
    let strict = options.clone().with_strict(true);
    // All that a tolerant client meets it meets on one connection.
    let mut client = served.connect(options.clone()).await;
    let mut strict_client = served.connect(strict.clone()).await;
    let (mut rows, mut wrong) = (Vec::new(), String::new());
    for (number, case) in cases.iter().enumerate() {
        noted.lock().unwrap().clear();
        let seen = visit(&served, &client, number, case).await;
        let observed = std::mem::take(&mut *noted.lock().unwrap());
        let counted: u64 = seen.strays.iter().map(|(_, count)| count).sum();
        assert_eq!(observed.len() as u64, counted, "{place}: {}", case.what);
        assert!(observed.iter().all(|(_, snippet)| snippet.len() < 450));
        let is_sound = seen.others && seen.end.is_none();
        if is_sound != case.lives {
            wrong.push_str(&format!("{place}: {}: lives: {is_sound}\n", case.what));
        }
        if seen.end.is_some() {
            client = served.connect(options.clone()).await;
        }
        let tolerant = told(&served, case, seen);
        // A child that hangs up ends.
        let usual = tolerant.replace("has ended (exit status: 0)", "has closed the connection");
        if usual != case.expected {
            wrong.push_str(&format!("{place}: {}: {tolerant}\n", case.shown()));
        }
        let seen = visit(&served, &strict_client, number, case).await;
        assert!(seen.others || seen.end.is_some(), "{place}: {}", case.what);
        if seen.end.is_some() {
            strict_client = served.connect(strict.clone()).await;
        }
        rows.push([tolerant, told(&served, case, seen)]);
    }
    assert!(wrong.is_empty(), "otherwise than expected:\n{wrong}");
    rows
}

/// What became of a case, in a few words.
fn told(served: &Served, case: &Case, seen: Seen) -> String {
    let end = seen.end.as_ref();
    let call = (end.is_none_or(|end| seen.call != format!("fails: {end}"))).then_some(&seen.call);
    let sent = seen.sent.iter().map(|bytes| {
        let sent = format!("sends `{}`", hex::shown(bytes));
        match case.is_about_the_id() {
            true => place::without_id(&sent),
            false => sent,
        }
    });
    let strays = seen.strays.iter().map(|(kind, count)| match count {
        1 => format!("stray: {kind}"),
        _ => format!("strays: {count} times {kind}"),
    });
    let call = call.map(|call| served.lasting(call));
    let end = end.map(|end| format!("ends: {}", served.lasting(end)));
    let parts: Vec<_> = call
        .into_iter()
        .chain(sent)
        .chain(strays)
        .chain(end)
        .collect();
    parts.join("; ")
}

#[derive(serde::Deserialize)]
struct Sum {
    a: i64,
    b: i64,
}

/// What the peer asks for.
fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("sum", async |sum: Sum| Ok(sum.a + sum.b));
    handlers.on("none", async |(): ()| Ok(()));
    handlers.on("fail", async |(): ()| {
        Err::<(), _>(ServerError::new(5, "no"))
    });
    handlers.on("panic", async |(): ()| match true {
        true => panic!("on purpose"),
        false => Ok(()),
    });
    handlers.on("late", async |(): ()| {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(())
    });
    handlers
}
