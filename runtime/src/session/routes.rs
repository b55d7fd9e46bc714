//! Where notifications go: takes them one by one, gives each to its subscription or to who listens.
use std::collections::{HashMap, VecDeque};

use serde_json::value::RawValue;

use crate::{Error, Fault, Feed, Request, ServerNotification, Streaming};

/// How many notifications are kept while a call that subscribes waits for its answer.
const EARLY: usize = 1024;

/// A subscription that the server has not answered yet.
pub(super) struct Route {
    pub(super) feed: Feed,
    pub(super) request: Request,
    pub(super) streaming: Streaming,
}

impl Route {
    pub(super) fn new(feed: Feed, request: Request) -> Self {
        let streaming = feed.streaming().copied();
        Self {
            streaming: streaming.unwrap_or(Streaming::by(&[])),
            feed,
            request,
        }
    }
}

/// Under what the notifications of a subscription are found.
#[derive(Clone)]
pub(super) struct Address {
    streaming: Streaming,
    /// The id without the quotes around it; some servers write it now as a string, now as a number. Of notifications
    /// without an id, the number of the call that subscribed. A strict connection keeps the quotes.
    id: String,
}

/// All subscriptions and listeners of a connection.
#[derive(Default)]
pub(super) struct Routes {
    /// By method; the second key is the path of the id, which is nearly always the same for a method.
    lanes: HashMap<&'static str, Vec<Lane>>,
    feeds: HashMap<u64, Feed>,
    next: u64,
    listeners: Vec<Feed>,
    /// What came for nobody while calls that subscribe wait, the oldest first.
    early: VecDeque<ServerNotification>,
    /// The methods that such calls wait for.
    expected: Vec<&'static [&'static str]>,
    is_strict: bool,
}

/// The subscriptions of one method.
struct Lane {
    path: &'static [&'static str],
    /// What the params are called that are an array.
    names: &'static [&'static str],
    /// By id; those that were left have no feed.
    feeds: HashMap<String, Option<u64>>,
}

impl Lane {
    /// Whether the notifications of such a subscription come here.
    fn is_of(&self, streaming: &Streaming) -> bool {
        self.path == streaming.id && self.names == streaming.params
    }
}

impl Routes {
    pub(super) fn new(is_strict: bool) -> Self {
        Self {
            is_strict,
            ..Self::default()
        }
    }

    /// Under what the notifications of a subscription with this id are found, or of one without that
    /// the call began.
    pub(super) fn address(
        &self,
        streaming: Streaming,
        id: Option<&RawValue>,
        call: u64,
    ) -> Address {
        Address {
            streaming,
            id: id.map_or_else(|| call.to_string(), |id| self.key(id)),
        }
    }

    /// An id without the quotes around it, unless they have to be there each time.
    fn key(&self, id: &RawValue) -> String {
        match self.is_strict {
            true => id.get().to_owned(),
            false => id.get().trim_matches('"').to_owned(),
        }
    }

    /// Keeps early notifications from now on.
    pub(super) fn expect(&mut self, streaming: &Streaming) {
        self.expected.push(streaming.methods);
    }

    /// Stops what `expect` began; gives what turns out to be for nobody.
    pub(super) fn expect_no_more(&mut self, streaming: &Streaming) -> Vec<ServerNotification> {
        let place = self
            .expected
            .iter()
            .position(|methods| *methods == streaming.methods);
        place.map(|place| self.expected.swap_remove(place));
        let (kept, early) = std::mem::take(&mut self.early)
            .into_iter()
            .partition(|notification| self.is_expected(notification));
        self.early = kept;
        let early: VecDeque<_> = early;
        early
            .into_iter()
            .filter_map(|early| self.tell(early))
            .collect()
    }

