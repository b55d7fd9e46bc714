//! What waits to be written, and the calls in it: takes messages from any task, holds back their senders when it holds too many bytes.
use std::{
    future::poll_fn,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
};

use futures_util::task::AtomicWaker;
use tokio::sync::Semaphore;

use super::{budget::Budget, entrance::Entrance, pending::Waiter};
use crate::{Error, socket::Messages};

/// Where messages are put.
#[derive(Clone)]
pub(super) struct Outbox(Arc<Shared>);

/// The writer is not called as long as this is there.
pub(super) struct Hold(Arc<Shared>);

/// Where the writer takes them. The queue is open as long as it lives.
pub(super) struct Inbox(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// The writer, which waits for messages.
    writer: AtomicWaker,
    limit: u32,
}

struct Queue {
    messages: Messages,
    /// The room that they take.
    size: usize,
    /// In bytes.
    room: Budget,
    is_closed: bool,
    /// How many have more to put before anything is to be written.
    holds: usize,
    /// A call is put together with its message, under one lock.
    entrance: Entrance,
}

/// The connection takes no more messages, or not this one now.
#[derive(Debug)]
pub(super) struct Closed;

/// What became of a call.
pub(super) enum Entered {
    /// It is on its way, and may be late before all others.
    As { id: u64, is_next: bool },
    /// It has to go the long way.
    Not,
}

/// A queue of at most `limit` bytes. A longer message waits until it is alone.
pub(super) fn outbox(limit: usize, entrance: Entrance) -> (Outbox, Inbox) {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX).max(1);
    let limit = limit.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
    let shared = Arc::new(Shared {
        queue: Mutex::new(Queue {
            messages: Messages::default(),
            size: 0,
            room: Budget::new(limit as usize),
            is_closed: false,
            holds: 0,
            entrance,
        }),
        writer: AtomicWaker::new(),
        limit,
    });
    (Outbox(Arc::clone(&shared)), Inbox(shared))
}

impl Outbox {
    /// Puts a message into the queue, once there is room for it.
    pub(super) async fn put(&self, message: Vec<u8>) -> Result<(), Closed> {
        let size = self.0.size(message.len());
        let line = {
            let mut queue = self.0.open()?;
            if queue.room.take(size as usize) {
                self.0.push(queue, message);
                return Ok(());
            }
            queue.room.line()
        };
        let room = line.acquire_many(size).await.map_err(|_| Closed)?;
        let queue = self.0.open()?;
        // The writer gives the room back.
        room.forget();
        self.0.push(queue, message);
        Ok(())
    }

    /// Puts a message into the queue if there is room for it.
    pub(super) fn put_at_once(&self, message: Vec<u8>) -> Result<(), Closed> {
        let mut queue = self.0.open()?;
        if !queue.room.take(self.0.size(message.len()) as usize) {
            return Err(Closed);
        }
        self.0.push(queue, message);
        Ok(())
    }

    /// Puts a short message into the queue, whether there is room or not: for who is being dropped and cannot wait.
    pub(super) fn put_now(&self, message: Vec<u8>) -> Result<(), Closed> {
        let mut queue = self.0.open()?;
        queue.room.overdraw(self.0.size(message.len()) as usize);
        self.0.push(queue, message);
        Ok(())
    }

