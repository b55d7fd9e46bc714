//! A typed server, in a process of its own, and clients that send what they should not: each is answered or cut as
//! `bad_input.md` says, its memory stays flat, and who behaves is served meanwhile.
// What a test cannot do without is unwrapped, in its servers and scripts too.
#![allow(clippy::unwrap_used, clippy::panic)]
// The writer of pages is public, as it is where other tests use it.
#![allow(unreachable_pub)]
#![cfg(all(
    feature = "http",
    feature = "msgpack",
    feature = "serve-http",
    feature = "service",
    target_os = "linux"
))]

mod bombs;
mod cases;
mod crowd;
mod flood;
mod line;
mod mutation;
mod page;
mod place;
mod polite;
mod served;
mod service;
mod slow;
#[path = "../it/rude/table.rs"]
mod table;
mod unread;

use std::time::Duration;

/// Longer than any step takes on a loaded machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Waits for what comes in time, or hangs.
async fn in_time<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(DEADLINE, future)
        .await
        .expect("it hangs")
}
