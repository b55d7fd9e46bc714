//! When a server closes: tells who serves clients that it is announced, and until when they may go on.
use std::time::Duration;

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

/// Says when the server closes. A server that was dropped has closed.
#[derive(Clone)]
pub(super) struct Closing(watch::Receiver<Option<Instant>>);

/// Has the last word: set by the server.
pub(super) struct Announcement(watch::Sender<Option<Instant>>);

/// When so much time has passed; as good as never, where the clock does not reach that far.
pub(super) fn after(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or_else(|| now + FOREVER)
}

const FOREVER: Duration = Duration::from_secs(1 << 30);

impl Announcement {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(None))
    }

    /// The server closes, and gives until then.
    pub(super) fn announce(&self, deadline: Instant) {
        self.0.send_modify(|known| {
            *known = Some(known.map_or(deadline, |known| known.min(deadline)));
        });
    }

    pub(super) fn is_made(&self) -> bool {
        self.0.borrow().is_some()
    }

    pub(super) fn closing(&self) -> Closing {
        Closing(self.0.subscribe())
    }
}

impl Closing {
    /// Waits until the server closes.
    pub(super) async fn announced(&mut self) {
        // A server that was dropped announces nothing.
        drop(self.0.wait_for(Option::is_some).await);
    }

    /// Waits until nothing may go on any more.
    pub(super) async fn deadline(&mut self) {
        loop {
            let Ok(deadline) = self.0.wait_for(Option::is_some).await.map(|known| *known) else {
                return;
            };
            let deadline = deadline.unwrap_or_else(Instant::now);
            tokio::select! {
                () = sleep_until(deadline) => return,
                // It may have become sooner.
                changed = self.0.changed() => if changed.is_err() {
                    return;
                },
            }
        }
    }
}
