//! Requests that the original's server dies of, and others at the edges of JSON-RPC: answered alike over every transport.

use callwright::Server;
use callwright_tests::deadline::within;
use callwright_tests::desk::Desk;
use callwright_tests::http::post;
use callwright_tests::ws::Socket;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{address, serve};

/// What is sent, and what comes back: nothing where nothing may.
const EXCHANGES: &[(&str, Option<&str>)] = &[
    // Batches: any order of answers, each with its id; none to notifications.
    (
        r#"[{"jsonrpc":"2.0","id":1,"method":"add","params":[1,2]},{"jsonrpc":"2.0","method":"note","params":["a"]},{"jsonrpc":"2.0","id":"x","method":"missing"}]"#,
        Some(
            r#"[{"jsonrpc":"2.0","id":1,"result":3},{"jsonrpc":"2.0","id":"x","error":{"code":-32601}}]"#,
        ),
    ),
    (
        r#"[{"jsonrpc":"2.0","method":"note","params":["b"]}]"#,
        None,
    ),
    (
        "[]",
        Some(r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600}}"#),
    ),
    (
        r#"[1,{"jsonrpc":"2.0","id":2,"method":"add","params":[2,2]}]"#,
        Some(
            r#"[{"jsonrpc":"2.0","id":null,"error":{"code":-32600}},{"jsonrpc":"2.0","id":2,"result":4}]"#,
        ),
    ),
    // Notifications: even of what there is not, or with wrong params.
    (
        r#"{"jsonrpc":"2.0","method":"note","params":{"line":"c"}}"#,
        None,
    ),
    (r#"{"jsonrpc":"2.0","method":"missing"}"#, None),
    (
        r#"{"jsonrpc":"2.0","method":"add","params":["five"]}"#,
        None,
    ),
    // A notification's method that is asked is answered.
    (
        r#"{"jsonrpc":"2.0","id":3,"method":"note","params":["d"]}"#,
        Some(r#"{"jsonrpc":"2.0","id":3,"result":null}"#),
    ),
    // Members that the specification does not name, in any order.
    (
        r#"{"trace":{"span":1},"params":{"b":1,"a":2,"c":3},"method":"add","id":4,"jsonrpc":"2.0","x":[]}"#,
        Some(r#"{"jsonrpc":"2.0","id":4,"result":3}"#),
    ),
    // Params that are null, or absent, are none.
    (
        r#"{"jsonrpc":"2.0","id":5,"method":"nothing","params":null}"#,
        Some(r#"{"jsonrpc":"2.0","id":5,"result":null}"#),
    ),
    (
        r#"{"jsonrpc":"2.0","id":6,"method":"nothing"}"#,
        Some(r#"{"jsonrpc":"2.0","id":6,"result":null}"#),
    ),
    // Absent, null and a value are three things.
    (
        r#"{"jsonrpc":"2.0","id":7,"method":"register","params":{"pet":{"name":"A","kind":"cat","home":"h"}}}"#,
        Some(
            r#"{"jsonrpc":"2.0","id":7,"result":[{"name":"A","kind":"cat","home":"h","young":[]}]}"#,
        ),
    ),
    (
        r#"{"jsonrpc":"2.0","id":8,"method":"register","params":[{"name":"B","kind":"cat","home":"h"},null,0]}"#,
        Some(
            r#"{"jsonrpc":"2.0","id":8,"result":[{"name":"A","kind":"cat","home":"h","young":[]}]}"#,
        ),
    ),
    // Wrong params are told with their place.
    (
        r#"{"jsonrpc":"2.0","id":9,"method":"register","params":{"pet":{"name":"C","kind":"cat","young":[{"name":1}]}}}"#,
        Some(
            r#"{"jsonrpc":"2.0","id":9,"error":{"code":-32602,"data":{"param":"pet","path":"$.pet.young[0].name","expected":"a string"}}}"#,
        ),
    ),
    (
        r#"{"jsonrpc":"2.0","id":10,"method":"add","params":[1]}"#,
        Some(
            r#"{"jsonrpc":"2.0","id":10,"error":{"code":-32602,"data":{"param":"b","path":"$[1]","expected":"i64"}}}"#,
        ),
    ),
    // Ids of any kind come back as they were.
    (
        r#"{"jsonrpc":"2.0","id":null,"method":"nothing"}"#,
        Some(r#"{"jsonrpc":"2.0","id":null,"result":null}"#),
    ),
    (
        r#"{"jsonrpc":"2.0","id":1.5,"method":"nothing"}"#,
        Some(r#"{"jsonrpc":"2.0","id":1.5,"result":null}"#),
    ),
    (
        r#"{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"nothing"}"#,
        Some(r#"{"jsonrpc":"2.0","id":123456789012345678901234567890,"result":null}"#),
    ),
    // What is no request at all.
    (
        r#"{"jsonrpc":"2.0","id":13,"method":7}"#,
        Some(r#"{"jsonrpc":"2.0","id":13,"error":{"code":-32600}}"#),
    ),
    (
        "7",
        Some(r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600}}"#),
    ),
    (
        "{",
        Some(r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700}}"#),
    ),
];

/// Over HTTP it can be nothing but a request; in a session it may as well be an answer that lacks its result, and is counted.
const NEITHER: (&str, Option<&str>) = (
    r#"{"jsonrpc":"2.0","id":12}"#,
    Some(r#"{"jsonrpc":"2.0","id":12,"error":{"code":-32600}}"#),
);

/// Sent last where nothing was answered: what comes before its answer is no answer to what was sent.
const LAST: &str = r#"{"jsonrpc":"2.0","id":"last","method":"add","params":[20,22]}"#;

#[tokio::test]
async fn over_http() {
    let server = serve(Desk::default()).await;
    for (request, wanted) in EXCHANGES.iter().chain([&NEITHER]) {
        let answer = post(address(&server), request).await.unwrap();
        let status = if wanted.is_some() { 200 } else { 204 };
        assert_eq!(answer.status, status, "{request}: {}", answer.body);
        judge(request, &answer.body, *wanted);
    }
}

#[tokio::test]
async fn over_a_websocket() {
    let server = serve(Desk::default()).await;
    let mut socket = Socket::connect(address(&server)).await.unwrap();
    for (request, wanted) in EXCHANGES {
        socket.send(request).await.unwrap();
        if wanted.is_none() {
            socket.send(LAST).await.unwrap();
        }
        let answer = socket.receive().await;
        let answer = answer.unwrap_or_else(|fault| panic!("{request}: {fault}"));
        judge_next(request, &answer, *wanted);
    }
}

#[tokio::test]
async fn over_a_stream() {
    let server = Server::bind("tcp://127.0.0.1:0", Desk::default())
        .await
        .unwrap();
    let (reader, mut writer) = TcpStream::connect(address(&server))
        .await
        .unwrap()
        .into_split();
    let mut lines = BufReader::new(reader).lines();
    for (request, wanted) in EXCHANGES {
        // A line that is no JSON by itself would be waited for: a message ends with its value.
        if *request == "{" {
            continue;
        }
        let last = if wanted.is_some() { "" } else { LAST };
        let sent = format!("{request}\n{last}\n");
        writer.write_all(sent.as_bytes()).await.unwrap();
        let line = within(request, lines.next_line()).await.unwrap();
        judge_next(request, &line.unwrap().expect("it goes on"), *wanted);
    }
}

/// Judges what came next on a connection that goes on.
fn judge_next(request: &str, answer: &str, wanted: Option<&str>) {
    match wanted {
        Some(_) => judge(request, answer, wanted),
        None => {
            let answer: Value = serde_json::from_str(answer).unwrap();
            let last = json!({ "jsonrpc": "2.0", "id": "last", "result": 42 });
            assert_eq!(answer, last, "{request}");
        }
    }
}

fn judge(request: &str, answer: &str, wanted: Option<&str>) {
    let Some(wanted) = wanted else {
        assert_eq!(answer, "", "{request}");
        return;
    };
    let mut answer: Value =
        serde_json::from_str(answer).unwrap_or_else(|fault| panic!("{request}: {fault}: {answer}"));
    let mut wanted: Value = serde_json::from_str(wanted).unwrap();
    for all in [&mut answer, &mut wanted] {
        if let Value::Array(all) = all {
            all.sort_by_key(|one| one["id"].to_string());
        }
    }
    forget_words(&mut answer, &wanted);
    assert_eq!(answer, wanted, "{request}");
}

/// Takes the messages of errors away, and the data that is not looked at.
fn forget_words(answer: &mut Value, wanted: &Value) {
    if let Value::Array(answers) = answer {
        let none = Vec::new();
        let wanted = wanted.as_array().unwrap_or(&none).iter();
        answers
            .iter_mut()
            .zip(wanted)
            .for_each(|(answer, wanted)| forget_words(answer, wanted));
        return;
    }
    let Some(error) = answer.get_mut("error").and_then(Value::as_object_mut) else {
        return;
    };
    let message = error.remove("message");
    assert!(message.is_some_and(|text| text.as_str().is_some_and(|text| !text.is_empty())));
    if wanted["error"]["data"].is_null() {
        error.remove("data");
    }
}
