//! Each reply, over HTTP from a server that answers as recorded, arrives through the typed call.

use callwright_tests::deadline::within;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::pairs::{Outcome, Pair};
use callwright_tests::replay::Replay;
use serde_json::Value;

use super::difference::differences;
use super::requests::sent;
use super::typed::{self, Answer};
use super::{all, params};

/// What the typed call of a pair came to, made over HTTP against the recorded reply.
async fn replayed(pair: &Pair) -> Answer {
    // The server waits for the typed call's own request: whether that is the recorded one is tested with the requests.
    let mut request = Vec::new();
    match sent(pair).await {
        Ok(sent) => sent.write_json(Some(1), &mut request),
        Err(misfit) => return Answer::Failed(misfit),
    }
    let mut exchange = pair.exchange();
    exchange.request = String::from_utf8(request).unwrap();
    let server = Replay::serve(vec![exchange]).await.unwrap();
    let url = format!("http://{}", server.address());
    let client = Ethereum::connect(&url).await.unwrap();
    let call = typed::call(&client, &pair.method, &params(pair)).expect("it was made before");
    within(&pair.case, call).await.unwrap()
}

/// Members too that the document does not declare: a failed call of `eth_simulateV1` has `logs` and, in its `error`,
/// `data`.
#[tokio::test]
async fn results_survive_their_types() {
    let mut same = 0;
    for pair in all() {
        let Outcome::Result(recorded) = &pair.outcome else {
            continue;
        };
        let recorded: Value = serde_json::from_str(recorded.get()).unwrap();
        let faults = match replayed(&pair).await {
            Answer::Result(result) => differences(&result, &recorded),
            Answer::Refused(error) => vec![error.to_string()],
            Answer::Failed(why) => vec![why],
        };
        assert_eq!(faults, Vec::<String>::new(), "{}", pair.case);
        same += 1;
    }
    assert_eq!(same, 189);
}

#[tokio::test]
async fn errors_arrive_with_code_and_data() {
    let mut arrived = 0;
    for pair in all() {
        let Outcome::Error(recorded) = &pair.outcome else {
            continue;
        };
        let recorded: Value = serde_json::from_str(recorded.get()).unwrap();
        let error = match replayed(&pair).await {
            Answer::Refused(error) => error,
            other => panic!("{}: {other:?}", pair.case),
        };
        assert_eq!(error.code(), recorded["code"], "{}", pair.case);
        assert_eq!(error.message(), recorded["message"], "{}", pair.case);
        let data = error.data::<Value>().unwrap();
        assert_eq!(data.as_ref(), recorded.get("data"), "{}", pair.case);
        assert_eq!(error.method(), Some(&*pair.method), "{}", pair.case);
        arrived += 1;
    }
    assert_eq!(arrived, 47);
}
