//! Errors keep their code, their message and the HTTP status that they came under.

use callwright::{Call, Error, Failure, Params, Request};

use super::Session;

/// The status, code and message of a call that the server refuses.
async fn refusal<R, F: Failure>(
    call: impl IntoFuture<Output = Result<R, Error<F>>>,
) -> (Option<u16>, i64, String) {
    let error = call.await.err().expect("the server refuses it");
    let refused = error
        .server()
        .unwrap_or_else(|| panic!("not the server's: {error}"));
    assert_eq!(
        (error.status(), error.method()),
        (refused.status(), refused.method())
    );
    assert!(!error.is_retryable() && error.may_have_been_received());
    assert!(refused.raw_data().is_none() && refused.extra().is_empty());
    (
        refused.status(),
        refused.code(),
        refused.message().to_owned(),
    )
}

fn under(status: u16, code: i64, message: &str) -> (Option<u16>, i64, String) {
    (Some(status), code, message.to_owned())
}

#[tokio::test]
async fn calls_fail_as_recorded() {
    let session = Session::open().await;
    let shop = &session.shop;
    let internal = under(500, -32603, "Internal error");
    assert_eq!(
        refusal(shop.create_pet("B", "dog").owner_email("a@b")).await,
        internal
    );
    assert_eq!(refusal(shop.keyword_result()).await, internal);
    assert_eq!(refusal(shop.crash()).await, internal);
    assert_eq!(refusal(shop.fail()).await, under(500, 42, "Pet not found"));
    assert_eq!(
        refusal(shop.fail_default()).await,
        under(500, -1, "Pet not found")
    );
}

#[tokio::test]
async fn errors_name_their_method() {
    let session = Session::open().await;
    let shop = &session.shop;
    let error = shop.fail().await.unwrap_err();
    assert_eq!(error.method(), Some("fail"));
    let shown = error.to_string();
    assert!(
        ["fail", "42", "Pet not found"]
            .iter()
            .all(|part| shown.contains(part)),
        "{shown}"
    );
}

#[tokio::test]
async fn dynamic_calls_fail_as_recorded() {
    let session = Session::open().await;
    let shop = &session.shop;
    let call = |method: &'static str, params| {
        Call::<serde_json::Value>::dynamic(shop.connection().clone(), Request::new(method, params))
    };
    let unknown = call("nope", Params::by_name());
    assert_eq!(
        refusal(unknown).await,
        under(404, -32601, "Method not found")
    );

    let named = Params::by_name().with("name", "B").unwrap();
    let words = "Argument TAG is required but not supplied by a client.";
    assert_eq!(
        refusal(call("create_pet", named)).await,
        under(500, -1, words)
    );

    let listed = Params::by_position().with("name", "B").unwrap();
    assert_eq!(
        refusal(call("create_pet", listed.clone())).await,
        under(500, -32602, "Invalid params")
    );

    let four = ["dog", "n", "x@y"]
        .iter()
        .fold(listed, |params, value| params.with("", value).unwrap());
    assert_eq!(
        refusal(call("create_pet", four)).await,
        under(500, -32603, "Internal error")
    );
}
