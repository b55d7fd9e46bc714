//! One case seen from the client: makes its call between two that must not suffer, gives what became of all.
use callwright::{BoxFuture, ByteStream, Connection, Error, Params, Reply, Request, StrayKind};
use futures_util::future::{Either, join, poll_immediate, select};
use serde_json::Value;

use super::{
    case::{Case, Way},
    hex,
    place::Served,
};

/// The longest message that the clients take.
pub const LIMIT: usize = 1 << 18;

/// What became of a case.
pub struct Seen {
    /// The call that met it.
    pub call: String,
    /// What else the client sent.
    pub sent: Vec<Vec<u8>>,
    pub strays: Vec<(StrayKind, u64)>,
    /// Why the connection has ended.
    pub end: Option<String>,
    /// Whether the call that was under way beside it was answered, and the one after it.
    pub others: bool,
}

pub async fn visit(served: &Served, client: &ByteStream, number: usize, case: &Case) -> Seen {
    let before = client.strays();
    let mut held = client.call(request("hold"));
    assert!(poll_immediate(&mut held).await.is_none());
    let asked = ask(client, number, case.way);
    let asking = async {
        let ping = client.call(request("ping"));
        match select(asked, ping).await {
            Either::Left((text, ping)) => (Some(text), ping.await),
            // What was sent before the answer to the ping has been handed out.
            Either::Right((pinged, asked)) => (poll_immediate(asked).await, pinged),
        }
    };
    let (held, (call, pinged)) = join(held, asking).await;
    let strays = StrayKind::ALL.into_iter().filter_map(|kind| {
        let count = client.strays().of(kind) - before.of(kind);
        (count > 0).then_some((kind, count))
    });
    let mut seen = Seen {
        call: call.unwrap_or_else(|| "no answer".to_owned()),
        strays: strays.collect(),
        end: match client.is_closed() {
            true => Some(client.ended().await.to_string()),
            false => None,
        },
        others: held.is_ok() && pinged.is_ok(),
        // The peer has read all before the ping, or until the end.
        sent: served.heard(),
    };
    if let Way::Sent(_, bytes) = case.way {
        judge(&std::mem::take(&mut seen.sent), bytes);
    }
    seen
}

/// Whether that was sent, under whatever id.
fn judge(sent: &[Vec<u8>], wanted: &str) {
    let Some((head, tail)) = wanted.split_once("ID") else {
        assert_eq!(sent, [hex::bytes(wanted, &[])]);
        return;
    };
    let [sent] = sent else {
        panic!("{} messages", sent.len());
    };
    let (head, tail) = (hex::bytes(head, &[]), hex::bytes(tail, &[]));
    let is_that = sent.starts_with(&head) && sent.ends_with(&tail);
    let id = sent.len() - head.len() - tail.len();
    assert!(is_that && (1..=5).contains(&id), "{}", hex::shown(sent));
}

fn request(method: &'static str) -> Request {
    Request::new(method, Params::by_position())
}

fn ask(client: &ByteStream, number: usize, way: Way) -> BoxFuture<'_, String> {
    if let Way::Sent(act, _) = way {
        return act(client);
    }
    let params = Params::by_position().with("number", &number).unwrap();
    let called = client.call(Request::new("case", params));
    Box::pin(async move { told(called.await) })
}

/// What a call gave.
pub fn told(outcome: Result<Reply, Error>) -> String {
    match outcome.and_then(|reply| reply.decode::<Value>()) {
        Ok(Value::Array(many)) if many.len() > 1000 => format!("answered {} elements", many.len()),
        Ok(result) => format!("answered {result}"),
        Err(Error::Timeout(_)) => "no answer".to_owned(),
        Err(Error::Server(error)) => {
            let data = error.raw_data().map(|data| format!(", data {data}"));
            format!(
                "error {} {:?}{}",
                error.code(),
                error.message(),
                data.unwrap_or_default()
            )
        }
        Err(error) => format!("fails: {error}"),
    }
}
