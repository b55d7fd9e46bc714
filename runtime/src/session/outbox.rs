//! What waits to be written: takes messages from any task, holds back their senders when it holds too many bytes.
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

/// How many messages the writer takes at once.
const AT_ONCE: usize = 256;

/// Where messages are put. Clones share the queue.
#[derive(Clone)]
pub(super) struct Outbox {
    queue: mpsc::UnboundedSender<Vec<u8>>,
    /// A permit for each byte that may wait.
    room: Arc<Semaphore>,
    limit: u32,
}

/// Where the writer takes them.
pub(super) struct Inbox {
    queue: mpsc::UnboundedReceiver<Vec<u8>>,
    room: Arc<Semaphore>,
    limit: u32,
}

/// The connection takes no more messages.
#[derive(Debug)]
pub(super) struct Closed;

/// A queue of at most `limit` bytes. A longer message waits until it is alone.
pub(super) fn outbox(limit: usize) -> (Outbox, Inbox) {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX).max(1);
    let limit = limit.min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
    let room = Arc::new(Semaphore::new(limit as usize));
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
        let room = self.room.acquire_many(size).await.map_err(|_| Closed)?;
        // The writer gives the room back.
        room.forget();
        self.queue.send(message).map_err(|_| Closed)
    }
}

impl Inbox {
    /// Waits for a message. `None` when all senders are gone.
    pub(super) async fn next(&mut self) -> Option<Vec<u8>> {
        self.queue.recv().await
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

    /// Makes room for new messages.
    pub(super) fn written(&self, room: usize) {
        self.room.add_permits(room);
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // Who waits for room learns that there will be none.
        self.room.close();
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
