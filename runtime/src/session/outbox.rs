//! What waits to be written: takes messages from any task, holds back their senders when it holds too many bytes.
use std::{
    future::poll_fn,
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

use futures_util::task::AtomicWaker;
use tokio::sync::Semaphore;

use crate::socket::Messages;

/// Where messages are put. The queue is open as long as it lives.
pub(super) struct Outbox(Arc<Sender>);

/// An outbox that does not keep the queue open.
pub(super) struct WeakOutbox(Weak<Sender>);

/// Where the writer takes them.
pub(super) struct Inbox(Arc<Shared>);

/// Closes the queue with the last of its senders.
struct Sender(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// The writer, which waits for messages.
    writer: AtomicWaker,
    /// A permit for each byte that may wait.
    room: Semaphore,
    /// Bytes of messages that could not wait for room.
    overdrawn: AtomicUsize,
    limit: u32,
}

#[derive(Default)]
struct Queue {
    messages: Messages,
    /// The room that they take.
    size: usize,
    is_closed: bool,
}

/// The connection takes no more messages, or not this one now.
#[derive(Debug)]
pub(super) struct Closed;

/// A queue of at most `limit` bytes. A longer message waits until it is alone.
pub(super) fn outbox(limit: usize) -> (Outbox, Inbox) {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX).max(1);
    let limit = limit.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
    let shared = Arc::new(Shared {
        queue: Mutex::default(),
        writer: AtomicWaker::new(),
        room: Semaphore::new(limit as usize),
        overdrawn: AtomicUsize::new(0),
        limit,
    });
    let sender = Arc::new(Sender(Arc::clone(&shared)));
    (Outbox(sender), Inbox(shared))
}

impl Outbox {
    /// Puts a message into the queue, once there is room for it.
    pub(super) async fn put(&self, message: Vec<u8>) -> Result<(), Closed> {
        let shared = &self.0.0;
        let size = shared.size(message.len());
        let room = shared.room.acquire_many(size).await.map_err(|_| Closed)?;
        // The writer gives the room back.
        room.forget();
        shared.push(message)
    }

