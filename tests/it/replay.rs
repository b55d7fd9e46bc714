//! The replay server itself, over a recording of ours.

use callwright_tests::http::post;
use callwright_tests::replay::Replay;
use callwright_tests::transcript;

const RECORDING: &str = concat!(
    "--> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":{\"key\":0,\"limit\":2}}\n",
    "<-- HTTP 200 {\"jsonrpc\":\"2.0\",\"result\":[1.50, {\"id\":1}],\"id\":1}\n",
    "--> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"fail\"}\n",
    "<-- HTTP 500 {\"error\":{\"code\":42,\"message\":\"no\"},\"id\":1}\n",
    "--> {\"jsonrpc\":\"2.0\",\"method\":\"log\"}\n",
    "<-- HTTP 200 null\n",
    "--> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"crash\"}\n",
    "<-- TRANSPORT-LEVEL NO-METHOD: none\n",
    "--> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"turn\"}\n",
    "<-- HTTP 200 {\"result\":\"first\",\"id\":1}\n",
    "--> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"turn\"}\n",
    "<-- HTTP 200 {\"result\":\"then\",\"id\":null}\n",
);

async fn serve() -> Replay {
    let exchanges = transcript::read(RECORDING).expect("the recording is well formed");
    Replay::serve(exchanges)
        .await
        .expect("the replay server starts")
}

/// Status and body of the answer.
async fn ask(server: &Replay, request: &str) -> (u16, String) {
    let answer = post(server.address(), request).await.expect("an answer");
    (answer.status, answer.body)
}

#[tokio::test]
async fn answers_byte_for_byte_with_the_id_of_the_caller() {
    let server = serve().await;
    let asked = r#"{"id":"x","jsonrpc":"2.0","params":{"limit":2,"key":0},"method":"list"}"#;
    let expected = r#"{"jsonrpc":"2.0","result":[1.50, {"id":1}],"id":"x"}"#;
    assert_eq!(ask(&server, asked).await, (200, expected.to_owned()));
    assert_eq!(server.asked(), [asked]);
    assert_eq!(server.unknown(), [""; 0]);
}

#[tokio::test]
async fn keeps_statuses_and_bodies_without_id() {
    let server = serve().await;
    let failed = ask(&server, r#"{"jsonrpc":"2.0","id":5,"method":"fail"}"#).await;
    assert_eq!(
        failed,
        (
            500,
            r#"{"error":{"code":42,"message":"no"},"id":5}"#.to_owned()
        )
    );
    assert_eq!(
        ask(&server, r#"{"jsonrpc":"2.0","method":"log"}"#).await,
        (200, "null".to_owned())
    );
}

#[tokio::test]
async fn closes_where_the_original_broke_down() {
    let server = serve().await;
    post(
        server.address(),
        r#"{"jsonrpc":"2.0","id":1,"method":"crash"}"#,
    )
    .await
    .expect_err("no answer");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn serves_repeated_recordings_in_turn() {
    let server = serve().await;
    let mut answers = Vec::new();
    for id in 7..10 {
        answers.push(
            ask(
                &server,
                &format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"turn"}}"#),
            )
            .await
            .1,
        );
    }
    let then = r#"{"result":"then","id":null}"#;
    assert_eq!(answers, [r#"{"result":"first","id":7}"#, then, then]);
}

#[tokio::test]
async fn refuses_and_lists_what_was_never_recorded() {
    let server = serve().await;
    let unknown = r#"{"jsonrpc":"2.0","id":1,"method":"list","params":{"key":0}}"#;
    assert_eq!(ask(&server, unknown).await.0, 501);
    assert_eq!(server.unknown(), [unknown]);
}