    /// Has a message written into the queue, once there is room for it.
    pub(super) async fn write(&self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Closed> {
        let message = {
            let mut queue = self.0.open()?;
            let length = queue.messages.write(write);
            match self.0.keep(queue, length) {
                None => return Ok(()),
                Some(message) => message,
            }
        };
        self.put(message).await
    }

    /// Has the message of a call written into the queue and the call put beside it, if there is room for both. `write`
    /// gets the id of the call, and says why there is no message.
    pub(super) fn enter(
        &self,
        call: Waiter,
        write: impl FnOnce(u64, &mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<Entered, Error> {
        let Ok(mut queue) = self.0.open() else {
            return Ok(Entered::Not);
        };
        let Some(id) = queue.entrance.next_id() else {
            return Ok(Entered::Not);
        };
        let mut written = Ok(());
        let length = queue.messages.write(|out| written = write(id, out));
        if let Err(error) = written {
            queue.messages.pop();
            return Err(error);
        }
        if !queue.room.take(self.0.size(length) as usize) {
            queue.messages.pop();
            return Ok(Entered::Not);
        }
        let is_next = queue.entrance.put(id, call);
        self.0.arrived(queue, length);
        Ok(Entered::As { id, is_next })
    }

    /// What is known of the calls that were put into the queue.
    pub(super) fn entrance<T>(&self, look: impl FnOnce(&mut Entrance) -> T) -> T {
        look(&mut self.0.lock().entrance)
    }

    /// Does not call the writer for what is put until the hold is dropped, so that it goes out together.
    pub(super) fn hold(&self) -> Hold {
        self.0.lock().holds += 1;
        Hold(Arc::clone(&self.0))
    }

    /// Takes no more messages; those that wait are still written.
    pub(super) fn close(&self) {
        self.0.close();
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        queue.holds -= 1;
        let are_there = queue.size > 0;
        drop(queue);
        if are_there {
            self.0.writer.wake();
        }
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

    /// How many messages wait.
    pub(super) fn len(&self) -> usize {
        self.0.lock().messages.len()
    }

    /// Takes no more messages; those that wait are still had.
    pub(super) fn close(&self) {
        self.0.close();
    }

    /// Adds the messages that wait to those taken before, and shows the calls among them. Gives the room that they have.
    pub(super) fn drain(
        &self,
        messages: &mut Messages,
        calls: impl FnOnce(&mut Entrance),
    ) -> usize {
        let mut queue = self.0.lock();
        messages.append(&mut queue.messages);
        calls(&mut queue.entrance);
        mem::take(&mut queue.size)
    }

    /// Makes room for new messages.
    pub(super) fn written(&self, room: usize) {
        self.0.lock().room.give(room);
    }
}

impl Shared {
    /// Puts a message into the queue. The room for it has been taken.
    fn push(&self, mut queue: MutexGuard<'_, Queue>, message: Vec<u8>) {
        let length = message.len();
        queue.messages.push(message);
        self.arrived(queue, length);
    }

    /// Leaves a message in the queue that was written there; gives back one for which there is no room.
    fn keep(&self, mut queue: MutexGuard<'_, Queue>, length: usize) -> Option<Vec<u8>> {
        if !queue.room.take(self.size(length) as usize) {
            return queue.messages.pop();
        }
        self.arrived(queue, length);
        None
    }

    fn open(&self) -> Result<MutexGuard<'_, Queue>, Closed> {
        let queue = self.lock();
        (!queue.is_closed).then_some(queue).ok_or(Closed)
    }

    fn arrived(&self, mut queue: MutexGuard<'_, Queue>, length: usize) {
        // Who put the first of those that wait has called the writer.
        let is_first = queue.size == 0 && queue.holds == 0;
        queue.size += self.size(length) as usize;
        drop(queue);
        if is_first {
            self.writer.wake();
        }
    }

    fn close(&self) {
        let mut queue = self.lock();
        queue.is_closed = true;
        // Who waits for room learns that there will be none.
        queue.room.close();
        drop(queue);
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

impl Drop for Inbox {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::future::poll_immediate;

    use super::*;
    use crate::session::pending::Ids;

    fn outbox(limit: usize) -> (Outbox, Inbox) {
        super::outbox(limit, Entrance::new(Ids::up_to(u64::MAX)))
    }

    /// What waits, and the room that it takes.
    fn drained(inbox: &mut Inbox) -> (usize, Vec<usize>) {
        let mut messages = Messages::default();
        let room = inbox.drain(&mut messages, |_| {});
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
        outbox.put(vec![0; 6]).await.unwrap();
        outbox.put_now(vec![0; 8]).unwrap();
        assert_eq!(drained(&mut inbox), (6 + 8, vec![6, 8]));
        inbox.written(6);
        assert_eq!(inbox.0.lock().room.free(), 2);
        inbox.written(8);
        assert_eq!(inbox.0.lock().room.free(), 10);
        outbox.put(vec![0; 1]).await.unwrap();
        outbox.close();
        assert!(outbox.put_now(vec![0; 1]).is_err());
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