    /// Begins a subscription, with what came for it before.
    pub(super) fn begin(&mut self, address: &Address, feed: Feed) {
        let number = self.next;
        self.next += 1;
        let streaming = &address.streaming;
        for method in streaming.methods {
            let lanes = self.lanes.entry(method).or_default();
            let place = lanes.iter().position(|lane| lane.is_of(streaming));
            let place = place.unwrap_or_else(|| {
                lanes.push(Lane {
                    path: streaming.id,
                    names: streaming.params,
                    feeds: HashMap::new(),
                });
                lanes.len() - 1
            });
            lanes[place].feeds.insert(address.id.clone(), Some(number));
        }
        self.feeds.insert(number, feed);
        for early in std::mem::take(&mut self.early) {
            if !self.deliver(&early) {
                self.early.push_back(early);
            }
        }
    }

    /// Mutes a subscription that was left: what still comes for it is dropped in silence. True when another takes the
    /// same notifications, which carry no id, so that the server is not to be told.
    pub(super) fn mute(&mut self, address: &Address) -> bool {
        let mut is_shared = false;
        for method in address.streaming.methods {
            for lane in self.lanes.get_mut(method).into_iter().flatten() {
                if !lane.is_of(&address.streaming) {
                    continue;
                }
                if let Some(number) = lane.feeds.get_mut(&address.id).and_then(Option::take) {
                    self.feeds.remove(&number);
                }
                is_shared |= lane.path.is_empty() && lane.feeds.values().any(Option::is_some);
            }
        }
        is_shared
    }

    /// Forgets a subscription that the server has ended.
    pub(super) fn forget(&mut self, address: &Address) {
        for method in address.streaming.methods {
            let Some(lanes) = self.lanes.get_mut(method) else {
                continue;
            };
            for lane in lanes.iter_mut() {
                // An id that was given anew is another's.
                if lane.is_of(&address.streaming) && lane.feeds.get(&address.id) == Some(&None) {
                    lane.feeds.remove(&address.id);
                }
            }
            lanes.retain(|lane| !lane.feeds.is_empty());
        }
        self.lanes.retain(|_, lanes| !lanes.is_empty());
    }

    pub(super) fn listen(&mut self, feed: Feed) {
        self.listeners.push(feed);
    }

    /// Hands a notification to whom it is for; gives back one that is for nobody.
    pub(super) fn route(&mut self, notification: ServerNotification) -> Option<ServerNotification> {
        if self.deliver(&notification) {
            return None;
        }
        if self.is_expected(&notification) {
            self.early.push_back(notification);
            let surplus = self.early.len() > EARLY;
            return surplus.then(|| self.early.pop_front()).flatten();
        }
        self.tell(notification)
    }

    /// Ends all streams.
    pub(super) fn close(&mut self, fault: &Fault) {
        let routes = std::mem::take(self);
        for feed in routes.feeds.into_values().chain(routes.listeners) {
            feed.close(Error::Closed(fault.clone()));
        }
    }

    /// Hands a notification to its subscriptions; false when it has none.
    fn deliver(&self, notification: &ServerNotification) -> bool {
        let mut is_known = false;
        for lane in self.lanes.get(notification.method()).into_iter().flatten() {
            if lane.path.is_empty() {
                is_known = true;
                for number in lane.feeds.values().flatten() {
                    self.push(*number, notification, lane);
                }
                continue;
            }
            let id = notification.at_named(lane.path, lane.names);
            let id = id.map(|id| self.key(&id.json()));
            if let Some(feed) = id.and_then(|id| lane.feeds.get(&id)) {
                is_known = true;
                if let Some(number) = feed {
                    self.push(*number, notification, lane);
                }
            }
        }
        is_known
    }

    fn push(&self, number: u64, notification: &ServerNotification, lane: &Lane) {
        if let Some(feed) = self.feeds.get(&number) {
            feed.push(notification.clone().named(lane.names));
        }
    }

    /// Tells all who listen; gives the notification back when nobody does.
    fn tell(&mut self, notification: ServerNotification) -> Option<ServerNotification> {
        self.listeners
            .retain(|feed| feed.push(notification.clone()));
        self.listeners.is_empty().then_some(notification)
    }

    fn is_expected(&self, notification: &ServerNotification) -> bool {
        let mut expected = self.expected.iter().flat_map(|methods| *methods);
        expected.any(|method| *method == notification.method())
    }
}
