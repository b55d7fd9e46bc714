//! Pages and items as streams.
use callwright::{Error, Page};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};

use super::{
    petshop::{Petshop, types::Pet},
    script::Script,
};

fn page(number: usize, last: usize) -> Value {
    let items = json!([{"name": format!("{number}a")}, {"name": format!("{number}b")}]);
    match number {
        number if number == last => json!({"items": items}),
        _ => json!({"items": items, "next_page_key": number}),
    }
}

fn three_pages() -> (Petshop, Script) {
    let script = Script::new([page(1, 3), page(2, 3), page(3, 3)]);
    (Petshop::with_connection(script.clone()), script)
}

#[tokio::test]
async fn items_of_all_pages_come_in_order() {
    for read_ahead in [false, true] {
        let (shop, script) = three_pages();
        let pets: Vec<Pet> = shop
            .list_pets()
            .items()
            .read_ahead(read_ahead)
            .try_collect()
            .await
            .unwrap();
        let names: Vec<_> = pets.iter().map(|pet| pet.name.as_str()).collect();
        assert_eq!(names, ["1a", "1b", "2a", "2b", "3a", "3b"]);
        assert_eq!(script.requests().len(), 3);
    }
}

#[tokio::test]
async fn combinators_of_futures_work() {
    let (shop, script) = three_pages();
    let names: Vec<String> = shop
        .list_pets()
        .items()
        .map_ok(|pet| pet.name)
        .take(3)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names, ["1a", "1b", "2a"]);
    assert_eq!(script.requests().len(), 2, "the third page is not needed");
}

#[tokio::test]
async fn reading_ahead_asks_one_page_early() {
    for (read_ahead, asked) in [(false, [1, 2, 3]), (true, [2, 3, 3])] {
        let (shop, script) = three_pages();
        let mut pages = shop.list_pets().pages().read_ahead(read_ahead);
        assert_eq!(
            script.requests().len(),
            0,
            "nothing is asked before the first poll"
        );
        for asked in asked {
            assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 2);
            assert_eq!(script.requests().len(), asked);
        }
        assert!(pages.next().await.is_none() && pages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_page_in_hand_starts_a_stream() {
    let (shop, _) = three_pages();
    let page: Page<Pet> = shop.list_pets().await.unwrap();
    assert_eq!(
        page.clone().into_items().map(Result::unwrap).count().await,
        6
    );
    let (shop, _) = three_pages();
    assert_eq!(
        shop.list_pets().await.unwrap().into_pages().count().await,
        3
    );
}

#[tokio::test]
async fn a_stream_ends_behind_an_error() {
    let script = Script::new([page(1, 9)]);
    let shop = Petshop::with_connection(script);
    let mut items = shop.list_pets().items();
    assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
    assert!(matches!(items.next().await, Some(Err(Error::Closed(_)))));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn keys_that_go_round_end_the_stream() {
    let script = Script::default();
    for number in 0..100 {
        let page = json!({"items": [{"name": "x"}], "next_page_key": number % 3});
        script.push(callwright::Reply::of(&page));
    }
    let shop = Petshop::with_connection(script.clone());
    let error = shop
        .list_pets()
        .items()
        .try_collect::<Vec<Pet>>()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Paging(_)));
    assert!(script.requests().len() < 12);
}
