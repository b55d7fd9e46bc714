//! Reads a list in pages from a server that takes its time, one after another and with reading ahead.

use std::time::{Duration, Instant};

use crate::client::Catalogue;
use crate::contender::Failure;
use crate::load::Transport;
use crate::server::Server;

/// How long the reader is busy with a page.
const BUSY: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(2),
    Duration::from_millis(5),
];

/// Prints how long it takes to read so many pages.
pub(crate) async fn measure(server: &Server, pages: usize) -> Result<(), Failure> {
    println!("| transport | reader busy for | pages | one after another | reading ahead | ratio |");
    println!("|---|---|---|---|---|---|");
    for (name, transport) in [("http", Transport::Http), ("ws", Transport::Ws)] {
        let client = Catalogue::connect(&server.url(transport)).await?;
        for busy in BUSY {
            let plain = read(&client, pages, busy, false).await?.as_secs_f64();
            let ahead = read(&client, pages, busy, true).await?.as_secs_f64();
            println!(
                "| {name} | {busy:?} | {pages} | {plain:.2} s | {ahead:.2} s | {:.2} |",
                ahead / plain
            );
        }
    }
    Ok(())
}

async fn read(
    client: &Catalogue,
    pages: usize,
    busy: Duration,
    ahead: bool,
) -> Result<Duration, Failure> {
    let start = Instant::now();
    let mut stream = client.pages().pages().read_ahead(ahead);
    let mut came = 0;
    while came < pages
        && let Some(page) = stream.next().await
    {
        page?;
        came += 1;
        if !busy.is_zero() {
            tokio::time::sleep(busy).await;
        }
    }
    match came == pages {
        true => Ok(start.elapsed()),
        false => Err(format!("{came} pages came").into()),
    }
}
