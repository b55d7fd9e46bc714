//! One case seen from the client: makes its call between two that must not suffer, gives what became of all.
use std::time::Duration;

use callwright::{
    BoxFuture, Connection, Error, Params, Reply, Request, StrayKind, Subscribe, Subscription,
};
use futures_util::future::{Either, join, poll_immediate, select};
use serde_json::Value;

use super::{
    case::{Ask, Case, Way},
    transport::Client,
};

/// The longest message that the clients take.
pub const LIMIT: usize = 64 << 10;

/// What became of a case.
pub struct Seen {
    /// The call that met the misbehaviour.
    pub call: String,
    pub strays: Vec<(StrayKind, u64)>,
    /// Why the connection has ended.
    pub end: Option<String>,
    /// Whether the call that was under way beside it was answered, and the one after it.
    pub others: bool,
}

/// What a call gave.
enum Given {
    Text(String),
    Stream(Subscription<Value>),
}

pub async fn visit(client: &Client, number: usize, case: &Case) -> Seen {
    let connection = client.connection();
    let before = client.strays();
    let mut held = connection.call(request("hold", number));
    assert!(poll_immediate(&mut held).await.is_none());
    let asked = ask(client, number, case);
    let asking = async {
        let ping = connection.call(request("ping", number));
        if client.is_http() {
            return (Some(asked.await), ping.await);
        }
        match select(asked, ping).await {
            Either::Left((given, ping)) => (Some(given), ping.await),
            // What was sent before the answer to the ping has been handed out.
            Either::Right((pinged, asked)) => (poll_immediate(asked).await, pinged),
        }
    };
    let (held, (given, pinged)) = join(held, asking).await;
    let call = match given {
        None => "no answer".to_owned(),
        Some(Given::Text(text)) => text,
        Some(Given::Stream(stream)) => items(stream).await,
    };
    let strays = StrayKind::ALL.into_iter().filter_map(|kind| {
        let count = client.strays().of(kind) - before.of(kind);
        (count > 0).then_some((kind, count))
    });
    Seen {
        call,
        strays: strays.collect(),
        end: match client.is_closed() {
            true => Some(connection.ended().await.to_string()),
            false => None,
        },
        others: held.is_ok() && pinged.is_ok(),
    }
}

fn request(method: &str, number: usize) -> Request {
    let params = Params::by_position().with("number", &number).unwrap();
    let mut request = Request::new(method.to_owned(), params);
    // The server may have hung up behind the last answer, which must not be seen.
    request.options_mut().idempotent = Some(true);
    request
}

fn ask<'a>(client: &Client, number: usize, case: &'a Case) -> BoxFuture<'a, Given> {
    let connection = client.connection();
    let mut asked = request(&number.to_string(), number);
    if client.is_http() && matches!(case.way, Way::Silence) {
        asked.options_mut().timeout = Some(Duration::from_millis(200));
    }
    Box::pin(async move {
        let text = match case.ask {
            Ask::Call => told(connection.call(asked).await),
            Ask::Large => {
                let text = "x".repeat(1 << 20);
                let params = Params::by_position().with("text", &text).unwrap();
                *asked.params_mut() = params;
                told(connection.call(asked).await)
            }
            Ask::Notify => match connection.notify(asked).await {
                Ok(()) => "sent".to_owned(),
                Err(error) => told(Err(error)),
            },
            Ask::Batch => {
                let outcomes = connection.batch(vec![asked; 3]).await;
                let mut told: Vec<_> = outcomes.into_iter().map(told).collect();
                if told.iter().all(|one| *one == told[0]) {
                    told.truncate(1);
                }
                told.join(" / ")
            }
            Ask::Subscribe(streaming) => {
                match Subscribe::<Value>::dynamic(connection, asked, streaming).await {
                    Ok(stream) => return Given::Stream(stream),
                    Err(error) => told(Err(error)),
                }
            }
        };
        Given::Text(text)
    })
}

fn told(outcome: Result<Reply, Error>) -> String {
    match outcome.and_then(|reply| reply.decode::<Value>()) {
        Ok(result) if result == 7 => "answered".to_owned(),
        Ok(result) => format!("answered {result}"),
        Err(Error::Timeout(_)) => "no answer".to_owned(),
        Err(Error::Server(error)) => format!("error: {error}"),
        Err(error) => format!("fails: {error}"),
    }
}

/// How many items came.
async fn items(mut stream: Subscription<Value>) -> String {
    let mut count = 0;
    while let Some(Some(Ok(_))) = poll_immediate(stream.next()).await {
        count += 1;
    }
    match count {
        1 => "1 item".to_owned(),
        _ => format!("{count} items"),
    }
}
