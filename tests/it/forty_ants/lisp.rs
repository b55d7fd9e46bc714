//! The same rules over our own fixture `lisp`, whose keys are in kebab-case, as old servers have them.

use callwright::Error;
use callwright_tests::cases::lisp::LispShop;
use callwright_tests::envelope;
use callwright_tests::exchange::{Exchange, Recorded};
use callwright_tests::replay::Replay;
use serde_json::json;

use super::request;

const TOY: &str = r#"{"id":1,"parts":null,"broken":null,"maker":{"name":"Ann"},"notes":7}"#;

fn answered(method: &str, params: &str, status: u16, answer: &str) -> Exchange {
    Exchange {
        request: request(method, params),
        answer: Recorded::Http {
            status,
            body: format!(r#"{{"jsonrpc":"2.0",{answer},"id":1}}"#),
        },
    }
}

async fn serve(exchanges: Vec<Exchange>) -> (Replay, LispShop) {
    let server = Replay::serve(exchanges)
        .await
        .expect("the replay server starts");
    let shop = LispShop::connect(&server.url())
        .await
        .expect("the URL is one of HTTP");
    (server, shop)
}

#[tokio::test]
async fn pages_go_on_by_keys_in_kebab_case() {
    let first = format!(r#""result":{{"items":[{TOY}],"next-page-key":0,"total":2}}"#);
    let (server, shop) = serve(vec![
        answered("list-toys", r#"{"limit":1}"#, 200, &first),
        answered(
            "list-toys",
            r#"{"page-key":0,"limit":1}"#,
            200,
            r#""result":{"items":null}"#,
        ),
    ])
    .await;
    let page = shop.list_toys().limit(1).await.unwrap();
    let toy = &page.items[0];
    assert_eq!((toy.id, toy.broken, toy.parts.len()), (1, false, 0));
    assert_eq!(toy.maker.as_ref().map(|maker| &*maker.name), Some("Ann"));
    assert_eq!(toy.notes, Some(json!(7)));
    assert_eq!(json!(page.extra), json!({ "total": 2 }));

    let next = page.next.expect("zero is a key");
    for _ in 0..2 {
        let last = next().await.unwrap();
        assert!(last.items.is_empty() && last.next.is_none());
    }
    let asked: Vec<_> = server
        .asked()
        .iter()
        .map(|asked| envelope::with_id(asked, "1"))
        .collect();
    let again = request("list-toys", r#"{"page-key":0,"limit":1}"#);
    assert_eq!(
        asked,
        [request("list-toys", r#"{"limit":1}"#), again.clone(), again]
    );
}

#[tokio::test]
async fn null_is_an_empty_list_and_false() {
    let (_server, shop) = serve(vec![
        answered("toy-names", "{}", 200, r#""result":null"#),
        answered("is-open", "{}", 200, r#""result":null"#),
    ])
    .await;
    assert_eq!(shop.toy_names().await.unwrap(), [""; 0]);
    assert!(!shop.is_open().await.unwrap());
}

#[tokio::test]
async fn errors_keep_their_status() {
    let refusal = r#""error":{"code":42,"message":"No toys"}"#;
    let (_server, shop) = serve(vec![answered("toy-names", "{}", 500, refusal)]).await;
    let error = shop.toy_names().await.unwrap_err();
    let Error::Server(refused) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (refused.code(), refused.message(), refused.status()),
        (42, "No toys", Some(500))
    );
}

#[tokio::test]
async fn a_missing_member_is_a_fault_with_its_place() {
    let page = r#""result":{"items":[{"id":1,"parts":[],"broken":false},{"id":2,"broken":true}]}"#;
    let (_server, shop) = serve(vec![answered("list-toys", "{}", 200, page)]).await;
    let error = shop.list_toys().await.expect_err("parts are missing");
    let Error::Decode(fault) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (fault.path(), fault.method()),
        ("$.items[1]", Some("list-toys"))
    );
    assert!(
        error.to_string().contains("missing field `parts`"),
        "{error}"
    );
}
