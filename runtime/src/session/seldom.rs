//! A future beside busier ones: polls it when it was woken itself, and not whenever its task is.
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::task::AtomicWaker;
use pin_project_lite::pin_project;

pin_project! {
    /// A future that seldom has anything to do, in a task that is woken for each message.
    pub(super) struct Seldom<F> {
        #[pin]
        future: F,
        bell: Arc<Bell>,
    }
}

struct Bell {
    has_rung: AtomicBool,
    task: AtomicWaker,
}

impl<F: Future> Seldom<F> {
    pub(super) fn new(future: F) -> Self {
        let bell = Bell {
            has_rung: AtomicBool::new(true),
            task: AtomicWaker::new(),
        };
        Self {
            future,
            bell: Arc::new(bell),
        }
    }
}

impl<F: Future> Future for Seldom<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // First, so that the bell is not rung unheard.
        this.bell.task.register(cx.waker());
        if !this.bell.has_rung.swap(false, Ordering::SeqCst) {
            return Poll::Pending;
        }
        let waker = Waker::from(Arc::clone(this.bell));
        this.future.poll(&mut Context::from_waker(&waker))
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_rung.store(true, Ordering::SeqCst);
        self.task.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, pin::pin};

    use futures_util::future::poll_immediate;
    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn it_is_polled_when_it_is_woken() {
        let notify = Notify::new();
        let mut polls = 0;
        let mut notified = pin!(notify.notified());
        let counted = pin!(poll_fn(|cx| {
            polls += 1;
            notified.as_mut().poll(cx)
        }));
        let mut seldom = pin!(Seldom::new(counted));
        for _ in 0..3 {
            assert!(poll_immediate(&mut seldom).await.is_none());
        }
        let told = async {
            tokio::task::yield_now().await;
            notify.notify_one();
        };
        tokio::join!(seldom, told);
        assert_eq!(polls, 2);
    }
}
