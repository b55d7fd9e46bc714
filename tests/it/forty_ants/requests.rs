//! What is asked, compared byte for byte with what the original's own client side was recorded to ask.

use callwright::{Call, Connection as _, Params, Request};
use callwright_tests::envelope;
use serde_json::Value;

use super::{Session, exchanges, request};

/// The recorded requests that no client of ours sends, with the reason.
const NEVER_SENT: [(&str, &str); 4] = [
    (
        r#"{"jsonrpc":"2.0","id":1,"method":"list_pets"}"#,
        "params are always sent, be they empty",
    ),
    (
        r#"{"jsonrpc":"2.0","id":1,"method":"list_pets","params":null}"#,
        "params are an object or an array",
    ),
    (
        r#"[{"jsonrpc":"2.0","id":1,"method":"is_open","params":{}}]"#,
        "calls are not batched",
    ),
    (
        r#"{"jsonrpc":"2.0","id":1,"method":"is_open","params":{},"trace":1}"#,
        "requests have the members of JSON-RPC only",
    ),
];

/// What the document allows, through the generated methods. Results do not matter here.
async fn ask_typed(session: &Session) {
    let shop = &session.shop;
    _ = shop.list_pets().await;
    _ = shop.list_with_total().await;
    _ = shop.empty_page().await;
    _ = shop.zero_key().await;
    _ = shop.create_pet("B", "dog").owner_email("a@b").await;
    _ = shop.partial_pet().await;
    _ = shop.all_tags().await;
    _ = shop.is_open().await;
    _ = shop.is_open_t().await;
    _ = shop.maybe_pet().await;
    _ = shop.stats().await;
    _ = shop.frac().await;
    _ = shop.born_pet().await;
    _ = shop.keyword_result().await;
    _ = shop.fail().await;
    _ = shop.fail_default().await;
    _ = shop.crash().await;
    _ = shop.some_method(false).await;
}

/// What only calls without the document's types can ask: a null or an unknown param, an array where the document
/// wants names, a method or a notification that it does not have.
async fn ask_untyped(session: &Session) {
    let connection = session.shop.connection();
    let named = |members: &[(&'static str, Value)]| {
        members
            .iter()
            .fold(Params::by_name(), |params, (name, value)| {
                params.with(*name, value).unwrap()
            })
    };
    let listed = |values: &[&str]| {
        values.iter().fold(Params::by_position(), |params, value| {
            params.with("", value).unwrap()
        })
    };
    for (method, params) in [
        ("list_pets", named(&[("page_key", Value::Null)])),
        ("create_pet", listed(&["B", "dog"])),
        ("create_pet", listed(&["B", "dog", "n", "x@y"])),
        ("create_pet", named(&[("name", "B".into())])),
        ("create_pet", listed(&["B"])),
        (
            "create_pet",
            named(&[
                ("name", "B".into()),
                ("tag", "t".into()),
                ("unknown", 1.into()),
            ]),
        ),
        ("nope", named(&[])),
    ] {
        _ = Call::<Value>::dynamic(connection.clone(), Request::new(method, params)).await;
    }
    // The original answers null; that is no answer to a notification.
    connection
        .notify(Request::new("is_open", Params::by_name()))
        .await
        .expect("it is taken");
}

#[tokio::test]
async fn requests_are_the_recorded_ones() {
    let session = Session::open().await;
    ask_typed(&session).await;
    ask_untyped(&session).await;
    // The only one whose members the original's hash table puts in another order than the document.
    let turned = request("list_pets", r#"{"limit":2,"page_key":1}"#);
    _ = session.shop.list_pets().page_key(1).limit(2).await;

    let mut asked = session.asked();
    assert_eq!(
        asked.pop(),
        Some(request("list_pets", r#"{"page_key":1,"limit":2}"#))
    );
    asked.push(turned);
    asked.sort();
    let recorded = exchanges();
    let mut wanted: Vec<String> = recorded
        .iter()
        .filter(|exchange| {
            NEVER_SENT
                .iter()
                .all(|(request, _)| *request != exchange.request)
        })
        .map(|exchange| envelope::with_id(&exchange.request, "1"))
        .collect();
    wanted.sort();
    assert_eq!(asked, wanted);
    assert_eq!(asked.len() + NEVER_SENT.len(), recorded.len());
    assert_eq!(session.server.unknown(), [""; 0]);
}
