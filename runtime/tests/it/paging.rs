//! Every rule by which a list goes on or ends.
use callwright::{Error, Page};
use serde_json::{Value, json};

use super::{
    petshop::{Petshop, types::Pet},
    rt::PagedCall,
    script::Script,
};

/// Follows a list to its end; gives the items and the parameters of each request.
async fn walk<const N: usize>(
    pages: [Value; N],
    call: impl Fn(&Petshop) -> PagedCall<i64>,
) -> (Vec<i64>, Vec<String>) {
    let script = Script::new(pages);
    let shop = Petshop::with_connection(script.clone());
    let mut items = Vec::new();
    let mut page = call(&shop).await.unwrap();
    loop {
        items.append(&mut page.items);
        match page.next {
            Some(next) => page = next().await.unwrap(),
            None => return (items, script.params()),
        }
    }
}

fn pets(names: &[&str]) -> Value {
    names.iter().map(|name| json!({"name": name})).collect()
}

#[tokio::test]
async fn lists_of_40ants() {
    let script = Script::new([
        json!({"items": pets(&["a", "b"]), "next_page_key": 0, "total": 5}),
        json!({"items": null, "next_page_key": ""}),
        json!({"items": pets(&["c"]), "next_page_key": "k"}),
        json!({"items": pets(&["c"]), "next_page_key": "other"}),
        json!({"items": pets(&["d"]), "next_page_key": false}),
    ]);
    let shop = Petshop::with_connection(script.clone());
    let first = shop.list_pets().limit(2).await.unwrap();
    assert_eq!(
        (first.items.len(), &*first.key().unwrap().to_string()),
        (2, "0")
    );
    assert_eq!(Value::Object(first.extra), json!({"total": 5}));
    let second = first.next.unwrap()().await.unwrap();
    assert!(
        second.items.is_empty(),
        "null is an empty page, and the list goes on"
    );
    let next = second.next.unwrap();
    assert_eq!(next.key().to_string(), "\"\"");
    let third: Page<Pet> = next().await.unwrap();
    let again = next().await.unwrap();
    assert_eq!(third.items, again.items, "the closure can be called again");
    let last = third.next.unwrap()().await.unwrap();
    assert!(last.next.is_none(), "false is the end");
    let expected = [
        r#"{"limit":2}"#,
        r#"{"page_key":0,"limit":2}"#,
        r#"{"page_key":"","limit":2}"#,
        r#"{"page_key":"","limit":2}"#,
        r#"{"page_key":"k","limit":2}"#,
    ];
    assert_eq!(script.params(), expected);
}

#[tokio::test]
async fn the_end_may_be_absent_or_null() {
    for end in [
        json!({"items": []}),
        json!({"items": [], "next_page_key": null}),
        json!(null),
    ] {
        let shop = Petshop::with_connection(Script::new([end]));
        let page = shop.list_pets().await.unwrap();
        assert!(page.items.is_empty() && page.next.is_none() && page.key().is_none());
    }
}

