//! What a typed service answers to wrong params, and when its code panics: alike over every transport of both wires.
use std::sync::{Arc, Mutex};

use callwright::schemars::{self, JsonSchema};
use callwright::{Call, Connection, Error, Params, Request, Server, ServerError, Service, Wire};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

use super::definitions::Keeper;
use crate::serve::in_time;

/// What can be kept, and not be shown: whoever tries panics.
#[derive(Clone, Deserialize, JsonSchema)]
struct Secret(u8);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("it is {}", 1000 + u16::from(self.0))
    }
}

/// A server of this, and a client at each kind of address.
async fn serve(service: impl Service) -> (Server, Vec<Arc<dyn Connection>>) {
    let server = Server::new(service);
    #[allow(unused_mut)]
    let mut clients = super::clients(&server).await;
    #[cfg(all(feature = "serve-http", feature = "http"))]
    {
        let listening = server.listen("http://127.0.0.1:0").await.unwrap();
        clients.push(in_time(callwright::connect(listening.url())).await.unwrap());
    }
    (server, clients)
}

async fn ask(
    client: &Arc<dyn Connection>,
    method: &'static str,
    params: Params,
) -> Result<Value, Error> {
    let call = Call::dynamic(Arc::clone(client), Request::new(method, params));
    in_time(call.into_future()).await
}

/// The error that it is answered with.
async fn refused(
    client: &Arc<dyn Connection>,
    method: &'static str,
    params: Params,
) -> ServerError {
    match ask(client, method, params).await {
        Err(Error::Server(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn named(params: &[(&'static str, Value)]) -> Params {
    let given = params.iter();
    given.fold(Params::by_name(), |given, (name, value)| {
        given.with(*name, value).unwrap()
    })
}

fn listed(params: &[Value]) -> Params {
    let given = params.iter();
    given.fold(Params::by_position(), |given, value| {
        given.with("", value).unwrap()
    })
}

#[tokio::test]
async fn wrong_and_unknown_params_are_told_with_their_place() {
    let (_server, clients) = serve(Keeper::<u8>(Mutex::default())).await;
    // MessagePack-RPC has params by position alone.
    for client in &clients {
        wrong(client, listed(&[json!("a")]), "thing", "$[0]", "u8").await;
        wrong(
            client,
            listed(&[json!(1), json!(-1)]),
            "times",
            "$[1]",
            "usize",
        )
        .await;
        // What is missing is told by the type of this service.
        wrong(client, listed(&[]), "thing", "$[0]", "u8").await;
        let many = listed(&[json!(1), json!(2), json!(3)]);
        let path = json!("$[2]");
        assert_eq!(told(client, many).await["path"], path, "{client:?}");
        let kept = ask(client, "things.keep", listed(&[json!(1)])).await;
        assert!(kept.unwrap().as_u64().is_some());
    }
    for client in clients.iter().filter(|client| client.wire() == Wire::Json) {
        wrong(
            client,
            named(&[("thing", json!("a"))]),
            "thing",
            "$.thing",
            "u8",
        )
        .await;
        wrong(
            client,
            named(&[("times", json!(1))]),
            "thing",
            "$.thing",
            "u8",
        )
        .await;
        let unknown = named(&[("thing", json!(1)), ("time", json!(2))]);
        let path = json!("$.time");
        assert_eq!(told(client, unknown).await["path"], path, "{client:?}");
    }
    let all = ask(&clients[0], "things.all", listed(&[])).await.unwrap();
    assert_eq!(all, json!(vec![1; clients.len()]));
}

/// What is told of wrong params.
async fn told(client: &Arc<dyn Connection>, params: Params) -> Value {
    let error = refused(client, "things.keep", params).await;
    assert_eq!(error.code(), -32602, "{client:?}");
    assert!(error.message().contains("things.keep"), "{error}");
    error.data().unwrap().unwrap()
}

async fn wrong(
    client: &Arc<dyn Connection>,
    params: Params,
    param: &str,
    path: &str,
    expected: &str,
) {
    let expected = json!({ "param": param, "path": path, "expected": expected });
    assert_eq!(told(client, params).await, expected, "{client:?}");
}

#[tokio::test]
async fn a_panic_tells_its_client_nothing_and_is_logged() {
    let (_server, clients) = serve(Keeper::<Secret>(Mutex::default())).await;
    #[cfg(all(feature = "http", feature = "tracing", feature = "ws"))]
    let logs = crate::auth::logs::Logs::start();
    for client in &clients {
        ask(client, "things.keep", listed(&[json!(234)]))
            .await
            .unwrap();
        let error = refused(client, "things.all", listed(&[])).await;
        let told = (
            error.code(),
            error.message(),
            error.data::<Value>().unwrap(),
        );
        assert_eq!(told, (-32603, "Internal error", None), "{client:?}");
        // It serves on.
        let kept = ask(client, "things.keep", listed(&[json!(234), json!(0)])).await;
        assert!(kept.unwrap().as_u64().is_some());
    }
    #[cfg(all(feature = "http", feature = "tracing", feature = "ws"))]
    {
        let logs = logs.end();
        let panics = logs
            .lines()
            .filter(|line| line.contains("a handler panicked"));
        let known = |line: &str| line.contains("things.all") && line.contains("it is 1234");
        let panics: Vec<_> = panics.collect();
        assert_eq!(panics.len(), clients.len());
        assert!(panics.into_iter().all(known));
    }
}
