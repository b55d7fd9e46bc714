//! A visit to a server: takes its door, makes calls of each kind, tells what became of them, and judges that.
use std::{sync::Arc, time::Duration};

use callwright::{Call, ConnectOptions, Connection, Error, Params, Request, Streaming, Subscribe};

use crate::{client::Client, door::Door};

/// Watches end by the connection only, so that nothing is said after the last answer.
const STREAMING: Streaming = Streaming::by(&["tick"])
    .id(&["subscription"])
    .item(&["result"]);

/// What went wrong in a visit: the method, where it was a call, and the error.
#[derive(Debug, Default)]
pub(crate) struct Told(pub(crate) Vec<(Option<&'static str>, Error)>);

impl Told {
    pub(crate) fn add(&mut self, method: Option<&'static str>, outcome: Result<u64, Error>) {
        match outcome {
            Ok(result) => assert_eq!(result, 7),
            Err(error) => self.0.push((method, error)),
        }
    }

    /// Checks every error against what the server knows.
    pub(crate) fn judge(&self, door: &Door) {
        for (index, (method, error)) in self.0.iter().enumerate() {
            let said = error.to_string();
            assert!(said.contains(&door.url), "it does not say where: {said}");
            assert_eq!(error.method(), *method, "{said}");
            assert!(error.is_retryable(), "{error:?}");
            let is_received = method.is_some_and(|method| door.record.has(method));
            assert!(
                error.may_have_been_received() || !is_received,
                "the server got it: {error:?}"
            );
            match (error, method) {
                (Error::Connect(_), _) => assert!(!is_received, "{error:?}"),
                (Error::Timeout(_) | Error::Closed(_), _) => {}
                (Error::Transport(_), Some(_)) => {
                    assert!(!door.transport.is_session(), "{error:?}")
                }
                _ => panic!("no error of a broken wire: {error:?}"),
            }
            let is_later = self.0[..index]
                .iter()
                .any(|(_, error)| matches!(error, Error::Closed(_)));
            let is_batch = *method == Some("third");
            if is_later && !is_batch {
                assert!(!error.may_have_been_received(), "it was closed: {error:?}");
            }
        }
    }
}

/// A call of a method that gives its param back.
pub(crate) fn call(connection: &Arc<dyn Connection>, method: &'static str) -> Call<u64> {
    let params = Params::by_position().with("", &7).unwrap();
    Call::dynamic(Arc::clone(connection), Request::new(method, params))
}

/// A subscription that gives 7 at once.
pub(crate) fn watch(connection: &Arc<dyn Connection>) -> Subscribe<u64> {
    let request = Request::new("watch", Params::by_position().with("", &7).unwrap());
    Subscribe::dynamic(Arc::clone(connection), request, STREAMING)
}

/// Connects, calls, sends a batch, subscribes and reads a notification, unless none comes in `patience`: of a server that
/// stays silent that is no error. Gives the client too, if there is one.
pub(crate) async fn visit(
    door: &Door,
    options: ConnectOptions,
    patience: Duration,
) -> (Told, Option<Client>) {
    let mut told = Told::default();
    let client = match door.connect(options).await {
        Ok(client) => client,
        Err(error) => {
            told.add(None, Err(error));
            return (told, None);
        }
    };
    let connection = client.connection();
    told.add(Some("first"), call(&connection, "first").await);
    let pair = (call(&connection, "second"), call(&connection, "third"));
    let (second, third) = callwright::batch(pair).await;
    told.add(Some("second"), second);
    told.add(Some("third"), third);
    if !door.transport.is_session() {
        told.add(Some("fourth"), call(&connection, "fourth").await);
        return (told, Some(client));
    }
    match watch(&connection).await {
        Err(error) => told.add(Some("watch"), Err(error)),
        Ok(mut stream) => {
            if let Ok(next) = tokio::time::timeout(patience, stream.next()).await {
                told.add(None, next.expect("a stream ends behind an error"));
            }
        }
    }
    assert_eq!(client.in_flight(), 0, "no call is left");
    (told, Some(client))
}
