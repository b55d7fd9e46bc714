//! Requests that a document marks as the server's, answered by the functions of its client.
use callwright::{ConnectOptions, Handlers, ServerError};

use super::{WIRES, connected, in_time};

/// The client of `fixtures/cases/server-requests`.
#[allow(dead_code, clippy::all)]
mod client {
    include!("../../../../fixtures/cases/server-requests/expected.rs");
}

use client::{ServerRequests, requests::Requests, types};

#[tokio::test]
async fn handlers_are_typed_where_the_document_marks_them() {
    const PAIRS: [(&str, &str); 6] = [
        (
            r#"{"id":"1","method":"elicitation/create","params":{"message":"Sure?","choices":["yes"]}}"#,
            r#"{"jsonrpc":"2.0","id":"1","result":{"action":"accept","text":"yes to Sure?"}}"#,
        ),
        (
            r#"{"id":2,"method":"elicitation/create","params":["Sure?"]}"#,
            r#"{"jsonrpc":"2.0","id":2,"result":{"action":"decline"}}"#,
        ),
        (
            r#"{"id":3,"method":"elicitation/create","params":{"message":"","choices":[]}}"#,
            r#"{"jsonrpc":"2.0","id":3,"error":{"code":7,"message":"The user is away"}}"#,
        ),
        (
            r#"{"id":4,"method":"roots_list"}"#,
            r#"{"jsonrpc":"2.0","id":4,"result":["/src"]}"#,
        ),
        (
            r#"{"id":5,"method":"workspace/configuration","params":{"items":[1]}}"#,
            r#"{"jsonrpc":"2.0","id":5,"error":{"code":-32602,"message":"invalid params at `$.items[0]`: invalid type: integer `1`, expected a string","data":{"path":"$.items[0]"}}}"#,
        ),
        (
            r#"{"id":6,"method":"workspace/applyEdit","params":{"edit":{}}}"#,
            r#"{"jsonrpc":"2.0","id":6,"error":{"code":-32601,"message":"Method not found"}}"#,
        ),
    ];
    for wire in WIRES {
        let handlers = Handlers::new();
        Requests::of(&handlers).elicitation_create(async |asked| match asked.choices.as_deref() {
            None => Ok(types::Said {
                action: types::SaidAction::Decline,
                text: None,
            }),
            Some([]) => Err(ServerError::new(7, "The user is away")),
            Some([first, ..]) => Ok(types::Said {
                action: types::SaidAction::Accept,
                text: Some(format!("{first} to {}", asked.message)),
            }),
        });
        let options = ConnectOptions::new().with_handlers(handlers);
        let (connection, _file) = connected(wire, options, |mut end| async move {
            let work = end.json().await.unwrap();
            for (request, answer) in PAIRS {
                assert_eq!(end.ask(request).await, answer);
            }
            end.answer(&work, r#""result":"done""#).await;
            end.silence().await;
        })
        .await;
        let client = ServerRequests::with_connection(connection);
        let requests = client.requests().unwrap();
        requests.roots_list(async |_| Ok(vec!["/src".to_owned()]));
        requests.workspace_configuration(async |asked| Ok(asked.items.into()));
        let done = in_time(client.work("it").into_future()).await;
        assert_eq!(done.unwrap(), "done", "{wire:?}");
    }
}

#[cfg(feature = "http")]
#[tokio::test]
async fn a_server_cannot_ask_over_http() {
    let client = ServerRequests::connect("http://127.0.0.1:9").await.unwrap();
    let error = client.requests().unwrap_err();
    assert!(error.to_string().contains("ws://"), "{error}");
}
