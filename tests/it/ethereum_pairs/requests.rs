//! Each request that is valid under the document is what the typed call sends.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use callwright::{BoxFuture, Connection, Error, Reply, Request};
use callwright_tests::ethereum::Ethereum;
use callwright_tests::pairs::Pair;
use serde_json::Value;

use super::difference::differences;
use super::typed::{self, Misfit};
use super::{all, params};

/// Keeps what it is asked, and has no real answer.
#[derive(Debug, Default)]
struct Recording(Mutex<Vec<Request>>);

impl Connection for Recording {
    fn call(&self, request: Request) -> BoxFuture<'_, Result<Reply, Error>> {
        self.0.lock().unwrap().push(request);
        Box::pin(async { Reply::of(&()) })
    }

    fn notify(&self, request: Request) -> BoxFuture<'_, Result<(), Error>> {
        panic!("no notification: {request:?}")
    }
}

/// The request that the typed call of a pair sends, or why there is no such call.
pub(super) async fn sent(pair: &Pair) -> Result<Request, Misfit> {
    let recording = Arc::new(Recording::default());
    let client = Ethereum::with_connection(Arc::clone(&recording));
    typed::call(&client, &pair.method, &params(pair))?.await;
    let mut sent = recording.0.lock().unwrap();
    assert_eq!(sent.len(), 1, "{}: one call is one request", pair.case);
    Ok(sent.remove(0))
}

#[tokio::test]
async fn each_valid_one_is_what_the_typed_call_sends() {
    let mut odd = BTreeMap::new();
    let mut same = 0;
    for pair in all() {
        let faults = match sent(&pair).await {
            Ok(request) => {
                assert_eq!(request.method(), pair.method, "{}", pair.case);
                let sent = serde_json::from_str(request.params().to_json().get()).unwrap();
                differences(&sent, &Value::Array(params(&pair)))
            }
            Err(misfit) => vec![misfit],
        };
        if faults.is_empty() {
            same += 1;
        } else {
            odd.insert(pair.case, faults.join(", "));
        }
    }
    assert_eq!(odd, BTreeMap::new());
    assert_eq!(same, 236);
}