#[tokio::test]
async fn the_callers_own_key_holds_for_the_first_page() {
    let script = Script::new([
        json!({"items": [], "next_page_key": 9}),
        json!({"items": []}),
    ]);
    let shop = Petshop::with_connection(script.clone());
    let page = shop
        .list_pets()
        .page_key(4)
        .with_header("a", "b")
        .await
        .unwrap();
    page.next.unwrap()().await.unwrap();
    assert_eq!(script.params(), [r#"{"page_key":4}"#, r#"{"page_key":9}"#]);
    assert_eq!(script.requests()[1].options().headers.iter().count(), 1);
}

#[tokio::test]
async fn a_stored_key_resumes() {
    let script = Script::new([
        json!({"items": [], "next_page_key": {"k": [1]}}),
        json!({"items": []}),
    ]);
    let shop = Petshop::with_connection(script.clone());
    let page = shop.list_pets().limit(1).await.unwrap();
    let stored = serde_json::to_string(page.next.unwrap().key()).unwrap();
    let key: Value = serde_json::from_str(&stored).unwrap();
    shop.list_pets().limit(1).from_key(key).await.unwrap();
    assert_eq!(script.params()[1], r#"{"page_key":{"k":[1]},"limit":1}"#);
}

#[tokio::test]
async fn a_nested_cursor_goes_in_and_out() {
    let filter = json!({"address": "x", "range": {"from": 1}});
    let (items, asked) = walk(
        [
            json!({"events": [1], "page": {"token": "t1", "size": 1}}),
            json!({"events": [2], "page": {"size": 1}}),
        ],
        |shop| shop.events(filter.clone()),
    )
    .await;
    assert_eq!(items, [1, 2]);
    let second = r#"[{"address":"x","range":{"from":1,"continuation_token":"t1"}}]"#;
    assert_eq!(asked[1], second);
}

#[tokio::test]
async fn a_key_without_a_place_is_an_error() {
    let shop = Petshop::with_connection(Script::new([json!({"events": [], "page": {"token": 1}})]));
    let page = shop.events(json!("not an object")).await.unwrap();
    let error = page.next.unwrap()().await.unwrap_err();
    assert!(
        matches!(error, Error::Paging(_)) && error.to_string().contains("`filter`"),
        "{error}"
    );
    assert!(!error.may_have_been_received());
}

#[tokio::test]
async fn offsets_count_items() {
    let pages = [json!([1, 2]), json!([3, 4]), json!([5])];
    let (items, asked) = walk(pages, |shop| shop.by_offset(Some(2))).await;
    assert_eq!(items, [1, 2, 3, 4, 5]);
    assert_eq!(asked, ["[null,2]", "[2,2]", "[4,2]"]);
    let pages = [json!([1, 2, 3]), json!([4]), json!([])];
    let (_, asked) = walk(pages, |shop| shop.by_offset(None)).await;
    assert_eq!(asked, ["[]", "[3]", "[4]"]);
    let pages = [json!([4]), json!([])];
    let (_, asked) = walk(pages, |shop| shop.by_offset(None).param(0, &"10")).await;
    assert_eq!(
        asked,
        [r#"["10"]"#, "[11]"],
        "the caller's own offset is counted from"
    );
}

#[tokio::test]
async fn pages_have_numbers_and_a_total() {
    let page = |list: Value| json!({"data": {"list": list, "total": 5}});
    let pages = [page(json!([1, 2])), page(json!([3, 4])), page(json!([5]))];
    let (items, asked) = walk(pages, |shop| shop.by_number()).await;
    assert_eq!(items.len(), 5);
    assert_eq!(asked, ["{}", r#"{"page":2}"#, r#"{"page":3}"#]);
    let pages = [page(json!([1])), page(json!([]))];
    let (_, asked) = walk(pages, |shop| shop.by_number().param(0, &7)).await;
    assert_eq!(
        asked,
        [r#"{"page":7}"#, r#"{"page":8}"#],
        "an empty page ends a list within"
    );
}

#[tokio::test]
async fn a_flag_outweighs_key_and_length() {
    let (items, asked) = walk(
        [
            json!({"data": [1], "next": "b", "has_more": true}),
            json!({"data": [], "next": "c", "has_more": 1}),
            json!({"data": [2, 3], "next": "d", "has_more": false}),
        ],
        |shop| shop.flagged(),
    )
    .await;
    assert_eq!((items, asked.len()), (vec![1, 2, 3], 3));
    let (_, asked) = walk([json!({"data": [1], "next": "b"})], |shop| shop.flagged()).await;
    assert_eq!(asked.len(), 1, "without the flag a short page is the last");
    let (_, asked) = walk([json!({"data": [1, 2], "has_more": true})], |shop| {
        shop.flagged()
    })
    .await;
    assert_eq!(asked.len(), 1, "more without a key cannot be asked for");
}

#[tokio::test]
async fn a_flag_may_be_inverted() {
    let (items, asked) = walk(
        [
            json!({"data": [1], "next": "b", "meta": {"is_last": false}}),
            json!({"data": [2], "next": "c", "meta": {"is_last": true}}),
        ],
        |shop| shop.until_last(),
    )
    .await;
    assert_eq!((items, asked.len()), (vec![1, 2], 2));
}

#[tokio::test]
async fn parameters_are_dropped_behind_the_first_page() {
    let (_, asked) = walk(
        [
            json!({"found": [1], "cursor": "x", "total": 9}),
            json!({"found": [2], "cursor": ""}),
        ],
        |shop| shop.search("cats"),
    )
    .await;
    assert_eq!(asked, [r#"{"query":"cats"}"#, r#"{"cursor":"x"}"#]);
    let (_, asked) = walk(
        [
            json!({"found": [1], "cursor": "x", "total": 2}),
            json!({"found": [2], "cursor": "y", "total": 2}),
        ],
        |shop| shop.search("cats"),
    )
    .await;
    assert_eq!(
        asked.len(),
        2,
        "the total is reached although there is a key"
    );
}

#[tokio::test]
async fn a_key_that_repeats_is_an_error() {
    let page = json!({"items": [], "next_page_key": "same"});
    let script = Script::new([page.clone(), page.clone(), page]);
    let shop = Petshop::with_connection(script.clone());
    let first = shop.list_pets().await.unwrap();
    let second = first.next.unwrap()().await.unwrap();
    let error = second.next.unwrap()().await.unwrap_err();
    assert!(matches!(error, Error::Paging(_)));
    assert!(error.to_string().contains("\"same\""), "{error}");
    assert_eq!(script.requests().len(), 2, "the third request is not made");
}

#[tokio::test]
async fn faults_in_items_have_their_path() {
    let shop = Petshop::with_connection(Script::new([
        json!({"items": [{"name": "a"}, {"name": 5}]}),
        json!({"items": 5}),
        json!({"data": {}}),
    ]));
    let path = |error: Error| match error {
        Error::Decode(fault) => fault.path().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(path(shop.list_pets().await.unwrap_err()), "$.items[1].name");
    assert_eq!(path(shop.list_pets().await.unwrap_err()), "$.items");
    let error = shop.by_number().await.unwrap_err();
    assert!(
        error.to_string().contains("no member `data.list`"),
        "{error}"
    );
}
