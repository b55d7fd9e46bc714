//! Each way of paging that a document can state, from its `x-pagination` to the requests.

use callwright_tests::cases::paging::{Paging, types};
use serde_json::json;

use super::Scripted;

#[tokio::test]
async fn a_cursor_goes_on_while_the_flag_says_so() {
    let script = Scripted::new([
        json!({ "data": [{ "id": "a" }], "nextCursor": "1", "hasNextPage": true }),
        json!({ "data": [{ "id": "b" }], "nextCursor": "2", "hasNextPage": false }),
    ]);
    let client = Paging::with_connection(script.clone());
    let things: Vec<types::Thing> = client
        .cursor_things()
        .limit(1)
        .items()
        .try_collect()
        .await
        .unwrap();
    let ids: Vec<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(
        script.asked(),
        [
            r#"cursor_things {"limit":1}"#,
            r#"cursor_things {"cursor":"1","limit":1}"#
        ]
    );
}

#[tokio::test]
async fn a_key_can_go_into_a_member_of_a_param() {
    let script = Scripted::new([
        json!({ "events": ["a"], "continuation_token": "t" }),
        json!({ "events": ["b"] }),
    ]);
    let client = Paging::with_connection(script.clone());
    let filter = types::Filter {
        chunk_size: 1,
        continuation_token: None,
    };
    let events: Vec<String> = client
        .get_events(filter)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(events, ["a", "b"]);
    let asked = script.asked();
    assert_eq!(asked[0], r#"get_events {"filter":{"chunk_size":1}}"#);
    assert_eq!(
        asked[1],
        r#"get_events {"filter":{"chunk_size":1,"continuation_token":"t"}}"#
    );
}

#[tokio::test]
async fn an_offset_counts_items_until_the_total() {
    let script = Scripted::new([
        json!({ "rows": [1, 2], "meta": { "total": 3 } }),
        json!({ "rows": [3], "meta": { "total": 3 } }),
    ]);
    let client = Paging::with_connection(script.clone());
    let first = client.by_offset().count(2).await.unwrap();
    assert_eq!(first.extra["meta"]["total"], 3);
    let second = first.next.unwrap()().await.unwrap();
    assert_eq!(second.items, [3]);
    assert!(second.next.is_none());
    assert_eq!(script.asked(), ["by_offset [null,2]", "by_offset [2,2]"]);
}

#[tokio::test]
async fn a_page_number_counts_pages_until_the_last_and_drops_what_only_the_first_request_has() {
    let script = Scripted::new([
        json!({ "items": [1], "last": false }),
        json!({ "items": [2], "last": false }),
        json!({ "items": [3], "last": true }),
    ]);
    let client = Paging::with_connection(script.clone());
    let all: Vec<i64> = client
        .by_page()
        .query("q")
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [1, 2, 3]);
    assert_eq!(
        script.asked(),
        [
            r#"by_page {"query":"q"}"#,
            r#"by_page {"page":1}"#,
            r#"by_page {"page":2}"#
        ]
    );
}

#[tokio::test]
async fn a_bare_list_ends_on_a_short_page() {
    let script = Scripted::new([json!([1, 2]), json!([3])]);
    let client = Paging::with_connection(script.clone());
    let all: Vec<i64> = client
        .bare_list()
        .take(2)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [1, 2, 3]);
    assert_eq!(script.asked(), ["bare_list [null,2]", "bare_list [2,2]"]);
}
