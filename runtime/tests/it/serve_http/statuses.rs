//! Under which status of HTTP errors come, by choice.
use callwright::HttpStatus;

use super::{
    http,
    raw::{ask, post},
    served,
};

#[tokio::test]
async fn errors_have_the_status_that_the_user_chose() {
    let options = http(|http| http.with_status(HttpStatus::ByError));
    let (_server, url) = served(options).await;
    for (body, status, code) in [
        (r#"{"jsonrpc":"2.0","id":1,"method":"told"}"#, 200, None),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"nobody"}"#,
            404,
            Some(-32601),
        ),
        (r#"{"jsonrpc":"2.0","id":1}"#, 400, Some(-32600)),
        ("[]", 400, Some(-32600)),
        ("{", 500, Some(-32700)),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":{"a":1}}"#,
            500,
            Some(-32602),
        ),
        (r#"{"jsonrpc":"2.0","id":1,"method":"fail"}"#, 500, Some(42)),
        ("[1]", 200, None),
    ] {
        let response = ask(&url, &post(body)).await;
        assert_eq!(response.status, status, "{body}");
        let answered = response.json();
        assert_eq!(answered["error"]["code"].as_i64(), code, "{body}");
    }
    let told = ask(&url, &post(r#"{"jsonrpc":"2.0","method":"fail"}"#)).await;
    assert_eq!(told.status, 204);
}
