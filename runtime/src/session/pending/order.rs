//! In which order answers go out: takes requests as they come, tells each when its answer may go.
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use crate::AnswerOrder;

/// The requests without an answer, where the order of the answers matters.
pub(super) struct Order {
    kind: AnswerOrder,
    asked: Arc<Mutex<Asked>>,
}

#[derive(Default)]
struct Asked {
    next: u64,
    /// By their age, the newest last; those that have their answer wait for the word.
    places: BTreeMap<u64, Option<oneshot::Sender<()>>>,
}

/// A request's place among the others, given up when dropped.
pub(super) struct Place {
    number: u64,
    asked: Arc<Mutex<Asked>>,
}

impl Order {
    pub(super) fn new(kind: AnswerOrder) -> Self {
        Self {
            kind,
            asked: Arc::default(),
        }
    }

    /// The place of a request that came just now; none where its answer waits for no others.
    pub(super) fn enter(&self) -> Option<Place> {
        match self.kind {
            AnswerOrder::Any => None,
            AnswerOrder::Lifo => {
                let mut asked = lock(&self.asked);
                let number = asked.next;
                asked.next += 1;
                asked.places.insert(number, None);
                drop(asked);
                Some(Place {
                    number,
                    asked: Arc::clone(&self.asked),
                })
            }
        }
    }
}

impl Place {
    /// Waits until nothing that was asked later is without its answer.
    pub(super) async fn turn(&self) {
        // What came between the word and this look goes first.
        while let Some(word) = self.word() {
            // It never fails: the place is there as long as this.
            let _ = word.await;
        }
    }

    /// Whether anything else is without its answer.
    pub(super) fn has_others(&self) -> bool {
        lock(&self.asked).places.len() > 1
    }

    /// What brings the word, unless this is the newest.
    fn word(&self) -> Option<oneshot::Receiver<()>> {
        let mut asked = lock(&self.asked);
        let newest = asked.places.last_key_value().map(|(number, _)| *number);
        if newest == Some(self.number) {
            return None;
        }
        let (sender, word) = oneshot::channel();
        asked.places.insert(self.number, Some(sender));
        Some(word)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut asked = lock(&self.asked);
        asked.places.remove(&self.number);
        let newest = asked.places.last_entry();
        let word = newest.and_then(|mut newest| newest.get_mut().take());
        drop(asked);
        if let Some(word) = word {
            // The request was dropped just now.
            let _ = word.send(());
        }
    }
}

fn lock(asked: &Mutex<Asked>) -> MutexGuard<'_, Asked> {
    asked.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;

    use futures_util::future::poll_immediate;

    use super::*;

    /// Waits for its turn with the place in hand.
    fn waiting(place: Place) -> Pin<Box<impl Future<Output = Place>>> {
        Box::pin(async {
            place.turn().await;
            place
        })
    }

    #[tokio::test]
    async fn the_last_one_goes_first() {
        let order = Order::new(AnswerOrder::Lifo);
        let [mut first, mut second, third] = [(); 3].map(|()| waiting(order.enter().unwrap()));
        assert!(poll_immediate(&mut first).await.is_none());
        assert!(poll_immediate(&mut second).await.is_none());
        drop(third.await);
        // It comes between the word and the answer.
        let fourth = order.enter().unwrap();
        assert!(poll_immediate(&mut second).await.is_none());
        assert!(poll_immediate(&mut first).await.is_none());
        drop(fourth);
        let second = second.await;
        assert!(poll_immediate(&mut first).await.is_none());
        drop(second);
        drop(first.await);
        assert!(lock(&order.asked).places.is_empty());
        assert!(Order::new(AnswerOrder::Any).enter().is_none());
    }

    #[tokio::test]
    async fn who_is_dropped_holds_nobody_up() {
        let order = Order::new(AnswerOrder::Lifo);
        let [mut first, second, third] = [(); 3].map(|()| waiting(order.enter().unwrap()));
        drop(second);
        assert!(poll_immediate(&mut first).await.is_none());
        drop(third);
        first.await;
    }
}
