//! What is answered when a handler refuses, panics, or is not there, in each style of errors.
use callwright::{
    BoxFuture, ConnectOptions, ErrorStyle, Handlers, Incoming, Reply, ServerError, Service,
    StrayKind,
};
use serde_json::{Value, json};

use super::connect;

/// What a client answers to a request by this method.
async fn answer(style: ErrorStyle, method: &str) -> Value {
    let options = ConnectOptions::new().with_error_style(style);
    options.handlers.on("refuse", async |(): ()| {
        Err::<(), _>(ServerError::new(7, "no").with_data(&json!({"a": 1})))
    });
    options.handlers.on("minus", async |(): ()| {
        Err::<(), _>(ServerError::new(-1, "no"))
    });
    options.handlers.on("panic", async |(): ()| match true {
        true => panic!("as it should"),
        false => Ok(()),
    });
    options
        .handlers
        .on("number", async |(number,): (u8,)| Ok(number));
    let (client, mut peer) = connect(options);
    peer.send_bytes(&super::message(&json!([0, 9, method, []])))
        .await;
    let answer = peer.json().await;
    // There is one answer, and the connection lives.
    peer.send("94 00 0a a6 6e756d626572 91 05").await;
    peer.expect("94 01 0a c0 05").await;
    assert_eq!(
        client.strays().of(StrayKind::NobodyHandles),
        u64::from(method == "gone")
    );
    assert_eq!(
        (&answer[0], &answer[1], &answer[3]),
        (&json!(1), &json!(9), &json!(null))
    );
    answer[2].clone()
}

#[tokio::test]
async fn errors_are_as_the_peer_reads_them() {
    use ErrorStyle::{CodeMessage, Object, Text};
    // S3, S4, S5.
    for (style, method, error) in [
        (
            Object,
            "refuse",
            json!({"code": 7, "message": "no", "data": {"a": 1}}),
        ),
        (
            Object,
            "panic",
            json!({"code": -32603, "message": "Internal error"}),
        ),
        (
            Object,
            "gone",
            json!({"code": -32601, "message": "Method not found"}),
        ),
        (CodeMessage, "refuse", json!([7, "no"])),
        (CodeMessage, "minus", json!([0, "no"])),
        (CodeMessage, "gone", json!([-32601, "Invalid method: gone"])),
        (Text, "refuse", json!("no")),
        (Text, "panic", json!("Internal error")),
        (Text, "gone", json!("'gone' method not found")),
    ] {
        assert_eq!(answer(style, method).await, error, "{style:?} {method}");
    }
}

#[tokio::test]
async fn params_of_another_shape_are_told() {
    let error = answer(ErrorStyle::Object, "number").await;
    assert_eq!(error["code"], -32602, "{error}");
}

/// Answers with what is no JSON.
struct Broken;

impl Service for Broken {
    fn call<'a>(&'a self, _: Incoming<'a>) -> BoxFuture<'a, Result<Reply, ServerError>> {
        Box::pin(async { Ok(Reply::new("{")) })
    }
}

#[tokio::test]
async fn an_answer_that_is_no_value_is_an_error() {
    let options = ConnectOptions::new().with_handlers(Handlers::from(Broken));
    let (_client, mut peer) = connect(options);
    peer.send("94 00 07 a1 78 90").await;
    let answer = peer.json().await;
    assert_eq!(
        (&answer[1], &answer[2]["code"]),
        (&json!(7), &json!(-32603)),
        "{answer}"
    );
}