    /// Has a message written into the queue, if there is room for it.
    pub(super) fn write_now(&self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Closed> {
        match self.0.0.write(write)? {
            None => Ok(()),
            Some(_) => Err(Closed),
        }
    }

    /// Has a message written into the queue, once there is room for it.
    pub(super) async fn write(&self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Closed> {
        match self.0.0.write(write)? {
            None => Ok(()),
            Some(message) => self.put(message).await,
        }
    }

    pub(super) fn downgrade(&self) -> WeakOutbox {
        WeakOutbox(Arc::downgrade(&self.0))
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
        let shared = &outbox.0.0;
        let room = shared.room.try_acquire_many(shared.size(message.len()));
        room.map_err(|_| Closed)?.forget();
        shared.push(message)
    }

    /// Puts a short message into the queue of a session that lives, whether there is room or not: for who is being
    /// dropped and cannot wait. Others wait the longer.
    pub(super) fn put_now(&self, message: Vec<u8>) -> Result<(), Closed> {
        let outbox = self.upgrade()?;
        let shared = &outbox.0.0;
        let size = shared.size(message.len()) as usize;
        let taken = shared.room.forget_permits(size);
        shared.overdrawn.fetch_add(size - taken, Ordering::Relaxed);
        shared.push(message)
    }

    fn upgrade(&self) -> Result<Outbox, Closed> {
        self.0.upgrade().map(Outbox).ok_or(Closed)
    }
}

impl Inbox {
    /// Waits for messages. False when there will be none any more.
    pub(super) async fn arrival(&self) -> bool {
        poll_fn(|cx| {
            // First, so that nothing comes unnoticed.
            self.0.writer.register(cx.waker());
            let queue = self.0.lock();
            match queue.messages.is_empty() {
                true if queue.is_closed => Poll::Ready(false),
                true => Poll::Pending,
                false => Poll::Ready(true),
            }
        })
        .await
    }

    /// Takes no more messages; those that wait are still had.
    pub(super) fn close(&self) {
        self.0.close();
        self.0.room.close();
    }

    /// Adds the messages that wait to those taken before, and gives the room that they have.
    pub(super) fn drain(&self, messages: &mut Messages) -> usize {
        let mut queue = self.0.lock();
        messages.append(&mut queue.messages);
        mem::take(&mut queue.size)
    }

    /// Makes room for new messages.
    pub(super) fn written(&self, room: usize) {
        let overdrawn = self.0.overdrawn.swap(0, Ordering::Relaxed);
        match room.checked_sub(overdrawn) {
            Some(free) => self.0.room.add_permits(free),
            None => {
                let rest = overdrawn - room;
                self.0.overdrawn.fetch_add(rest, Ordering::Relaxed);
            }
        }
    }
}

impl Shared {
    /// Puts a message into the queue. The room for it has been taken.
    fn push(&self, message: Vec<u8>) -> Result<(), Closed> {
        let mut queue = self.open()?;
        queue.size += self.size(message.len()) as usize;
        queue.messages.push(message);
        self.arrived(queue);
        Ok(())
    }

    /// Has a message written into the queue; gives back one for which there is no room.
    fn write(&self, write: impl FnOnce(&mut Vec<u8>)) -> Result<Option<Vec<u8>>, Closed> {
        let mut queue = self.open()?;
        let size = self.size(queue.messages.write(write));
        let Ok(room) = self.room.try_acquire_many(size) else {
            return Ok(queue.messages.pop());
        };
        room.forget();
        queue.size += size as usize;
        self.arrived(queue);
        Ok(None)
    }

    fn open(&self) -> Result<MutexGuard<'_, Queue>, Closed> {
        let queue = self.lock();
        (!queue.is_closed).then_some(queue).ok_or(Closed)
    }

    fn arrived(&self, queue: MutexGuard<'_, Queue>) {
        drop(queue);
        self.writer.wake();
    }

    fn close(&self) {
        self.lock().is_closed = true;
        self.writer.wake();
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // What panics while it writes leaves bytes that are of no message.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn size(&self, length: usize) -> u32 {
        u32::try_from(length)
            .unwrap_or(u32::MAX)
            .clamp(1, self.limit)
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // Who waits for room learns that there will be none.
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::future::poll_immediate;

    use super::*;

    /// What waits, and the room that it takes.
    fn drained(inbox: &mut Inbox) -> (usize, Vec<usize>) {
        let mut messages = Messages::default();
        let room = inbox.drain(&mut messages);
        (room, messages.iter().map(<[u8]>::len).collect())
    }

    #[tokio::test]
    async fn senders_wait_for_room() {
        let (outbox, mut inbox) = outbox(10);
        outbox.put(vec![0; 6]).await.unwrap();
        let mut second = pin!(outbox.put(vec![0; 5]));
        let mut third = pin!(outbox.write(|out| out.extend([0; 7])));
        assert!(poll_immediate(&mut second).await.is_none());
        assert!(poll_immediate(&mut third).await.is_none());
        assert!(inbox.arrival().await);
        assert_eq!(drained(&mut inbox), (6, vec![6]));
        inbox.written(6);
        second.await.unwrap();
        assert!(poll_immediate(&mut third).await.is_none());
        assert_eq!(drained(&mut inbox), (5, vec![5]));
        inbox.written(5);
        third.await.unwrap();
        outbox.write(|out| out.extend([0; 3])).await.unwrap();
        assert_eq!(drained(&mut inbox), (7 + 3, vec![7, 3]));
    }

    #[tokio::test]
    async fn who_cannot_wait_overdraws() {
        let (outbox, mut inbox) = outbox(10);
        let weak = outbox.downgrade();
        outbox.put(vec![0; 6]).await.unwrap();
        weak.put_now(vec![0; 8]).unwrap();
        assert_eq!(drained(&mut inbox), (6 + 8, vec![6, 8]));
        inbox.written(6);
        assert_eq!(inbox.0.room.available_permits(), 2);
        inbox.written(8);
        assert_eq!(inbox.0.room.available_permits(), 10);
        outbox.put(vec![0; 1]).await.unwrap();
        drop(outbox);
        assert!(weak.put_now(vec![0; 1]).is_err());
        assert!(inbox.arrival().await, "of what waits");
        drained(&mut inbox);
        assert!(!inbox.arrival().await);
    }

    #[tokio::test]
    async fn a_long_message_goes_alone() {
        let (outbox, mut inbox) = outbox(10);
        outbox.put(vec![0; 1000]).await.unwrap();
        assert_eq!(drained(&mut inbox), (10, vec![1000]));
        let waiting = tokio::spawn(async move { outbox.put(vec![0; 1]).await });
        tokio::task::yield_now().await;
        drop(inbox);
        assert!(waiting.await.unwrap().is_err());
    }
}
