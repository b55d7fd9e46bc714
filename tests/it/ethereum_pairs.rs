//! The official Ethereum request and reply pairs.

use std::collections::BTreeSet;

use callwright_tests::corpus;
use callwright_tests::http::post;
use callwright_tests::pairs::{self, Pair};
use callwright_tests::replay::Replay;

fn all() -> Vec<Pair> {
    pairs::read(&corpus::path("ethereum__execution-apis/tests")).expect("the pairs are well formed")
}

#[test]
fn there_are_as_many_as_counted() {
    let pairs = all();
    assert_eq!(pairs.len(), 236);
    assert_eq!(pairs.iter().filter(|pair| pair.is_error()).count(), 47);
    assert_eq!(
        pairs
            .iter()
            .map(|pair| &pair.method)
            .collect::<BTreeSet<_>>()
            .len(),
        41
    );
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
