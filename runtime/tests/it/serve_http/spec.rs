//! The examples of JSON-RPC 2.0, section 7, and what else a body may be.
use callwright::{ConnectOptions, ServeOptions};
use serde_json::{Value, json};

use super::{
    raw::{ask, post},
    served, server,
};

/// The answer with all of its words taken away, but for codes.
fn plain(mut answer: Value) -> Value {
    let strip = |answer: &mut Value| {
        if let Some(error) = answer.get_mut("error") {
            *error = json!(error["code"]);
        }
    };
    match &mut answer {
        Value::Array(all) => all.iter_mut().for_each(strip),
        one => strip(one),
    }
    answer
}

#[tokio::test]
async fn bodies_are_answered_as_the_specification_says() {
    let (_server, url) = server().await;
    let error = |code: i64, id: Value| json!({"jsonrpc": "2.0", "error": code, "id": id});
    let result = |result: Value, id: Value| json!({"jsonrpc": "2.0", "result": result, "id": id});
    for (body, expected) in [
        (
            r#"{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}"#,
            result(json!(19), json!(1)),
        ),
        (
            r#"{"jsonrpc": "2.0", "method": "foobar", "id": "1"}"#,
            error(-32601, json!("1")),
        ),
        (
            r#"{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]"#,
            error(-32700, Value::Null),
        ),
        (
            r#"{"jsonrpc": "2.0", "method": 1, "params": "bar"}"#,
            error(-32600, Value::Null),
        ),
        (
            r#"[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"}, {"jsonrpc": "2.0", "method"]"#,
            error(-32700, Value::Null),
        ),
        ("[]", error(-32600, Value::Null)),
        ("[1]", json!([error(-32600, Value::Null)])),
        (
            "[1,2,3]",
            json!([
                error(-32600, Value::Null),
                error(-32600, Value::Null),
                error(-32600, Value::Null)
            ]),
        ),
        (
            r#"[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                {"jsonrpc": "2.0", "method": "tell"},
                {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
                {"foo": "boo"},
                {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"}]"#,
            json!([
                result(json!(7), json!("1")),
                result(json!(19), json!("2")),
                error(-32600, Value::Null),
                error(-32601, json!("5")),
            ]),
        ),
        ("", error(-32700, Value::Null)),
        ("7", error(-32600, Value::Null)),
        (
            "\u{feff}{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"sum\",\"params\":null,\"trace\":{}}",
            result(json!(0), json!(1.5)),
        ),
        (
            r#"{"jsonrpc":"2.0","id":null,"method":"sum"}"#,
            result(json!(0), Value::Null),
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":["x"]}"#,
            error(-32602, json!(1)),
        ),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"panic"}"#,
            error(-32603, json!(1)),
        ),
    ] {
        let response = ask(&url, &post(body)).await;
        assert_eq!(response.status, 200, "{body}: {response:?}");
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert_eq!(plain(response.json()), expected, "{body}");
        assert!(!response.body.contains("secret"), "{response:?}");
    }
}

#[tokio::test]
async fn errors_come_with_their_data() {
    let (_server, url) = server().await;
    let asked = r#"{"jsonrpc":"2.0","id":"a\"b","method":"fail"}"#;
    let response = ask(&url, &post(asked)).await;
    let expected =
        r#"{"jsonrpc":"2.0","id":"a\"b","error":{"code":42,"message":"Pet not found","data":[7]}}"#;
    assert_eq!(response.body, expected);
}

#[tokio::test]
async fn notifications_have_no_answer_and_are_handled() {
    let (_server, url) = server().await;
    let told = r#"{"jsonrpc":"2.0","method":"tell"}"#;
    let both = format!("[{told},{told}]");
    for body in [told, &both, r#"{"jsonrpc":"2.0","method":"nobody"}"#] {
        let response = ask(&url, &post(body)).await;
        assert_eq!((response.status, &*response.body), (204, ""), "{body}");
    }
    let asked = r#"{"jsonrpc":"2.0","id":1,"method":"told"}"#;
    assert_eq!(ask(&url, &post(asked)).await.json()["result"], 3);
}

#[tokio::test]
async fn a_batch_has_its_limit() {
    let (_server, url) = server().await;
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"told"}"#;
    let most = format!("[{}]", vec![one; 1000].join(","));
    let answered = ask(&url, &post(&most)).await.json();
    assert_eq!(answered.as_array().unwrap().len(), 1000);
    let more = format!("[{}]", vec!["{}"; 100_000].join(","));
    let refused = ask(&url, &post(&more)).await.json();
    assert_eq!(refused["error"]["code"], -32600);
}

#[tokio::test]
async fn the_answers_of_a_batch_are_bounded_together() {
    let connection = ConnectOptions::new()
        .with_max_reply_bytes(10_000)
        .with_max_handled(4);
    let (_server, url) = served(ServeOptions::new().with_connection(connection)).await;
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"long","params":[3000]}"#;
    let answer = ask(&url, &post(&format!("[{}]", vec![one; 100].join(",")))).await;
    assert!(answer.body.len() < 40_000, "{}", answer.body.len());
    let answers = answer.json();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 100);
    assert_eq!(answers[0]["result"].as_str().unwrap().len(), 3000);
    assert_eq!(answers[99]["error"]["code"], -32000);
}
