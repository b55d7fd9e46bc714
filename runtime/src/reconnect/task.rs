//! The task of a connection that is made again: connects, carries streams over, waits for the end, and begins anew.
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use tokio::time::Instant;

use super::{
    ReconnectEvent,
    dial::{Dial, is_lasting},
    shared::{Shared, Up},
    streams::Kept,
    waits::Waits,
};
use crate::{Connection, Error, Fault};

/// How many subscriptions are made again at a time.
const AT_ONCE: usize = 64;

/// Runs until the connection is closed, or no other is to be made. Dropped, it ends everything.
pub(super) async fn run(shared: Arc<Shared>, dial: Dial, first: Option<Arc<dyn Connection>>) {
    let ending = Ending(shared);
    let shared = &*ending.0;
    let mut waits = Waits::new(&shared.reconnect, first.is_none());
    let mut next = first;
    let mut number = 0;
    let why = loop {
        let connection = match next.take() {
            Some(connection) => connection,
            None => match connect(shared, &dial, &mut waits).await {
                Ok(connection) => connection,
                Err(why) => break why,
            },
        };
        number += 1;
        let since = Instant::now();
        match attend(shared, Up { connection, number }).await {
            Some(why) => shared.reconnect.tell(&ReconnectEvent::Disconnected(why)),
            None => break stopped(),
        }
        waits.lasted(since.elapsed());
    };
    shared.end(why);
}

/// Ends what waits, also when the task is stopped from outside.
struct Ending(Arc<Shared>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.end(stopped());
    }
}

fn stopped() -> Error {
    Error::Closed(Fault::new("the connection has ended"))
}

/// Attempts until there is a connection, or why there will be none.
async fn connect(
    shared: &Shared,
    dial: &Dial,
    waits: &mut Waits,
) -> Result<Arc<dyn Connection>, Error> {
    let attempts = async {
        let mut last = None;
        loop {
            let Some((number, delay)) = waits.next() else {
                return Err(given_up(last));
            };
            tokio::time::sleep(delay).await;
            let event = ReconnectEvent::Attempt { number, delay };
            shared.reconnect.tell(&event);
            let error = match dial.connect().await {
                Ok(connection) => return Ok(connection),
                Err(error) => error,
            };
            shared.failed(&error);
            shared
                .reconnect
                .tell(&ReconnectEvent::Failed(error.clone()));
            if is_lasting(&error) {
                return Err(given_up(Some(error)));
            }
            last = Some(error);
        }
    };
    tokio::select! {
        biased;
        _ = shared.until_closing(None) => Err(stopped()),
        connected = attempts => connected,
    }
}

fn given_up(last: Option<Error>) -> Error {
    let message = "no connection is made any more";
    Error::Closed(match last {
        Some(last) => Fault::new(format!("{message}: {last}")).caused_by(last),
        None => Fault::new(message),
    })
}

/// Has calls go over a connection until it has ended, and gives why; none when it was closed.
async fn attend(shared: &Shared, up: Up) -> Option<Error> {
    // A connection that has ended already is followed by another.
    let _ = shared.streams.listen_over(&up);
    shared.connected(&up);
    // Who began to listen just before calls went over it did not find it.
    let _ = shared.streams.listen_over(&up);
    shared.reconnect.tell(&ReconnectEvent::Connected);
    let why = tokio::select! {
        why = up.connection.ended() => Some(why),
        why = shared.until_lost(up.number) => why,
        () = subscribe_again(shared, &up) => None,
    };
    match &why {
        Some(why) => shared.lost(up.number, why),
        None => close(shared, &*up.connection).await,
    }
    why
}

/// Closes a connection by the deadline, or by an earlier one that comes meanwhile.
async fn close(shared: &Shared, connection: &dyn Connection) {
    let mut deadline = shared.until_closing(None).await;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        tokio::select! {
            () = connection.close(left) => return,
            earlier = shared.until_closing(Some(deadline)) => deadline = earlier,
        }
    }
}

/// Makes subscriptions again for as long as the connection is used.
async fn subscribe_again(shared: &Shared, up: &Up) {
    loop {
        let due = shared.streams.due_subscriptions(up.number).await;
        let again = |kept| subscribe(shared, up, kept);
        stream::iter(due).for_each_concurrent(AT_ONCE, again).await;
    }
}

async fn subscribe(shared: &Shared, up: &Up, kept: Kept) {
    let Some(request) = kept.request.clone() else {
        return;
    };
    let method = request.method_name();
    let answer = up.connection.subscribe(request, kept.leg()).await;
    let id = answer.and_then(|answer| match kept.feed.streaming() {
        Some(streaming) => streaming.id_of(&answer),
        None => Ok(None),
    });
    match id {
        Ok(id) => kept.feed.go_on(id),
        // The next connection will have it.
        Err(error @ Error::Closed(_)) => shared.lost(up.number, &error),
        Err(error) => {
            let error = error.in_method(method);
            kept.feed.close(error.clone());
            shared.reconnect.tell(&ReconnectEvent::Unsubscribed(error));
        }
    }
}
