//! Every recorded request, asked of ours.

use callwright::{HttpOptions, HttpStatus, ServeOptions, Server};
use callwright_tests::corpus;
use callwright_tests::exchange::{Exchange, Recorded};
use callwright_tests::http::{Answer, post};
use callwright_tests::transcript;
use serde_json::Value;

use super::better::{BETTER, Better};
use super::shop::Shop;
use crate::served::{address, documents};

fn recorded() -> Vec<Exchange> {
    let transcript = corpus::recorded("40ants/wire-transcript.txt").unwrap();
    transcript::read(&transcript).unwrap()
}

fn better(exchange: &Exchange) -> Option<&'static Better> {
    BETTER
        .iter()
        .find(|better| better.request == exchange.request)
}

/// Our shop, with the original's statuses.
async fn open() -> Server {
    let http = HttpOptions::new().with_status(HttpStatus::ByError);
    let options = ServeOptions::new().with_http(http);
    let server = Server::with_options(Shop::default(), options);
    server.listen("http://127.0.0.1:0").await.unwrap();
    server
}

fn json(body: &str) -> Option<Value> {
    (!body.is_empty()).then(|| serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn they_are_the_same_where_the_original_is_right() {
    let server = open().await;
    let (mut same, mut others) = (0, 0);
    for exchange in recorded() {
        if better(&exchange).is_some() {
            others += 1;
            continue;
        }
        let Recorded::Http { status, body } = &exchange.answer else {
            panic!("the original broke down at {}", exchange.request);
        };
        let answer = post(address(&server), &exchange.request).await.unwrap();
        let asked = &exchange.request;
        assert_eq!(
            (answer.status, json(&answer.body)),
            (*status, json(body)),
            "{asked}"
        );
        same += 1;
    }
    assert_eq!((same, others), (19, BETTER.len()));
}

#[tokio::test]
async fn they_are_as_the_specification_says_elsewhere() {
    let server = open().await;
    for _ in 0..2 {
        // The original had made two pets by then.
        let made = r#"{"jsonrpc":"2.0","id":1,"method":"create_pet","params":["B","dog"]}"#;
        post(address(&server), made).await.unwrap();
    }
    for exchange in recorded() {
        let Some(better) = better(&exchange) else {
            continue;
        };
        let Answer { status, body } = post(address(&server), better.request).await.unwrap();
        let expected = better.answer.map(|answer| json(answer).unwrap());
        assert_eq!(
            (status, json(&body)),
            (better.status, expected),
            "{}",
            better.request
        );
    }
}

#[tokio::test]
async fn its_document_has_the_methods_of_the_recorded_one() {
    let recorded = corpus::recorded("40ants/shop-spec.json").unwrap();
    let recorded: Value = serde_json::from_str(&recorded).unwrap();
    let ours = documents::of(&Shop::default());
    let params = |document: &Value| -> Vec<(Value, Vec<Value>)> {
        let methods = document["methods"].as_array().unwrap().iter();
        let names = |method: &Value| {
            let params = method["params"].as_array().unwrap().iter();
            params.map(|param| param["name"].clone()).collect()
        };
        methods
            .map(|method| (method["name"].clone(), names(method)))
            .collect()
    };
    let (mut recorded, mut ours) = (params(&recorded), params(&ours));
    for methods in [&mut recorded, &mut ours] {
        methods.sort_by_key(|(name, _)| name.to_string());
    }
    assert_eq!(ours, recorded);
}
