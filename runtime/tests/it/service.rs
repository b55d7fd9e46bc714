//! Typed services in code: what their methods are given, and what is answered.
pub(crate) mod definitions;
mod document;
mod errors;
mod everywhere;
#[cfg(feature = "macro")]
pub(crate) mod generated;
mod params;
#[cfg(target_os = "linux")]
pub(crate) mod subscriptions;

use std::sync::Arc;

use callwright::{Connection, Context, Handlers, Incoming, Server, Wire, connect};
use serde_json::{Value, json};

use crate::serve::{DEADLINE, Place, ask, in_time};

/// A client at each kind of address that lasts.
async fn clients(server: &Server) -> Vec<Arc<dyn Connection>> {
    let place = Place::new();
    let mut urls = vec!["tcp://127.0.0.1:0".to_owned()];
    urls.push("msgpack+tcp://127.0.0.1:0".to_owned());
    urls.push(place.url());
    #[cfg(all(feature = "serve-http", feature = "ws"))]
    urls.push("http://127.0.0.1:0".to_owned());
    let mut clients = Vec::new();
    for url in urls {
        let listening = server.listen(&url).await.unwrap();
        let url = listening.url().replace("http://", "ws://");
        clients.push(in_time(connect(&url)).await.unwrap());
    }
    clients
}

/// What a service answers to params in JSON: the result, or the error as an object.
async fn answer(handlers: &Handlers, method: &str, params: &Value) -> Value {
    let params = match params {
        Value::Null => String::new(),
        params => params.to_string(),
    };
    answer_to(handlers, method, &params).await
}

async fn answer_to(handlers: &Handlers, method: &str, params: &str) -> Value {
    let context = Context::new("here");
    let asked = Incoming::new(method, params.as_bytes(), &context);
    let Some(answer) = handlers.answer(asked) else {
        return json!({ "error": -32601 });
    };
    match tokio::time::timeout(DEADLINE, answer).await.unwrap() {
        Ok(reply) => serde_json::from_slice(&reply.result).unwrap(),
        Err(error) => json!({
            "error": error.code(),
            "message": error.message(),
            "data": error.data::<Value>().unwrap(),
        }),
    }
}

async fn answer_packed(handlers: &Handlers, method: &str, params: &Value) -> Value {
    let context = Context::new("here");
    let params = rmp_serde::to_vec(params).unwrap();
    let asked = Incoming::new(method, &params, &context).with_wire(Wire::MessagePack);
    let answer = handlers.answer(asked).unwrap();
    let reply = tokio::time::timeout(DEADLINE, answer).await.unwrap();
    let reply = reply.unwrap();
    match reply.wire {
        // Transcoded by the connection.
        Wire::Json => serde_json::from_slice(&reply.result).unwrap(),
        _ => rmp_serde::from_slice(&reply.result).unwrap(),
    }
}

#[tokio::test]
async fn a_service_is_served() {
    let server = Server::bind("tcp://127.0.0.1:0", definitions::Pets::new());
    let server = server.await.unwrap();
    let client = callwright::connect(&server.url().unwrap()).await.unwrap();
    let pet: Value = ask(&client, "get_pet", &[1]).await.unwrap();
    assert_eq!(pet, json!({ "id": 1, "name": "Bobik" }));
    let error = ask::<_, Value>(&client, "get_pet", &[2]).await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), 42);
    let error = ask::<_, Value>(&client, "get_dog", &[2]).await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), -32601);
}
