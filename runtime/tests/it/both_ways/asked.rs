//! Requests from the server to the client: what is answered to each.
use std::sync::{Arc, Weak};

use callwright::{ConnectOptions, Connection, Handlers, ServerError};
use serde::Deserialize;
use tokio::sync::oneshot;

use super::{End, WIRES, Wire, connected, in_time, request};

#[derive(Deserialize)]
struct Sum {
    a: i64,
    #[serde(default)]
    b: i64,
}

fn handlers() -> Handlers {
    let handlers = Handlers::new();
    handlers.on("sum", async |sum: Sum| Ok(sum.a + sum.b));
    handlers.on("none", async |(): ()| Ok(()));
    handlers.on("refuse", async |(): ()| {
        let error = ServerError::new(7, "not \"now\"").with_data(&[1, 2]);
        Err::<(), _>(error)
    });
    handlers.on("panic", async |(): ()| -> Result<(), ServerError> {
        panic!("on purpose")
    });
    handlers
}

/// Has the server ask all this, while a call of ours waits, and compares the answers.
async fn compare(wire: Wire, handlers: Handlers, pairs: &'static [(&str, &str)]) {
    let (told, tell) = oneshot::channel();
    let told = std::sync::Mutex::new(Some(told));
    let script = move |mut end: End| {
        let told = told.lock().unwrap().take();
        async move {
            let waiting = end.json().await.unwrap();
            for (request, answer) in pairs {
                assert_eq!(end.ask(request).await, *answer, "{request}");
            }
            end.answer(&waiting, r#""result":7"#).await;
            end.silence().await;
            told.unwrap().send(()).unwrap();
        }
    };
    let options = ConnectOptions::new().with_handlers(handlers);
    let (connection, _file) = connected(wire, options, script).await;
    let reply = in_time(connection.call(request("wait"))).await.unwrap();
    assert_eq!(reply.result, "7", "{wire:?}");
    drop(connection);
    in_time(tell).await.expect("all answers are as expected");
}

#[tokio::test]
async fn every_request_gets_its_answer_under_its_id() {
    for wire in WIRES {
        compare(
            wire,
            handlers(),
            &[
                // The id of the call that waits.
                (
                    r#"{"jsonrpc":"2.0","id":0,"method":"sum","params":{"a":1,"b":2}}"#,
                    r#"{"jsonrpc":"2.0","id":0,"result":3}"#,
                ),
                (
                    r#"{"method":"sum","params":[1],"id":"\u0041-1"}"#,
                    r#"{"jsonrpc":"2.0","id":"\u0041-1","result":1}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":340282366920938463463374607431768211456,"method":"none"}"#,
                    r#"{"jsonrpc":"2.0","id":340282366920938463463374607431768211456,"result":null}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":-1.50e2,"method":"none","params":{}}"#,
                    r#"{"jsonrpc":"2.0","id":-1.50e2,"result":null}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":null,"method":"none","params":[]}"#,
                    r#"{"jsonrpc":"2.0","id":null,"result":null}"#,
                ),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn what_cannot_be_answered_is_an_error() {
    for wire in WIRES {
        compare(
            wire,
            handlers(),
            &[
                (
                    r#"{"jsonrpc":"2.0","id":0,"method":"unknown","params":[]}"#,
                    r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32601,"message":"Method not found"}}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":1,"method":"refuse"}"#,
                    r#"{"jsonrpc":"2.0","id":1,"error":{"code":7,"message":"not \"now\"","data":[1,2]}}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":2,"method":"sum","params":{"a":1,"b":"x"}}"#,
                    r#"{"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"invalid params at `$.b`: invalid type: string \"x\", expected i64","data":{"path":"$.b"}}}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":3,"method":"panic"}"#,
                    r#"{"jsonrpc":"2.0","id":3,"error":{"code":-32603,"message":"Internal error"}}"#,
                ),
                (
                    r#"{"jsonrpc":"2.0","id":4,"method":"none"}"#,
                    r#"{"jsonrpc":"2.0","id":4,"result":null}"#,
                ),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn without_handlers_nothing_is_known() {
    for wire in WIRES {
        compare(
            wire,
            Handlers::new(),
            &[(
                r#"{"jsonrpc":"2.0","id":0,"method":"workspace/configuration","params":{}}"#,
                r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32601,"message":"Method not found"}}"#,
            )],
        )
        .await;
    }
}

#[tokio::test]
async fn an_array_of_requests_is_answered_by_one() {
    for wire in WIRES {
        compare(
            wire,
            handlers(),
            &[
                (
                    r#"[{"id":0,"method":"sum","params":[1,2]},{"method":"tick"},{"id":"x","method":"unknown"}]"#,
                    r#"[{"jsonrpc":"2.0","id":0,"result":3},{"jsonrpc":"2.0","id":"x","error":{"code":-32601,"message":"Method not found"}}]"#,
                ),
                (
                    r#"[{"jsonrpc":"2.0","id":1,"method":"none"}]"#,
                    r#"[{"jsonrpc":"2.0","id":1,"result":null}]"#,
                ),
            ],
        )
        .await;
    }
}

#[tokio::test]
async fn handlers_come_and_go_while_the_connection_runs() {
    for wire in WIRES {
        let (connection, _file) = connected(wire, ConnectOptions::new(), |mut end| async move {
            while let Some(call) = end.json().await {
                let answer = end.ask(r#"{"id":"a","method":"name"}"#).await;
                end.answer(&call, &format!(r#""result":{answer}"#)).await;
            }
        })
        .await;
        let asked = async || {
            let reply = in_time(connection.call(request("go"))).await.unwrap();
            let answer: serde_json::Value = reply.decode().unwrap();
            answer["result"].as_str().map(str::to_owned)
        };
        let handlers = connection.handlers().unwrap();
        assert_eq!(asked().await, None, "{wire:?}");
        for name in ["Murka", "Bobik"] {
            handlers.on("name", move |(): ()| async move { Ok(name) });
            assert_eq!(asked().await.as_deref(), Some(name));
        }
        assert!(handlers.remove("name"));
        assert_eq!(asked().await, None);
    }
}

#[tokio::test]
async fn a_handler_may_call_the_server_and_keeps_nothing_alive() {
    for wire in WIRES {
        let (told, tell) = oneshot::channel();
        let told = std::sync::Mutex::new(Some(told));
        let (connection, _file) = connected(wire, ConnectOptions::new(), move |mut end: End| {
            let told = told.lock().unwrap().take();
            async move {
                let outer = end.json().await.unwrap();
                end.send(r#"{"jsonrpc":"2.0","id":0,"method":"ask"}"#).await;
                let inner = end.json().await.unwrap();
                assert_eq!(inner["method"], "inner");
                end.answer(&inner, r#""result":"deep""#).await;
                let answer = end.json().await.unwrap();
                let member = format!(r#""result":{}"#, answer["result"]);
                end.answer(&outer, &member).await;
                end.silence().await;
                told.unwrap().send(()).unwrap();
            }
        })
        .await;
        let weak: Weak<dyn Connection> = Arc::downgrade(&connection);
        connection.handlers().unwrap().on("ask", move |(): ()| {
            let connection = weak.upgrade();
            async move {
                let gone = || ServerError::new(1, "the client is gone");
                let connection = connection.ok_or_else(gone)?;
                let reply = connection.call(request("inner")).await;
                reply.unwrap().decode::<String>().map_err(|_| gone())
            }
        });
        let reply = in_time(connection.call(request("outer"))).await.unwrap();
        assert_eq!(reply.decode::<String>().unwrap(), "deep", "{wire:?}");
        drop(connection);
        in_time(tell).await.expect("the connection has closed");
    }
}
