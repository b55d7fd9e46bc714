//! Each reply, over HTTP from a server that answers as recorded, arrives through the typed call.

use std::collections::BTreeMap;

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

/// What the replies hold beyond the document: a failed call of `eth_simulateV1` has neither `logs` nor, in its `error`,
/// `data` there, and types have no place for what is not declared. All else of these replies is compared too.
fn undeclared() -> BTreeMap<String, Vec<String>> {
    let logs = |block, call| format!("/{block}/calls/{call}/logs is lost");
    let reverted = |block| {
        vec![
            logs(block, 0),
            format!("/{block}/calls/0/error/data is lost"),
        ]
    };
    let many = (9..=10).flat_map(|block| (0..6).map(move |call| logs(block, call)));
    let replies = [
        ("eth-send-should-not-produce-logs-on-revert", reverted(0)),
        (
            "eth-send-should-produce-no-logs-on-forward-revert",
            reverted(0),
        ),
        ("fee-recipient-receiving-funds", reverted(41)),
        ("run-out-of-gas-in-block-38015", vec![logs(1, 1)]),
        ("use-as-many-features-as-possible", many.collect()),
    ];
    let named = |(case, lost)| (format!("eth_simulateV1/ethSimulate-{case}.io#1"), lost);
    replies.map(named).into()
}

#[tokio::test]
async fn results_survive_their_types() {
    let mut lost = BTreeMap::new();
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
        if faults.is_empty() {
            same += 1;
        } else {
            lost.insert(pair.case, faults);
        }
    }
    assert_eq!(lost, undeclared());
    assert_eq!(same, 184);
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
