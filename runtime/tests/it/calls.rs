//! Calls, parameters, errors and descriptions, without a server.
use std::time::Duration;

use callwright::{
    Error, Fault, Items, NextPage, Page, PageFuture, Pages, Params, Reply, Request, ServerError,
};
use serde_json::json;

use super::{
    petshop::{Petshop, errors, servers, types::Pet},
    rt::{Call, Client, Notification, PagedCall},
    script::Script,
};

#[test]
fn types_are_shareable_and_small() {
    fn shareable<T: Clone + Send + Sync + 'static>() {}
    fn sendable<T: Send + 'static>() {}
    shareable::<Petshop>();
    shareable::<Client>();
    shareable::<Call<Pet, errors::CreatePet>>();
    shareable::<PagedCall<Pet>>();
    shareable::<Notification>();
    shareable::<NextPage<Pet>>();
    shareable::<Page<Pet>>();
    shareable::<Error<errors::CreatePet>>();
    fn is_sendable(_: impl Send) {}
    is_sendable(Petshop::connect("http://127.0.0.1"));
    sendable::<PageFuture<Pet>>();
    sendable::<Pages<Pet>>();
    sendable::<Items<Pet>>();
    assert!(size_of::<Error<errors::CreatePet>>() <= 24);
}

#[tokio::test]
async fn parameters_go_out_as_declared() {
    let pet = json!({"name": "Bobik", "tags": null});
    let script = Script::new([pet.clone(), pet.clone(), pet, json!(3), json!(4), json!(7)]);
    let shop = Petshop::with_connection(script.clone());
    let bobik = shop.create_pet("Bobik", "dog").await.unwrap();
    assert_eq!(
        bobik,
        Pet {
            name: "Bobik".into(),
            tags: vec![]
        }
    );
    shop.create_pet("Bobik", "dog").note(None).await.unwrap();
    shop.create_pet("Bobik", "dog")
        .note("x".to_owned())
        .await
        .unwrap();
    assert_eq!(shop.sum(3).await.unwrap(), 3);
    assert_eq!(shop.sum(3).c(1).await.unwrap(), 4);
    assert_eq!(shop.ping().await.unwrap(), 7);
    let expected = [
        r#"{"name":"Bobik","tag":"dog"}"#,
        r#"{"name":"Bobik","tag":"dog","note":null}"#,
        r#"{"name":"Bobik","tag":"dog","note":"x"}"#,
        "[3]",
        "[3,null,1]",
        "[]",
    ];
    assert_eq!(script.params(), expected);
    assert_eq!(
        script.requests()[0].params().get("tag").unwrap().get(),
        "\"dog\""
    );
}

#[tokio::test]
async fn options_reach_the_connection_and_secrets_stay_inside() {
    let script = Script::new([json!(1)]);
    let shop = Petshop::with_connection(script.clone());
    let call = shop
        .sum(1)
        .with_timeout(Duration::from_secs(3))
        .with_header("x-key", "secret");
    let printed = format!("{call:?}");
    assert!(
        printed.contains("x-key") && !printed.contains("secret"),
        "{printed}"
    );
    call.await.unwrap();
    let options = script.requests()[0].options().clone();
    assert_eq!(options.timeout, Some(Duration::from_secs(3)));
    assert_eq!(
        options.headers.iter().collect::<Vec<_>>(),
        [("x-key", "secret")]
    );
}

