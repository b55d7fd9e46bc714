//! A service whose methods subscribe, as the attribute would write it.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{
    __private::v1::service as rt, BoxFuture, Incoming, JsonAndMessagePack, Reply, RpcError,
    ServerError, Service,
};
use futures_util::{Stream, StreamExt, stream};

#[derive(RpcError)]
pub(super) enum ClockError {
    #[rpc(code = 42)]
    Stopped(u64),
    #[rpc(code = 43)]
    NoSuchClock,
}

/// Gives numbers, and knows how many streams of them there are.
#[derive(Clone, Default)]
pub(super) struct Clock {
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

impl Clock {
    async fn ticks(
        &self,
        kind: String,
        count: u64,
    ) -> Result<impl Stream<Item = Result<u64, ClockError>> + use<>, ClockError> {
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

    async fn blobs(&self, length: usize) -> impl Stream<Item = String> + use<> {
        let taken = Arc::clone(&self.taken);
        stream::repeat_with(move || {
            taken.fetch_add(1, Ordering::SeqCst);
            "x".repeat(length)
        })
    }
}

#[allow(
    clippy::needless_borrow,
    reason = "which of two traits answers is chosen by it"
)]
impl Service for Clock {
    fn call<'a>(&'a self, asked: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        type Both = JsonAndMessagePack;
        use rt::{ResultItems as _, ResultStream as _, ValueItems as _, ValueStream as _};
        Box::pin(async move {
            match asked.method() {
                "ticks" => {
                    let (kind, count) = asked.params_as::<Both, _>()?;
                    let place = rt::Place::take(&asked)?;
                    let opening = self.ticks(kind, count);
                    let stream = (&rt::stream(&opening)).open(opening).await?;
                    (&rt::items(&stream)).begin::<Both, _>(place, "ticks", stream)
                }
                "blobs" => {
                    let (length,) = asked.params_as::<Both, _>()?;
                    let place = rt::Place::take(&asked)?;
                    let opening = self.blobs(length);
                    let stream = (&rt::stream(&opening)).open(opening).await?;
                    (&rt::items(&stream)).begin::<Both, _>(place, "blobs", stream)
                }
                "unsubscribe_ticks" => {
                    let (id,) = asked.params_as::<Both, (u64,)>()?;
                    asked.answer(&rt::unsubscribe(asked.context(), id))
                }
                "ping" => asked.answer("pong"),
                _ => Err(ServerError::method_not_found()),
            }
        })
    }
}
