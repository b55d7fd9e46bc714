//! Senders that take their time: hundreds that write a byte now and then, in the head or in the body of a request.
use std::time::Duration;

use futures_util::future::join_all;

use crate::{
    DEADLINE,
    line::{Heard, Line},
    place::Place,
    polite::Polite,
    served::{Served, Setting},
};

/// How many there are of each kind.
const SENDERS: usize = 200;

/// What the server may take for all of them.
const MORE: usize = 24 << 20;

/// What they write at once, and what they are told in the end, if anything.
const KINDS: [(&str, u16); 3] = [
    ("POST / HTTP/1.1\r\nhost: desk.test\r\nx: ", 408),
    (
        "POST / HTTP/1.1\r\nhost: desk.test\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{",
        408,
    ),
    (
        "POST / HTTP/1.1\r\nhost: desk.test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n{",
        408,
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_senders_are_cut_off() {
    let served = Served::start(Setting::Brisk).await;
    let polite = Polite::begin(&served).await;
    let files = served.files() + 10;
    let before = served.memory();
    let senders = KINDS
        .iter()
        .flat_map(|kind| (0..SENDERS).map(|_| send(&served, *kind)));
    let weighed = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        served.memory()
    };
    let (_, during) = futures_util::future::join(join_all(senders), weighed).await;
    println!(
        "{} KiB before, {} KiB during it",
        before >> 10,
        during >> 10
    );
    assert!(during < before + MORE, "{before} bytes became {during}");
    served.has_closed_down_to(files).await;
    polite.were_served().await;
}

/// Sends so until it is told that it takes too long.
async fn send(served: &Served, (begin, status): (&str, u16)) {
    let ending = tokio::time::timeout(DEADLINE, dribble(served, begin));
    let told = ending.await.expect("it is cut off");
    assert!(told.is_none_or(|told| told == status), "{told:?}: {begin}");
}

/// Writes a blank now and then until the server has enough; the status that it tells, if it does.
async fn dribble(served: &Served, begin: &str) -> Option<u16> {
    let mut line = Line::open(served, Place::Http).await;
    line.send(begin.as_bytes()).await;
    loop {
        match tokio::time::timeout(Duration::from_millis(100), line.hear()).await {
            Ok(Heard::Message { status, .. }) => return Some(status),
            Ok(_) => return None,
            Err(_) => line.send(b" ").await,
        }
    }
}
