//! Answers that begin together: takes one future for each request that came, starts one task for all of them.
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::poll_immediate;

use crate::{BoxFuture, session::outbox::Outbox};

/// How many begin together at the most.
const MOST: usize = 256;

/// A handler that takes so long before it waits for anything holds nobody up any more.
const LONG: Duration = Duration::from_micros(100);

/// What came together and is to be answered.
///
/// A task of its own costs a request more than nearly all of its handling, and most handlers have their answer without
/// waiting. So the requests of one read share a task; each that has to wait goes on in a task of its own.
#[derive(Default)]
pub(super) struct UnderWay(Mutex<Vec<BoxFuture<'static, ()>>>);

impl UnderWay {
    /// Adds an answer, which begins with the next word to go, or now if there are many.
    pub(super) fn begin(&self, outbox: &Outbox, answer: impl Future<Output = ()> + Send + 'static) {
        let mut waiting = self.lock();
        waiting.push(Box::pin(answer));
        let are_many = waiting.len() >= MOST;
        drop(waiting);
        if are_many {
            self.go(outbox);
        }
    }

    /// Starts those that were added.
    pub(super) fn go(&self, outbox: &Outbox) {
        let mut answers = std::mem::take(&mut *self.lock());
        match answers.len() {
            0 => {}
            1 => spawn(answers.pop()),
            _ => drop(tokio::spawn(all(answers, outbox.clone()))),
        }
    }

    /// Drops those that were not started: the connection has ended.
    pub(super) fn clear(&self) {
        let answers = std::mem::take(&mut *self.lock());
        // They hold what holds this.
        drop(answers);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<BoxFuture<'static, ()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What they put into the outbox goes out together, unless one takes long.
async fn all(answers: Vec<BoxFuture<'static, ()>>, outbox: Outbox) {
    let mut answers = answers.into_iter();
    let hold = outbox.hold();
    let mut before = Instant::now();
    for mut answer in answers.by_ref() {
        if poll_immediate(&mut answer).await.is_none() {
            spawn(Some(answer));
        }
        let now = Instant::now();
        if now.duration_since(before) > LONG {
            break;
        }
        before = now;
    }
    drop(hold);
    spawn(answers);
}

fn spawn(answers: impl IntoIterator<Item = BoxFuture<'static, ()>>) {
    answers
        .into_iter()
        .for_each(|answer| drop(tokio::spawn(answer)));
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
