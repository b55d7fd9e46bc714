//! Notifications that have handlers: takes them as they come, hands on one after another.
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::Pending;
use crate::{ConnectOptions, Incoming, ServerNotification, StrayKind, handlers::caught};

/// What a notification that waits takes beside its params, about.
const OVERHEAD: usize = 128;

/// The notifications that wait for their turn.
pub(super) struct Heard {
    queue: Mutex<Queue>,
    space: usize,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<ServerNotification>,
    size: usize,
    /// Whether a task hands them on. There is none while nothing waits.
    is_running: bool,
}

impl Heard {
    pub(super) fn new(options: &ConnectOptions) -> Self {
        Self {
            queue: Mutex::default(),
            space: options.max_reply_bytes,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one whose turn it is; without one the task ends.
    fn next(&self) -> Option<ServerNotification> {
        let mut queue = self.lock();
        let next = queue.waiting.pop_front();
        match &next {
            Some(next) => queue.size -= size(next),
            None => {
                queue.is_running = false;
                // What a flood took is not kept.
                queue.waiting.shrink_to(0);
            }
        }
        next
    }
}

fn size(told: &ServerNotification) -> usize {
    told.params().len() + OVERHEAD
}

impl Pending {
    /// Hands a notification to its handler, once it is its turn; whether it has one. Where more
    /// than so many bytes wait, it is lost and counted.
    pub(super) fn hear(self: &Arc<Self>, told: &ServerNotification) -> bool {
        if !self.handlers().has(told.method()) {
            return false;
        }
        let mut queue = self.heard.lock();
        let size = queue.size + size(told);
        if self.requests.is_over() || (size > self.heard.space && queue.is_running) {
            drop(queue);
            self.stray(StrayKind::NobodyListens, told.params());
            return true;
        }
        queue.size = size;
        queue.waiting.push_back(told.clone());
        if !std::mem::replace(&mut queue.is_running, true) {
            drop(queue);
            self.hand_on();
        }
        true
    }

    /// Starts the task that hands on what waits. It ends with the connection, too.
    fn hand_on(self: &Arc<Self>) {
        let pending = Arc::clone(self);
        let inside = self.join();
        tokio::spawn(async move {
            let handing = async {
                while let Some(told) = pending.heard.next() {
                    pending.tell(&told).await;
                }
            };
            tokio::select! {
                () = handing => {}
                _ = pending.gate.ended() => {}
            }
            drop(inside);
        });
    }

    async fn tell(&self, told: &ServerNotification) {
        let context = self.requests.context();
        let incoming = Incoming::new(told.method(), told.params(), context).with_wire(told.wire());
        let handled = async {
            // A handler that was there may be gone.
            if let Some(handled) = self.handlers().notify(incoming) {
                handled.await;
            }
            Ok(())
        };
        drop(caught(told.method(), handled).await);
    }
}
