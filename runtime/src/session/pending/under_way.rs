//! Answers that begin together: takes one future for each request that came, starts one task for all of them.
use std::{
    mem,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
    vec,
};

use futures_util::{FutureExt, future::poll_immediate};
use tokio::time::{Instant, sleep};

use crate::{
    BoxFuture,
    session::outbox::{Hold, Outbox},
};

/// How many begin together at the most.
const MOST: usize = 256;

/// Behind a handler that takes so long before it waits for anything, each begins in a task of its own.
const LONG: Duration = Duration::from_micros(100);

/// How long one that does not come back holds up those behind it, or twice that.
const PATIENCE: Duration = Duration::from_millis(2);

/// What came together and is to be answered.
///
/// A task of its own costs a request more than nearly all of its handling, and most handlers have their answer without
/// waiting. So the requests of one read share a task; each that has to wait goes on in a task of its own.
#[derive(Clone, Default)]
pub(super) struct UnderWay(Arc<Mutex<Begun>>);

type Answer = BoxFuture<'static, ()>;

#[derive(Default)]
struct Begun {
    /// Those that begin with the next word to go.
    waiting: Vec<Answer>,
    /// Those that began since somebody looked after them.
    together: Vec<Arc<Together>>,
    is_watched: bool,
}

/// Answers of which one task begins one after another, until it is through or the rest is taken from it.
struct Together(Mutex<Option<Rest>>);

struct Rest {
    answers: vec::IntoIter<Answer>,
    /// What they put into the outbox goes out together.
    _hold: Hold,
}

impl UnderWay {
    /// Adds an answer, which begins with the next word to go, or now if there are many.
    pub(super) fn begin(&self, outbox: &Outbox, answer: impl Future<Output = ()> + Send + 'static) {
        let mut begun = self.lock();
        begun.waiting.push(Box::pin(answer));
        let are_many = begun.waiting.len() >= MOST;
        drop(begun);
        if are_many {
            self.go(outbox);
        }
    }

    /// Starts those that were added.
    pub(super) fn go(&self, outbox: &Outbox) {
        let mut begun = self.lock();
        let mut answers = mem::take(&mut begun.waiting);
        if answers.len() < 2 {
            drop(begun);
            return answers.pop().into_iter().for_each(spawn);
        }
        let together = Arc::new(Together::new(answers, outbox));
        begun.together.push(Arc::clone(&together));
        let is_watched = mem::replace(&mut begun.is_watched, true);
        drop(begun);
        if !is_watched {
            tokio::spawn(self.clone().watch());
        }
        tokio::spawn(async move { together.begin().await });
    }

    /// Drops those that were not started: the connection has ended.
    pub(super) fn clear(&self) {
        let answers = mem::take(&mut self.lock().waiting);
        // They hold what holds this.
        drop(answers);
    }

    /// Frees those that are behind one that does not come back, as long as there are any.
    async fn watch(self) {
        while let Some(together) = self.begun() {
            sleep(PATIENCE).await;
            together.iter().for_each(|together| together.part());
        }
    }

    /// Those that began since the last time. Nobody looks after them any more where there are none.
    fn begun(&self) -> Option<Vec<Arc<Together>>> {
        let mut begun = self.lock();
        let together = mem::take(&mut begun.together);
        begun.is_watched = !together.is_empty();
        begun.is_watched.then_some(together)
    }

    fn lock(&self) -> MutexGuard<'_, Begun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Together {
    fn new(answers: Vec<Answer>, outbox: &Outbox) -> Self {
        Self(Mutex::new(Some(Rest {
            answers: answers.into_iter(),
            _hold: outbox.hold(),
        })))
    }

    async fn begin(&self) {
        let mut before = Instant::now();
        while let Some(mut answer) = self.next() {
            // What panics takes none of the others with it.
            let begun = AssertUnwindSafe(&mut answer).catch_unwind();
            if poll_immediate(begun).await.is_none() {
                spawn(answer);
            }
            let now = Instant::now();
            if now - before > LONG {
                break;
            }
            before = now;
        }
        self.part();
    }

    /// Those that have not begun go on by themselves, and what was put into the outbox goes out.
    fn part(&self) {
        let rest = self.lock().take();
        rest.into_iter()
            .for_each(|rest| rest.answers.for_each(spawn));
    }

    fn next(&self) -> Option<Answer> {
        self.lock().as_mut()?.answers.next()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Rest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn spawn(answer: Answer) {
    drop(tokio::spawn(answer));
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;
    use crate::session::{entrance::Entrance, outbox::outbox, pending::Ids};

    fn nowhere() -> Outbox {
        outbox(100, Entrance::new(Ids::up_to(u64::MAX))).0
    }

    #[tokio::test]
    async fn who_waits_holds_nobody_up() {
        let under_way = UnderWay::default();
        let (first, wait) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        under_way.begin(&nowhere(), async move { drop(wait.await) });
        under_way.begin(&nowhere(), async move {
            let _ = tell.send(());
        });
        under_way.go(&nowhere());
        told.await.unwrap();
        assert!(!first.is_closed());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_does_not_come_back_holds_nobody_up() {
        let under_way = UnderWay::default();
        let (tell, told) = std::sync::mpsc::channel();
        under_way.begin(&nowhere(), async move {
            tokio::task::block_in_place(|| told.recv()).unwrap();
        });
        let (through, is_through) = oneshot::channel();
        under_way.begin(&nowhere(), async move {
            tell.send(()).unwrap();
            let _ = through.send(());
        });
        under_way.go(&nowhere());
        is_through.await.unwrap();
    }

    #[tokio::test]
    async fn who_panics_takes_nobody_along() {
        let under_way = UnderWay::default();
        let (tell, told) = oneshot::channel();
        under_way.begin(&nowhere(), async { panic!("on purpose") });
        under_way.begin(&nowhere(), async move { tell.send(()).unwrap() });
        under_way.go(&nowhere());
        told.await.unwrap();
    }

    #[tokio::test]
    async fn many_begin_without_a_word_and_none_after_the_end() {
        let under_way = UnderWay::default();
        let (mut answers, mut heard) = (Vec::new(), Vec::new());
        for _ in 0..=MOST {
            let (tell, told) = oneshot::channel::<()>();
            answers.push(told);
            heard.push(tell);
        }
        for tell in heard {
            under_way.begin(&nowhere(), async move {
                let _ = tell.send(());
            });
        }
        let last = answers.pop().unwrap();
        for told in answers {
            told.await.unwrap();
        }
        under_way.clear();
        under_way.go(&nowhere());
        assert!(last.await.is_err());
    }
}
