//! A server that misbehaves on command, over every transport: what happens is the page `tests/rude.md`.
mod case;
mod cases;
mod http;
mod server;
pub mod table;
mod transport;
mod values;
mod visit;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use callwright::{ConnectOptions, StrayKind};
use case::Case;
use futures_util::future::join_all;
use table::Row;
use transport::{Served, Transport};
use visit::{LIMIT, Seen, visit};

/// What stands above the tables.
const HEAD: &str = include_str!("rude/head.md");

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
    let runs = Transport::ALL.map(|transport| {
        let cases = Arc::clone(&cases);
        tokio::spawn(tokio::time::timeout(DEADLINE, run(transport, cases)))
    });
    let mut seen = Vec::new();
    for (transport, run) in Transport::ALL.into_iter().zip(join_all(runs).await) {
        seen.push((transport, run.unwrap().expect("it hangs")));
    }
    let mut page = HEAD.to_owned();
    let mut number = 0;
    for (title, count) in titles {
        let rows: Vec<_> = (number..number + count)
            .map(|number| Row {
                what: cases[number].row.to_owned(),
                seen: (seen.iter())
                    .filter_map(|(transport, texts)| Some((*transport, texts[number].clone()?)))
                    .collect(),
            })
            .collect();
        table::section(&mut page, title, "the server | tolerant | strict", &rows);
        number += count;
    }
    page.push_str(&values::section().await);
    table::compare(&page, "rude.md");
}

/// What happens over one transport, tolerant and strict, of each case that it can have.
async fn run(transport: Transport, cases: Arc<Vec<Case>>) -> Vec<Option<[String; 2]>> {
    let served = Served::start(transport, Arc::clone(&cases)).await;
    let noted: Arc<Mutex<Vec<(StrayKind, String)>>> = Arc::default();
    let note = Arc::clone(&noted);
    let options = ConnectOptions::new()
        .with_connect_timeout(DEADLINE)
        .with_max_reply_bytes(LIMIT)
        .with_observer(move |stray| {
            let said = (stray.kind(), stray.snippet());
            note.lock().unwrap().push(said);
        });
    let strict = options.clone().with_strict(true);
    // All that a tolerant client meets it meets on one connection.
    let mut client = served.connect(options.clone()).await;
    let mut strict_client = served.connect(strict.clone()).await;
    let mut rows = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        if !case.is_on(transport) {
            rows.push(None);
            continue;
        }
        noted.lock().unwrap().clear();
        let seen = visit(&client, number, case).await;
        let observed = std::mem::take(&mut *noted.lock().unwrap());
        let counted: u64 = seen.strays.iter().map(|(_, count)| count).sum();
        assert_eq!(observed.len() as u64, counted, "{transport}: {}", case.row);
        assert!(observed.iter().all(|(_, snippet)| snippet.len() < 250));
        assert!(
            seen.call.len() < 450,
            "{transport}: {}: {}",
            case.row,
            seen.call
        );
        let is_sound = seen.others && seen.end.is_none();
        assert_eq!(
            is_sound, case.lives,
            "{transport}: {}: {:?}",
            case.row, seen.end
        );
        if seen.end.is_some() {
            client = served.connect(options.clone()).await;
        }
        let tolerant = told(&served, seen);
        let seen = visit(&strict_client, number, case).await;
        assert!(
            seen.others || seen.end.is_some(),
            "{transport}: {}",
            case.row
        );
        if seen.end.is_some() {
            strict_client = served.connect(strict.clone()).await;
        }
        rows.push(Some([tolerant, told(&served, seen)]));
    }
    rows
}

/// What became of a case, in a few words.
fn told(served: &Served, seen: Seen) -> String {
    let end = seen.end.as_ref();
    let call = (end.is_none_or(|end| seen.call != format!("fails: {end}"))).then_some(&seen.call);
    // What a strict connection fails a call for, or ends for, is said there.
    let is_said = |kind: StrayKind| {
        let said = format!("sent {kind}");
        [call, end]
            .into_iter()
            .flatten()
            .any(|text| text.contains(&said))
    };
    let strays = seen.strays.iter().filter(|(kind, _)| !is_said(*kind));
    let strays = strays.map(|(kind, count)| match count {
        1 => format!("stray: {kind}"),
        _ => format!("strays: {count} times {kind}"),
    });
    let end = end.map(|end| format!("ends: {end}"));
    let parts: Vec<_> = call.cloned().into_iter().chain(strays).chain(end).collect();
    served.lasting(&parts.join("; "))
}
