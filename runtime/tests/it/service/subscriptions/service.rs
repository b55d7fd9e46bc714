//! A service whose methods subscribe, as the attribute would write it.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::RpcError;
use futures_util::{Stream, StreamExt, stream};

#[derive(RpcError)]
pub(crate) enum ClockError {
    #[rpc(code = 42)]
    Stopped(u64),
    #[rpc(code = 43)]
    NoSuchClock,
}

/// Gives numbers, and knows how many streams of them there are.
#[derive(Clone, Default)]
pub(crate) struct Clock {
    pub(super) open: Arc<AtomicUsize>,
    /// How many numbers were taken of all streams.
    pub(super) taken: Arc<AtomicUsize>,
}

/// Counted as long as it is there.
struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[callwright::service(title = "Clock", version = "1.0.0", wire = ["json", "msgpack"])]
impl Clock {
    /// Gives numbers up to `count`, and what becomes of them then.
    #[subscription]
    async fn ticks(
        &self,
        kind: String,
        count: u64,
    ) -> Result<impl Stream<Item = Result<u64, ClockError>>, ClockError> {
        if kind == "refuse" {
            return Err(ClockError::NoSuchClock);
        }
        self.open.fetch_add(1, Ordering::SeqCst);
        let (open, taken) = (Open(Arc::clone(&self.open)), Arc::clone(&self.taken));
        let numbers = stream::iter(0..count).map(move |number| {
            taken.fetch_add(1, Ordering::SeqCst);
            Ok(number)
        });
        let end = match kind.as_str() {
            "fail" => stream::once(async move { Err(ClockError::Stopped(count)) }).boxed(),
            "panic" => stream::once(async { panic!("a secret") }).boxed(),
            "wait" => stream::pending().boxed(),
            _ => stream::empty().boxed(),
        };
        Ok(numbers.chain(end).inspect(move |_| _ = &open))
    }

    /// Long texts without end.
    #[subscription(notification = "blob", unsubscribe = "no_more_blobs")]
    fn blobs(&self, length: usize) -> impl Stream<Item = String> {
        let taken = Arc::clone(&self.taken);
        stream::repeat_with(move || {
            taken.fetch_add(1, Ordering::SeqCst);
            "x".repeat(length)
        })
    }

    fn ping(&self) -> &'static str {
        "pong"
    }
}
