//! Pages: the next one is a closure, keys go back as they came, and what ends a list is what ended it in Lisp.

use callwright::Page;
use callwright_tests::clients::shop::types::Pet;
use callwright_tests::exchange::{Exchange, Recorded};
use serde_json::json;

use super::{Session, exchanges, request};

fn names(page: &Page<Pet>) -> Vec<&str> {
    page.items
        .iter()
        .map(|pet| pet.full_name.as_str())
        .collect()
}

/// The recording asks for its first page without a limit, and for the second with one. The original answers alike to
/// `{"limit":2}`, its limit being 2 when none is given.
async fn limited() -> Session {
    let mut exchanges = exchanges();
    let first = exchanges[0].answer.clone();
    exchanges.push(Exchange {
        request: request("list_pets", r#"{"limit":2}"#),
        answer: first,
    });
    Session::over(exchanges).await
}

/// A recording of `empty_page` and the like that ends with `answer` to the key `key`.
async fn followed(method: &str, key: &str, answer: &str) -> Session {
    let mut exchanges = exchanges();
    exchanges.push(Exchange {
        request: request(method, &format!(r#"{{"page_key":{key}}}"#)),
        answer: Recorded::Http {
            status: 200,
            body: format!(r#"{{"jsonrpc":"2.0","result":{answer},"id":1}}"#),
        },
    });
    Session::over(exchanges).await
}

#[tokio::test]
async fn the_next_page_repeats_the_arguments_and_replaces_the_key() {
    let session = limited().await;
    let first = session.shop.list_pets().limit(2).await.unwrap();
    assert_eq!(names(&first), ["Cat 0", "Cat 1"]);
    assert_eq!(first.key().unwrap().to_string(), "1");
    assert!(first.extra.is_empty());

    let next = first.next.expect("there is a second page");
    for _ in 0..2 {
        let second = next().await.unwrap();
        assert_eq!(names(&second), ["Cat 2"]);
        assert!(second.next.is_none());
    }
    // Members in the order of the document; the original wrote them in that of its hash table.
    let second = request("list_pets", r#"{"page_key":1,"limit":2}"#);
    assert_eq!(
        session.asked(),
        [
            request("list_pets", r#"{"limit":2}"#),
            second.clone(),
            second
        ]
    );
    assert_eq!(session.server.unknown(), [""; 0]);
}

#[tokio::test]
async fn a_key_of_the_caller_is_kept_for_the_first_page() {
    let session = limited().await;
    let second = session.shop.list_pets().limit(2).page_key(1).await.unwrap();
    assert_eq!(names(&second), ["Cat 2"]);
    let resumed = session.shop.list_pets().limit(2).from_key(1).await.unwrap();
    assert_eq!(names(&resumed), ["Cat 2"]);
    assert_eq!(session.server.unknown(), [""; 0]);
}

#[tokio::test]
async fn streams_walk_all_pages() {
    let session = limited().await;
    let all: Vec<Pet> = session
        .shop
        .list_pets()
        .limit(2)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.iter().map(|pet| pet.id).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(session.asked().len(), 2);
}

#[tokio::test]
async fn a_page_of_null_is_empty_and_the_last() {
    let session = Session::open().await;
    let page = session.shop.empty_page().await.unwrap();
    assert!(page.items.is_empty() && page.next.is_none() && page.extra.is_empty());
    let page = session.lenient.empty_page().await.unwrap();
    assert!(page.items.is_empty() && page.next.is_none());
}

#[tokio::test]
async fn a_key_of_zero_goes_on() {
    let session = followed("zero_key", "0", r#"{"items":[2],"next_page_key":false}"#).await;
    let first = session.shop.zero_key().await.unwrap();
    assert_eq!(first.items, [1]);
    let second = first.next.expect("zero is a key")().await.unwrap();
    assert_eq!(second.items, [2]);
    assert!(second.next.is_none(), "false is none");
    assert_eq!(session.asked()[1], request("zero_key", r#"{"page_key":0}"#));
}

#[tokio::test]
async fn other_members_are_kept_and_text_is_a_key() {
    let session = followed(
        "list_with_total",
        r#""abc""#,
        r#"{"items":[3],"next_page_key":null}"#,
    )
    .await;
    let first = session.shop.list_with_total().await.unwrap();
    assert_eq!(first.items, [1, 2]);
    assert_eq!(json!(first.extra), json!({ "total": 8 }));
    let second = first.next.expect("there is a second page")().await.unwrap();
    assert_eq!(
        (second.items.as_slice(), second.next.is_none()),
        (&[3][..], true)
    );
    assert_eq!(
        session.asked()[1],
        request("list_with_total", r#"{"page_key":"abc"}"#)
    );
}
