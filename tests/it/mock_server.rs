//! @open-rpc/mock-server: it takes a document and answers from its examples or its schemas.

#[cfg(corpus)]
mod examples;

use std::path::Path;

use callwright_tests::http::post;
use callwright_tests::peer::{MockServer, document};
use serde_json::{Value, json};

async fn call(server: &MockServer, method: &str, params: Value) -> Value {
    let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    let answer = post(server.address(), &request.to_string())
        .await
        .expect("mock-server answers");
    serde_json::from_str(&answer.body).expect("the answer is JSON")
}

#[tokio::test]
async fn makes_values_from_schemas() {
    let server = MockServer::start(&document()).expect("mock-server starts");
    assert!(server.address().ip().is_loopback());
    let book = call(&server, "find_book", json!({ "id": 1 })).await["result"].take();
    assert!(
        book["title"].is_string() && book["pages"].is_i64(),
        "{book}"
    );
}

#[test]
fn says_why_it_refuses_a_document() {
    let refused = MockServer::start(Path::new(env!("CARGO_MANIFEST_PATH"))).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("mock-server: ended before it was ready"),
        "{refused}"
    );
}

#[cfg(corpus)]
#[tokio::test]
async fn serves_the_petstore_from_its_examples() {
    let petstore = callwright_tests::corpus::path(
        "open-rpc__examples/service-descriptions/petstore-openrpc.json",
    );
    let server = MockServer::start(&petstore).expect("mock-server starts");
    let pets = call(&server, "list_pets", json!([1])).await;
    assert_eq!(
        pets["result"],
        json!([{ "id": 7, "name": "fluffy", "tag": "poodle" }])
    );
}
