//! The service that all of them call.
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use callwright::Value;
use futures_util::{Stream, stream};

/// Panics that were not asked for.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Answers whoever asks.
pub(crate) struct Desk;

#[callwright::service(title = "Desk", version = "1.0.0", wire = ["json", "msgpack"])]
impl Desk {
    async fn add(&self, a: i64, b: i64) -> i64 {
        a.wrapping_add(b)
    }

    async fn echo(&self, value: Value) -> Value {
        value
    }

    async fn name(&self, name: String) -> usize {
        name.len()
    }

    /// A text of that length, a MiB at most.
    async fn long(&self, length: usize) -> String {
        "x".repeat(length.min(1 << 20))
    }

    async fn sleep(&self, milliseconds: u64) {
        tokio::time::sleep(Duration::from_millis(milliseconds.min(1000))).await;
    }

    async fn panic(&self) {
        panic!("the password is 1234")
    }

    #[notification]
    async fn note(&self, line: String) {
        drop(line);
    }

    #[subscription]
    async fn ticks(&self, count: u64) -> impl Stream<Item = u64> {
        stream::iter(0..count)
    }

    /// How many panics there were but those of `panic`.
    async fn panics(&self) -> u64 {
        PANICS.load(Ordering::SeqCst)
    }
}

/// Counts panics from now on.
pub(crate) fn count_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_ours = panic.location().is_some_and(|at| at.file() == file!());
        if !is_ours {
            PANICS.fetch_add(1, Ordering::SeqCst);
            report(panic);
        }
    }));
}
