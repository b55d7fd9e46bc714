//! curl: one request at a time, as people ask from a shell.

use std::process::Command;

use callwright_tests::desk::Desk;
use serde_json::{Value, json};

use super::visitors::printed;
use super::{serve, url};

/// The answer to these arguments: its status, and its body as JSON where there is one.
async fn curl(arguments: &[&str], url: &str) -> (String, Value) {
    let mut command = Command::new("curl");
    command
        .args([
            "--silent",
            "--show-error",
            "--noproxy",
            "*",
            "--max-time",
            "20",
        ])
        .args(["--write-out", "\n%{http_code} %{content_type}"])
        .args(arguments)
        .arg(url);
    let mut lines = printed(command).await;
    let status = lines.pop().unwrap();
    let body = lines.join("\n");
    let body = match body.as_str() {
        "" => Value::Null,
        body => serde_json::from_str(body).unwrap(),
    };
    (status, body)
}

const AS_JSON: [&str; 2] = ["--header", "content-type: application/json"];

#[tokio::test]
async fn it_calls() {
    let server = serve(Desk::default()).await;
    let sum = r#"{"jsonrpc":"2.0","id":1,"method":"add","params":[5,4]}"#;
    let answer = json!({"jsonrpc": "2.0", "id": 1, "result": 9});
    let ok = "200 application/json".to_owned();
    for version in ["--http1.0", "--http1.1", "--http2-prior-knowledge"] {
        let arguments = [AS_JSON[0], AS_JSON[1], version, "--data", sum];
        assert_eq!(
            curl(&arguments, &url(&server)).await,
            (ok.clone(), answer.clone()),
            "{version}"
        );
    }
    // A large one waits for leave to be sent.
    let text = "x".repeat(100_000);
    let echo = json!({"jsonrpc": "2.0", "id": "e", "method": "echo", "params": [text]}).to_string();
    let expecting = [
        AS_JSON[0],
        AS_JSON[1],
        "--header",
        "expect: 100-continue",
        "--data",
        &echo,
    ];
    let answer = json!({"jsonrpc": "2.0", "id": "e", "result": text});
    assert_eq!(curl(&expecting, &url(&server)).await, (ok.clone(), answer));
}

#[tokio::test]
async fn it_tells_and_gets_nothing() {
    let server = serve(Desk::default()).await;
    let note = r#"{"jsonrpc":"2.0","method":"note","params":{"line":"one"}}"#;
    let told = curl(&[AS_JSON[0], AS_JSON[1], "--data", note], &url(&server)).await;
    assert_eq!(told, ("204 ".to_owned(), Value::Null));
}

#[tokio::test]
async fn it_gets_the_document() {
    let server = serve(Desk::default()).await;
    let (status, document) = curl(&[], &format!("{}/openrpc.json", url(&server))).await;
    assert_eq!(status, "200 application/json");
    assert_eq!(document["info"]["title"], "Desk");
    // As curl sees it.
    assert_eq!(document["servers"][0]["url"], format!("{}/", url(&server)));
    let discover = r#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#;
    let (_, answer) = curl(&[AS_JSON[0], AS_JSON[1], "--data", discover], &url(&server)).await;
    assert_eq!(answer["result"], document);
}