#[tokio::test]
async fn what_cannot_be_encoded_is_not_sent() {
    let script = Script::default();
    let error = Petshop::with_connection(script.clone())
        .sum(1)
        .odd()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Encode(_)));
    assert!(
        error.to_string().starts_with("`sum`: parameter `b`:"),
        "{error}"
    );
    assert!(!error.may_have_been_received() && !error.is_retryable());
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn errors_are_sorted_by_the_document() {
    let script = Script::default();
    let shop = Petshop::with_connection(script.clone());
    script.push(Err(Error::Server(
        ServerError::new(42, "Pet exists").with_data(&json!({"id": 3})),
    )));
    match shop.create_pet("a", "b").await.unwrap_err() {
        Error::Server(errors::CreatePet::PetExists(error)) => {
            assert_eq!(error.data::<serde_json::Value>().unwrap().unwrap()["id"], 3);
            assert_eq!(error.method(), Some("create_pet"));
        }
        other => panic!("{other:?}"),
    }
    script.push(Err(Error::Server(ServerError::new(
        -32603,
        "Internal error",
    ))));
    let error = shop.create_pet("a", "b").await.unwrap_err();
    assert!(matches!(&error, Error::Server(errors::CreatePet::Other(_))));
    assert_eq!(error.server().unwrap().code(), -32603);
    assert_eq!(
        error.to_string(),
        "`create_pet`: the server answered with error -32603: Internal error"
    );
    script.push(Err(Error::Timeout(Fault::new("no answer came"))));
    let error = shop.rude().await.unwrap_err();
    assert_eq!(error.to_string(), "`rude`: no answer came");
    assert_eq!(error.method(), Some("rude"));
}

#[tokio::test]
async fn a_wrong_result_says_where() {
    let script = Script::new([json!({"name": "x", "tags": ["a", 5, "b"]})]);
    let error = Petshop::with_connection(script)
        .create_pet("a", "b")
        .await
        .unwrap_err();
    let Error::Decode(fault) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(fault.path(), "$.tags[1]");
    assert!(fault.snippet().contains(r#""tags":["a",5,"b"]"#));
    assert_eq!(error.method(), Some("create_pet"));
    assert!(error.to_string().contains("expected a string"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn null_is_read_as_the_document_says() {
    let script = Script::new([json!(null), json!(["a"])]);
    let shop = Petshop::with_connection(script);
    assert!(shop.names().await.unwrap().is_empty());
    assert_eq!(shop.names().await.unwrap(), ["a"]);
}

#[tokio::test]
async fn notifications_go_out() {
    let script = Script::new([json!(null), json!(null)]);
    let shop = Petshop::with_connection(script.clone());
    shop.log("hello").await.unwrap();
    shop.log_call("hello").with_header("a", "b").await.unwrap();
    assert_eq!(script.params(), [r#"["hello"]"#, r#"["hello"]"#]);
}

#[tokio::test]
async fn methods_without_a_document_can_be_called() {
    let script = Script::new([json!([1, 2])]);
    let shop = Petshop::with_connection(script.clone());
    let params = Params::by_name().with("a", &1).unwrap();
    let call: callwright::Call<Vec<i64>> =
        callwright::Call::dynamic(shop.connection().clone(), Request::new("free", params));
    assert_eq!(call.await.unwrap(), [1, 2]);
    assert_eq!(script.requests()[0].method(), "free");
    let second = Petshop::with_connection(shop.connection().clone());
    assert!(std::sync::Arc::ptr_eq(
        shop.connection(),
        second.connection()
    ));
}

#[test]
fn a_client_describes_itself() {
    let shop = Petshop::with_connection(Script::default());
    let text = shop.to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), Petshop::METHODS.len());
    assert!(lines.is_sorted());
    assert!(text.contains("create_pet(name: String, tag: String) -> types::Pet  // Creates a pet"));
    assert_eq!(Petshop::METHODS[0].errors[0].code, 42);
}

#[test]
fn servers_have_variables() {
    assert_eq!(
        servers::main().set("region", "us").url().unwrap(),
        "https://us.petshop.test"
    );
}

#[tokio::test]
async fn a_scheme_without_its_feature_says_which() {
    let error = Petshop::connect("gopher://x").await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)) && !error.is_retryable());
    if cfg!(not(feature = "ws")) {
        let error = Petshop::connect("ws://x").await.unwrap_err();
        assert!(error.to_string().contains("feature `ws`"), "{error}");
    }
    if cfg!(not(feature = "http")) {
        let error = Petshop::connect("http://x").await.unwrap_err();
        assert!(error.to_string().contains("feature `http`"), "{error}");
    }
}

#[test]
fn replies_are_read_from_responses() {
    let reply = Reply::from_response(r#"{"id":1,"result":[1]}"#, Some(200)).unwrap();
    assert_eq!(reply.decode::<Vec<i64>>().unwrap(), [1]);
    let error = reply.decode::<bool>().unwrap_err();
    assert_eq!(error.status(), Some(200));
}
