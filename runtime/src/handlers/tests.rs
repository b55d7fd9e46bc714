//! Closures by method: their params, their coming and going.
use std::{collections::HashMap, sync::Weak};

use super::*;

#[derive(Debug, serde::Deserialize, serde::Serialize, PartialEq)]
struct Sum {
    a: i64,
    #[serde(default)]
    b: i64,
}

async fn ask(handlers: &Handlers, params: &'static str) -> Result<String, ServerError> {
    let context = Context::new("here");
    let reply = {
        let asked = Incoming::new("ask", params.as_bytes(), &context);
        handlers.answer(asked).unwrap().await?
    };
    Ok(String::from_utf8(reply.result.to_vec()).unwrap())
}

#[tokio::test]
async fn params_come_by_name_and_by_position() {
    let handlers = Handlers::new();
    handlers.on("ask", async |sum: Sum| Ok(sum.a + sum.b));
    for params in [r#"{"a":1,"b":2}"#, r#"{"a":3}"#, "[1,2]", "[3.0]"] {
        assert_eq!(ask(&handlers, params).await.unwrap(), "3", "{params}");
    }
    let error = ask(&handlers, r#"{"a":1,"b":"x"}"#).await.unwrap_err();
    assert_eq!(error.code(), -32602);
    assert_eq!(error.raw_data().unwrap().get(), r#"{"path":"$.b"}"#);
    assert!(error.message().contains("`$.b`"), "{error}");
    for odd in ["7", "", "{}", "[", "null"] {
        assert_eq!(ask(&handlers, odd).await.unwrap_err().code(), -32602);
    }
}

#[tokio::test]
async fn no_params_are_the_same_however_they_are_written() {
    let handlers = Handlers::new();
    let all = ["", "null", "{}", "[]"];
    handlers.on("ask", async |(): ()| Ok(()));
    for params in all {
        assert_eq!(ask(&handlers, params).await.unwrap(), "null");
    }
    handlers.on("ask", async |all: Vec<i64>| Ok(all));
    for params in all {
        assert_eq!(ask(&handlers, params).await.unwrap(), "[]");
    }
}

#[tokio::test]
async fn handlers_come_and_go() {
    let handlers = Handlers::new();
    assert!(!handlers.has("ask"));
    let held = Arc::new(());
    let (weak, own) = (Arc::downgrade(&held), handlers.clone());
    handlers.on("ask", move |(): ()| {
        let (held, own) = (Arc::clone(&held), own.clone());
        async move { Ok(Arc::strong_count(&held) > 0 && own.remove("ask")) }
    });
    assert_eq!(format!("{handlers:?}"), r#"{"ask"}"#);
    assert_eq!(ask(&handlers, "").await.unwrap(), "true");
    assert!(!handlers.remove("ask"));
    assert_eq!(Weak::strong_count(&weak), 0);
}

#[tokio::test]
async fn what_cannot_be_written_is_told() {
    let handlers = Handlers::new();
    let odd = || HashMap::from([((1, 2), 3)]);
    handlers.on("ask", move |(): ()| async move { Ok(odd()) });
    assert_eq!(ask(&handlers, "").await.unwrap_err().code(), -32603);
}
