//! The official Ethereum request and reply pairs.

mod difference;
mod replies;
mod requests;
mod typed;

use std::collections::BTreeSet;

use callwright_tests::corpus;
use callwright_tests::ethereum::Ethereum;
use callwright_tests::ethereum::types::{BlockNumberOrTag, BlockNumberOrTagOrHash, BlockTag};
use callwright_tests::http::post;
use callwright_tests::pairs::{self, Pair};
use callwright_tests::replay::Replay;
use serde_json::Value;

fn all() -> Vec<Pair> {
    pairs::read(&corpus::path("ethereum__execution-apis/tests")).expect("the pairs are well formed")
}

/// The params of a pair; a request may do without where there are none.
fn params(pair: &Pair) -> Vec<Value> {
    let Some(params) = &pair.params else {
        return Vec::new();
    };
    serde_json::from_str(params.get()).expect("the params of every pair are an array")
}

#[test]
fn there_are_as_many_as_counted() {
    let pairs = all();
    assert_eq!(pairs.len(), 236);
    assert_eq!(pairs.iter().filter(|pair| pair.is_error()).count(), 47);
    assert_eq!(
        pairs
            .iter()
            .map(|pair| &*pair.method)
            .collect::<BTreeSet<_>>(),
        typed::METHODS.iter().copied().collect::<BTreeSet<_>>()
    );
    assert_eq!(typed::METHODS.len(), 41);
}

#[test]
fn the_client_has_every_method_of_the_document() {
    let document = corpus::path("ethereum__execution-apis/openrpc.assembled.json");
    let document = std::fs::read_to_string(document).unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let methods = document["methods"].as_array().unwrap();
    let documented: Vec<_> = methods
        .iter()
        .map(|method| method["name"].as_str().unwrap())
        .collect();
    let generated: Vec<_> = Ethereum::METHODS.iter().map(|method| method.name).collect();
    assert_eq!(documented.len(), 86);
    // The rules beside the document add its subscriptions, a method for each kind.
    let (of_document, added) = generated.split_at(documented.len());
    assert_eq!(of_document, documented);
    assert_eq!(added, ["eth_subscribe"; 3]);
}

#[test]
fn text_is_a_tag_before_it_is_a_number() {
    let tag = BlockTag::Latest;
    assert!(matches!("latest".into(), BlockNumberOrTag::BlockTag(is) if is == tag));
    assert!(matches!("latest".into(), BlockNumberOrTagOrHash::BlockTag(is) if is == tag));
    assert!(matches!("0x10".into(), BlockNumberOrTag::Uint(_)));
}

#[tokio::test]
async fn each_is_replayed() {
    for pair in all() {
        let server = Replay::serve(vec![pair.exchange()]).await.unwrap();
        let answer = post(server.address(), &pair.request).await.unwrap();
        assert_eq!(
            (answer.status, &answer.body),
            (200, &pair.reply),
            "{}",
            pair.case
        );
    }
}
