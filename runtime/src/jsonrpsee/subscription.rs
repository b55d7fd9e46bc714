//! A subscription by jsonrpsee's client: takes what it brings, hands it to a feed as the server sent it.
use std::sync::Arc;

use jsonrpsee_core::client::{
    Subscription, SubscriptionClientT, SubscriptionCloseReason, SubscriptionKind,
};
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::{Jsonrpsee, RawParams, limited, translate};
use crate::{Error, Fault, Feed, Reply, Request, ServerNotification, Streaming, gate::Gate};

/// Told when the reader leaves, to tell when the server knows.
type Leaving = oneshot::Receiver<oneshot::Sender<()>>;

impl<C: SubscriptionClientT + Send + Sync + 'static> Jsonrpsee<C> {
    pub(super) async fn begin(&self, request: Request, feed: Feed) -> Result<Reply, Error> {
        let (_inside, client) = self.enter()?;
        let (method, unsubscribe) = known(feed.streaming())?;
        let limit = request.options().timeout;
        let subscription: Subscription<Box<RawValue>> = limited(&self.gate, limit, async {
            let params = RawParams(request.params().to_json());
            let begun = client.subscribe(request.method(), params, unsubscribe);
            begun.await.map_err(translate)
        })
        .await?;
        let SubscriptionKind::Subscription(id) = subscription.kind() else {
            let message = "jsonrpsee's client has no id of the subscription";
            return Err(Error::Subscription(Fault::new(message).sent().lasting()));
        };
        let answer = Reply::of(id)?;
        let (leave, leaving) = oneshot::channel::<oneshot::Sender<()>>();
        let left = feed.on_leave(Box::new(move || {
            let (done, is_done) = oneshot::channel();
            let _ = leave.send(done);
            Box::pin(async move {
                let _ = is_done.await;
                Ok(Reply::new("null"))
            })
        }));
        // Where the reader has gone, the subscription is dropped, and that unsubscribes.
        if left.is_none() {
            let brought = Brought {
                subscription,
                method,
                id: answer.clone(),
            };
            tokio::spawn(brought.hand_over(feed, leaving, Arc::clone(&self.gate)));
        }
        Ok(answer)
    }
}

/// The methods of notifications and of the end, of a subscription as jsonrpsee knows it.
fn known(streaming: Option<&Streaming>) -> Result<(&'static str, &'static str), Error> {
    let known = streaming.filter(|streaming| {
        streaming.id == ["subscription"]
            && streaming.item == ["result"]
            && streaming.answer.is_empty()
    });
    let methods = known.and_then(|known| Some((*known.methods.first()?, known.unsubscribe?.0)));
    methods.ok_or_else(|| {
        let message = "jsonrpsee's clients know subscriptions with an id in `subscription`, an item in `result`, and a method that ends them";
        Error::Subscription(Fault::new(message).lasting())
    })
}

/// What jsonrpsee brings: items, without what was around them.
struct Brought {
    subscription: Subscription<Box<RawValue>>,
    method: &'static str,
    id: Reply,
}

impl Brought {
    async fn hand_over(mut self, feed: Feed, leaving: Leaving, gate: Arc<Gate>) {
        let mut leaving = leaving;
        loop {
            let item = tokio::select! {
                item = self.subscription.next() => item,
                done = &mut leaving => {
                    let _ = self.subscription.unsubscribe().await;
                    let _ = done.map(|done| done.send(()));
                    return;
                }
                closed = gate.ended() => return feed.close(Error::Closed(closed)),
            };
            match item {
                Some(Ok(item)) => {
                    feed.push(self.notification(&item));
                }
                // Any JSON is an item.
                Some(Err(_)) => {}
                None => return feed.close(self.end()),
            }
        }
    }

    fn notification(&self, item: &RawValue) -> ServerNotification {
        let mut params = br#"{"subscription":"#.to_vec();
        params.extend_from_slice(&self.id.result);
        params.extend_from_slice(br#","result":"#);
        params.extend_from_slice(item.get().as_bytes());
        params.push(b'}');
        ServerNotification::new(self.method, params)
    }

    fn end(&self) -> Error {
        match self.subscription.close_reason() {
            Some(SubscriptionCloseReason::Lagged) => {
                let message =
                    "jsonrpsee's client let the subscription go: too much waited in its buffer";
                Error::Subscription(Fault::new(message))
            }
            _ => Error::Closed(Fault::new("the subscription has ended with its connection")),
        }
    }
}
