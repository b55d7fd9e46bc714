//! What waits to be written: takes messages from any task, holds back their senders when it holds too many bytes.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::{Semaphore, mpsc};

/// How many messages the writer takes at once.
const AT_ONCE: usize = 256;

/// Where messages are put. Clones share the queue.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: mpsc::UnboundedSender<Vec<u8>>,
    room: Arc<Room>,
    limit: u32,
}

/// An outbox that does not keep the queue open.
pub(super) struct WeakOutbox {
    queue: mpsc::WeakUnboundedSender<Vec<u8>>,
    room: Arc<Room>,
    limit: u32,
}

/// Where the writer takes them.
pub(super) struct Inbox {
    queue: mpsc::UnboundedReceiver<Vec<u8>>,
    room: Arc<Room>,
    limit: u32,
}

/// The bytes that may wait.
struct Room {
    /// A permit for each byte.
    permits: Semaphore,
    /// Bytes of messages that could not wait for room.
    overdrawn: AtomicUsize,
}

/// The connection takes no more messages, or not this one now.
#[derive(Debug)]
pub(super) struct Closed;

/// A queue of at most `limit` bytes. A longer message waits until it is alone.
pub(super) fn outbox(limit: usize) -> (Outbox, Inbox) {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX).max(1);
    let limit = limit.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
    let room = Arc::new(Room {
        permits: Semaphore::new(limit as usize),
        overdrawn: AtomicUsize::new(0),
    });
    let (sender, receiver) = mpsc::unbounded_channel();
    let outbox = Outbox {
        queue: sender,
        room: Arc::clone(&room),
        limit,
    };
    let inbox = Inbox {
        queue: receiver,
        room,
        limit,
    };
    (outbox, inbox)
}

impl Outbox {
    /// Puts a message into the queue, once there is room for it.
    pub(super) async fn put(&self, message: Vec<u8>) -> Result<(), Closed> {
        let size = size(&message, self.limit);
        let room = self
            .room
            .permits
            .acquire_many(size)
            .await
            .map_err(|_| Closed)?;
        // The writer gives the room back.
        room.forget();
        self.queue.send(message).map_err(|_| Closed)
    }

    pub(super) fn downgrade(&self) -> WeakOutbox {
        WeakOutbox {
            queue: self.queue.downgrade(),
            room: Arc::clone(&self.room),
            limit: self.limit,
        }
    }
}

impl WeakOutbox {
    /// Puts a message into the queue of a session that lives, once there is room for it.
    pub(super) async fn put(&self, message: Vec<u8>) -> Result<(), Closed> {
        self.upgrade()?.put(message).await
    }

    /// Puts a message into the queue if there is room for it.
    pub(super) fn put_at_once(&self, message: Vec<u8>) -> Result<(), Closed> {
        let outbox = self.upgrade()?;
        let room = self
            .room
            .permits
            .try_acquire_many(size(&message, self.limit));
        room.map_err(|_| Closed)?.forget();
        outbox.queue.send(message).map_err(|_| Closed)
    }

    fn upgrade(&self) -> Result<Outbox, Closed> {
        Ok(Outbox {
            queue: self.queue.upgrade().ok_or(Closed)?,
            room: Arc::clone(&self.room),
            limit: self.limit,
        })
    }

    /// Puts a short message into the queue of a session that lives, whether there is room or not: for who is being
    /// dropped and cannot wait. Others wait the longer.
    pub(super) fn put_now(&self, message: Vec<u8>) -> Result<(), Closed> {
        let queue = self.queue.upgrade().ok_or(Closed)?;
        let size = size(&message, self.limit) as usize;
        let taken = self.room.permits.forget_permits(size);
        self.room
            .overdrawn
            .fetch_add(size - taken, Ordering::Relaxed);
        queue.send(message).map_err(|_| Closed)
    }
}

impl Inbox {
    /// Waits for a message. `None` when all senders are gone.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        self.queue.recv().await
    }

    /// Takes no more messages; those that wait are still had.
    pub(super) fn close(&mut self) {
        self.queue.close();
        self.room.permits.close();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    /// Adds the messages that wait to those taken before, and gives the room that all of them have.
    pub(super) fn drain(&mut self, messages: &mut Vec<Vec<u8>>) -> usize {
        while messages.len() < AT_ONCE
            && let Ok(message) = self.queue.try_recv()
        {
            messages.push(message);
        }
        let sizes = messages.iter().map(|message| size(message, self.limit));
        sizes.map(|size| size as usize).sum()
    }

    /// Adds all messages that wait to those taken before.
    pub(super) fn drain_all(&mut self, messages: &mut Vec<Vec<u8>>) {
        while let Ok(message) = self.queue.try_recv() {
            messages.push(message);
        }
    }

    /// Makes room for new messages.
    pub(super) fn written(&self, room: usize) {
        let overdrawn = self.room.overdrawn.swap(0, Ordering::Relaxed);
        match room.checked_sub(overdrawn) {
            Some(free) => self.room.permits.add_permits(free),
            None => {
                let rest = overdrawn - room;
                self.room.overdrawn.fetch_add(rest, Ordering::Relaxed);
            }
        }
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // Who waits for room learns that there will be none.
        self.room.permits.close();
    }
}

fn size(message: &[u8], limit: u32) -> u32 {
    u32::try_from(message.len())
        .unwrap_or(u32::MAX)
        .clamp(1, limit)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn senders_wait_for_room() {
        let (outbox, mut inbox) = outbox(10);
        outbox.put(vec![0; 6]).await.unwrap();
        let mut second = pin!(outbox.put(vec![0; 5]));
        let is_waiting = poll_fn(|cx| Poll::Ready(second.as_mut().poll(cx).is_pending())).await;
        assert!(is_waiting);
        let mut messages = vec![inbox.next().await.unwrap()];
        let room = inbox.drain(&mut messages);
        assert_eq!((room, messages.len()), (6, 1));
        inbox.written(room);
        second.await.unwrap();
        assert_eq!(inbox.drain(&mut messages), 6 + 5);
    }

    #[tokio::test]
    async fn who_cannot_wait_overdraws() {
        let (outbox, mut inbox) = outbox(10);
        let weak = outbox.downgrade();
        outbox.put(vec![0; 6]).await.unwrap();
        weak.put_now(vec![0; 8]).unwrap();
        let mut messages = vec![inbox.next().await.unwrap()];
        assert_eq!(inbox.drain(&mut messages), 6 + 8);
        inbox.written(6);
        assert_eq!(inbox.room.permits.available_permits(), 2);
        inbox.written(8);
        assert_eq!(inbox.room.permits.available_permits(), 10);
        drop(outbox);
        assert!(weak.put_now(vec![0; 1]).is_err());
        assert_eq!(inbox.next().await, None);
    }

    #[tokio::test]
    async fn a_long_message_goes_alone() {
        let (outbox, mut inbox) = outbox(10);
        outbox.put(vec![0; 1000]).await.unwrap();
        assert_eq!(inbox.drain(&mut Vec::new()), 10);
        let waiting = tokio::spawn(async move { outbox.put(vec![0; 1]).await });
        tokio::task::yield_now().await;
        drop(inbox);
        assert!(waiting.await.unwrap().is_err());
    }
}
