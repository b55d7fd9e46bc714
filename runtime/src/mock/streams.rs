//! What a mock sends by itself: takes feeds of subscriptions and listeners, gives each the notifications that are for it.
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, value::RawValue};

use super::lock;
use crate::{Error, Feed, Reply, Request, ServerNotification, Streaming};

/// All who hear a mock.
#[derive(Default)]
pub(super) struct Streams {
    subscriptions: Vec<Subscribed>,
    listeners: Vec<Feed>,
    /// How many subscriptions there were.
    count: u64,
}

struct Subscribed {
    number: u64,
    request: Request,
    streaming: Streaming,
    /// None where its notifications carry none.
    id: Option<Box<RawValue>>,
    feed: Feed,
}

impl Streams {
    /// Begins a subscription with this answer, or with an id of its own. `told` takes the request
    /// that ends it.
    pub(super) fn subscribe(
        shared: &Arc<Mutex<Self>>,
        request: Request,
        feed: Feed,
        answer: Option<Reply>,
        told: impl FnOnce(Request) + Send + 'static,
    ) -> Result<Reply, Error> {
        let mut streams = lock(shared);
        streams.count += 1;
        let number = streams.count;
        let streaming = feed.streaming().copied().unwrap_or(Streaming::by(&[]));
        let answer = match answer {
            Some(answer) => answer,
            None => Reply::of(&placed(
                streaming.answer,
                Value::from(format!("mock-{number}")),
            ))?,
        };
        let id = streaming.id_of(&answer)?;
        let leaving = streaming.leaving(id.as_deref(), &request);
        let all = Arc::downgrade(shared);
        let orphan = feed.on_leave(Box::new(move || {
            let all = all.upgrade();
            let gone = all.and_then(|all| lock(&all).remove(number));
            drop(gone);
            if let Some(request) = leaving {
                told(request);
            }
            Box::pin(async { Ok(Reply::new("true")) })
        }));
        streams.subscriptions.push(Subscribed {
            number,
            request,
            streaming,
            id,
            feed,
        });
        drop(streams);
        // The reader has gone already.
        if let Some(leave) = orphan {
            drop(leave());
        }
        Ok(answer)
    }

    pub(super) fn listen(&mut self, feed: Feed) {
        self.listeners.push(feed);
    }

    /// Hands a notification to its subscriptions, and else to all who listen; how many there were.
    pub(super) fn emit(&mut self, notification: &ServerNotification) -> usize {
        let fitting = self
            .subscriptions
            .iter()
            .filter(|one| one.takes(notification));
        let fitting: Vec<_> = fitting.collect();
        if !fitting.is_empty() {
            let heard = fitting
                .iter()
                .filter(|one| one.feed.push(notification.clone()));
            return heard.count();
        }
        self.listeners
            .retain(|feed| feed.push(notification.clone()));
        self.listeners.len()
    }

    /// Hands an item to each subscription by this method; how many there were.
    pub(super) fn push(&self, method: &str, item: &Value) -> usize {
        let asked = self.subscriptions.iter();
        let asked = asked.filter(|one| one.request.method() == method);
        asked.filter(|one| one.push(item)).count()
    }

    fn remove(&mut self, number: u64) -> Option<Subscribed> {
        let place = self
            .subscriptions
            .iter()
            .position(|one| one.number == number)?;
        Some(self.subscriptions.swap_remove(place))
    }

    /// Ends all streams.
    pub(super) fn close(self, error: &Error) {
        let feeds = self.subscriptions.into_iter().map(|one| one.feed);
        for feed in feeds.chain(self.listeners) {
            feed.close(error.clone());
        }
    }
}

impl Subscribed {
    fn takes(&self, notification: &ServerNotification) -> bool {
        let bare = |id: &RawValue| id.get().trim_matches('"').to_owned();
        let is_mine = || match &self.id {
            None => true,
            Some(id) => {
                notification
                    .at(self.streaming.id)
                    .map(|own| bare(&own.json()))
                    == Some(bare(id))
            }
        };
        self.streaming.methods.contains(&notification.method()) && is_mine()
    }

    fn push(&self, item: &Value) -> bool {
        let mut params = placed(self.streaming.item, item.clone());
        let id = self.id.as_ref().map(|id| serde_json::from_str(id.get()));
        if let Some(Ok(id)) = id {
            merge(&mut params, placed(self.streaming.id, id));
        }
        let method = self.streaming.methods.first().copied().unwrap_or_default();
        self.feed
            .push(ServerNotification::new(method, params.to_string()))
    }
}

/// A value inside of objects, at a path.
fn placed(path: &[&str], value: Value) -> Value {
    let around = |inner, name: &&str| Value::Object(Map::from_iter([((*name).to_owned(), inner)]));
    path.iter().rev().fold(value, around)
}

fn merge(into: &mut Value, other: Value) {
    match (into, other) {
        (Value::Object(into), Value::Object(other)) => {
            for (name, value) in other {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into @ Value::Null, other) => *into = other,
        _ => {}
    }
}
