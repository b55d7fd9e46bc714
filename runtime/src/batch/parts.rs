//! What a batch is cut into: takes requests and a bound, sends parts at the same time, gives outcomes in their order.
#[cfg(any(
    feature = "http",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
use std::time::Duration;

use futures_util::{StreamExt, stream};

#[cfg(feature = "http")]
use crate::Headers;
use crate::{BoxFuture, Connection, Error, Reply, Request};

/// How many parts are under way at a time, so that a long batch does not open as many sockets.
const AT_ONCE: usize = 64;

/// What became of a request. A notification that is on its way is null.
pub(crate) type Outcome = Result<Reply, Error>;

/// Sends each request by itself.
pub(crate) fn one_by_one<C: Connection + ?Sized>(
    connection: &C,
    requests: Vec<Request>,
) -> BoxFuture<'_, Vec<Outcome>> {
    let sent = requests
        .into_iter()
        .map(move |request| match request.is_notification() {
            false => connection.call(request),
            true => Box::pin(async move {
                let on_its_way = connection.notify(request).await;
                on_its_way.map(|()| Reply::new("null"))
            }),
        });
    Box::pin(stream::iter(sent).buffered(AT_ONCE).collect())
}

/// Sends requests by `send`, at most `limit` of them in one message; one alone goes as a call.
#[cfg(any(feature = "http", feature = "streams", feature = "ws"))]
pub(crate) fn in_parts<'a, C, S>(
    connection: &'a C,
    requests: Vec<Request>,
    limit: usize,
    send: S,
) -> BoxFuture<'a, Vec<Outcome>>
where
    C: Connection,
    S: Fn(&'a C, Vec<Request>) -> BoxFuture<'a, Vec<Outcome>> + Send + 'a,
{
    if limit <= 1 || requests.len() <= 1 {
        return one_by_one(connection, requests);
    }
    if requests.len() <= limit {
        return send(connection, requests);
    }
    let mut requests = requests.into_iter();
    let parts = std::iter::from_fn(move || {
        let part: Vec<_> = requests.by_ref().take(limit).collect();
        (!part.is_empty()).then_some(part)
    });
    let sent = parts.map(move |part| match part.len() {
        1 => one_by_one(connection, part),
        _ => send(connection, part),
    });
    let parts = stream::iter(sent).buffered(AT_ONCE);
    Box::pin(parts.map(stream::iter).flatten().collect())
}

/// How long a message with these requests may take: as long as one of them may.
#[cfg(any(
    feature = "http",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
pub(crate) fn timeout(requests: &[Request], otherwise: Duration) -> Duration {
    let limits = requests.iter().map(|request| request.options().timeout);
    let limits = limits.map(|limit| limit.unwrap_or(otherwise));
    limits.max().unwrap_or(otherwise)
}

/// The headers of all requests, each once.
#[cfg(feature = "http")]
pub(crate) fn headers(requests: &[Request]) -> Headers {
    let mut all = Headers::default();
    for request in requests {
        for header in request.options().headers.iter() {
            if !all.iter().any(|known| known == header) {
                all.push(header.0, header.1);
            }
        }
    }
    all
}

/// The same error for each of so many requests.
#[cfg(any(
    feature = "http",
    feature = "pool",
    feature = "reconnect",
    feature = "streams",
    feature = "ws"
))]
pub(crate) fn all_fail(count: usize, error: &Error) -> Vec<Outcome> {
    (0..count).map(|_| Err(error.clone())).collect()
}
