//! Clients that ask and ask and never read: the server keeps no more for them than its limits say.
use std::time::Duration;

use futures_util::future::join_all;

use crate::{
    DEADLINE,
    line::Line,
    place::Place,
    polite::Polite,
    served::{Served, Setting},
};

/// How many there are at each place.
const CLIENTS: usize = 4;

/// How much each of them sends at most, in bytes, if it is let.
const MOST: usize = 32 << 20;

/// What all of them may take: what may wait to be written for each (4 MiB), what may wait to be answered (256 KiB), and what
/// is being answered beside them.
const MORE: usize = CLIENTS * Place::ALL.len() * (6 << 20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_never_read_cost_what_they_may_and_no_more() {
    let served = Served::start(Setting::Brisk).await;
    let polite = Polite::begin(&served).await;
    let files = served.files() + 10;
    let before = served.memory();
    let clients = Place::ALL
        .iter()
        .flat_map(|place| (0..CLIENTS).map(|_| ask(&served, *place)));
    let clients = join_all(clients).await;
    let during = served.memory();
    println!(
        "{} KiB before, {} KiB with all of them",
        before >> 10,
        during >> 10
    );
    assert!(during < before + MORE, "{before} bytes became {during}");
    // Over HTTP and WebSockets they are cut off by a clock, over streams when they go.
    let cut = clients
        .into_iter()
        .filter(|(place, _)| matches!(place, Place::Http | Place::WebSocket));
    let cut: Vec<_> = cut.collect();
    served.has_closed_down_to(files).await;
    drop(cut);
    polite.were_served().await;
}

/// Asks until it has said enough, or is not listened to any more.
async fn ask(served: &Served, place: Place) -> (Place, Line) {
    let mut line = Line::open(served, place).await;
    let asked: &[u8] = match place.is_packed() {
        true => b"\x94\x00\x01\xa4long\x91\xcd\x27\x10",
        false => br#"{"jsonrpc":"2.0","id":1,"method":"long","params":[10000]}"#,
    };
    let many = line.framed(asked).repeat(1000);
    let mut said = 0;
    let saying = async {
        while said < MOST && line.writes(&many).await {
            said += many.len();
        }
    };
    // Who is not listened to waits.
    drop(tokio::time::timeout(Duration::from_secs(3).min(DEADLINE), saying).await);
    (place, line)
}
