//! @open-rpc/server-js with our app: each kind of answer, and what would end it unguarded.

mod discovery;
mod oddities;

use callwright_tests::http::post;
use callwright_tests::peer::{ServerJs, document};
use callwright_tests::ws::Socket;
use serde_json::{Value, json};

fn start() -> ServerJs {
    ServerJs::start().expect("server-js starts")
}

async fn call(server: &ServerJs, method: &str, params: Value) -> Value {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let answer = post(server.http_address(), &request.to_string())
        .await
        .expect("server-js answers");
    assert_eq!(answer.status, 200);
    serde_json::from_str(&answer.body).expect("the answer is JSON")
}

/// Our document with its only schema put in the place of the references to it, as the server hands it out.
fn dereferenced() -> Value {
    let text = std::fs::read_to_string(document()).expect("the document is there");
    let plain: Value = serde_json::from_str(&text).expect("the document is JSON");
    let book = plain["components"]["schemas"]["Book"].to_string();
    let reference = r##"{"$ref":"#/components/schemas/Book"}"##;
    serde_json::from_str(&plain.to_string().replace(reference, &book)).expect("it stays JSON")
}

#[tokio::test]
async fn discovers_over_http_and_ws() {
    let server = start();
    let request = r#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover","params":[]}"#;
    let over_http = post(server.http_address(), request).await.unwrap().body;
    let over_ws = Socket::connect(server.ws_address())
        .await
        .unwrap()
        .call(request)
        .await
        .unwrap();
    assert_eq!(over_http, over_ws);
    let answer: Value = serde_json::from_str(&over_http).unwrap();
    assert_eq!(answer["result"], dereferenced());
}

#[tokio::test]
async fn takes_params_by_position_and_by_name() {
    let server = start();
    let dune = json!({ "id": 1, "title": "Dune", "pages": 412 });
    assert_eq!(
        call(&server, "add_book", json!(["Dune", 412])).await["result"],
        dune
    );
    assert_eq!(
        call(&server, "find_book", json!({ "id": 1 })).await["result"],
        dune
    );
    assert_eq!(
        call(&server, "find_book", json!({ "loud": true, "id": 1 })).await["result"]["title"],
        "DUNE"
    );

    let noted = call(&server, "add_book", json!(["Emma", 474, "lent"])).await;
    assert_eq!(noted["result"]["note"], "lent");
    let null = call(&server, "add_book", json!(["Ulysses", 730, null])).await;
    assert_eq!(null["error"]["code"], -32602, "null is not absent here");
}

#[tokio::test]
async fn fails_with_declared_and_undeclared_errors() {
    let server = start();
    call(&server, "add_book", json!(["Dune", 412])).await;
    for (method, params, error) in [
        (
            "add_book",
            json!(["Dune", 1]),
            json!({ "code": 409, "message": "Book exists", "data": { "title": "Dune" } }),
        ),
        (
            "add_book",
            json!(["Long", 10001]),
            json!({ "code": 422, "message": "Book too long", "data": { "pages": 10001, "most": 10000 } }),
        ),
        (
            "find_book",
            json!({ "id": 9 }),
            json!({ "code": 404, "message": "No such book", "data": { "id": 9 } }),
        ),
        (
            "stumble",
            json!([]),
            json!({ "code": 6969, "message": "unknown error" }),
        ),
    ] {
        assert_eq!(
            call(&server, method, params).await["error"],
            error,
            "{method}"
        );
    }
    assert_eq!(
        call(&server, "nothing", json!([])).await,
        json!({ "jsonrpc": "2.0", "id": 1 })
    );
}

#[tokio::test]
async fn pages_by_a_cursor() {
    let server = start();
    for title in ["A", "B", "C"] {
        call(&server, "add_book", json!([title, 1])).await;
    }
    let titles = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items
            .iter()
            .map(|book| book["title"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = call(&server, "list_books", json!({})).await["result"].take();
    assert_eq!(
        (titles(&first), &first["next_page_key"]),
        (vec!["A".into(), "B".into()], &json!(2))
    );
    let last = call(&server, "list_books", json!({ "page_key": 2 })).await["result"].take();
    assert_eq!(
        (titles(&last), last.get("next_page_key")),
        (vec!["C".into()], None)
    );
}

#[tokio::test]
async fn hears_notifications() {
    let server = start();
    let mut socket = Socket::connect(server.ws_address()).await.unwrap();
    // It answers them too, without an id: a client must live with that.
    let answered = socket
        .call(r#"{"jsonrpc":"2.0","method":"log","params":["over ws"]}"#)
        .await
        .unwrap();
    assert_eq!(answered, r#"{"jsonrpc":"2.0"}"#);
    let notification = r#"{"jsonrpc":"2.0","method":"log","params":["over http"]}"#;
    post(server.http_address(), notification).await.unwrap();
    assert_eq!(
        call(&server, "logged", json!([])).await["result"],
        json!(["over ws", "over http"])
    );
}

#[tokio::test]
async fn outlives_what_would_end_it() {
    let mut server = start();
    let mut deaf = Socket::connect(server.ws_address()).await.unwrap();
    deaf.send("not JSON").await.unwrap();
    let mut socket = Socket::connect(server.ws_address()).await.unwrap();
    let without_params = r#"{"jsonrpc":"2.0","id":2,"method":"add_book"}"#;
    let answer: Value = serde_json::from_str(&socket.call(without_params).await.unwrap()).unwrap();
    assert_eq!(
        (&answer["id"], &answer["error"]["code"]),
        (&json!(2), &json!(-32602))
    );
    let refused = post(server.http_address(), "not JSON").await.unwrap();
    assert_eq!(refused.status, 400);
    assert!(server.process.is_running());
}
