//! Typed services side by side, at a server of their own and nested in axum: each document is the same by every way to it, says
//! where its service is, and follows what comes and goes.
use std::sync::{Arc, Mutex};

use axum::Router;
use callwright::describe::Info;
use callwright::{Call, Connection, Handlers, Params, Request, Server, Services, connect};
use serde_json::{Value, json};

use super::{
    in_time,
    raw::{self, ask},
};
use crate::service::definitions::{Keeper, Pets};

fn keeper() -> Keeper<u8> {
    Keeper(Mutex::default())
}

/// Pets at the root, things beside them, and both in one.
fn shops() -> Server {
    let server = Server::new(Pets::new());
    server.mount("/things", keeper());
    let both = Services::new(Info::new("Both", "2.0.0"))
        .with("pets.", Pets::new())
        .with("", keeper());
    server.mount("/both", both);
    server
}

/// The document as calls get it.
async fn discovered(url: &str) -> Value {
    let client = in_time(connect(url)).await.unwrap();
    called(&client, "rpc.discover", Params::by_position()).await
}

async fn called(client: &Arc<dyn Connection>, method: &'static str, params: Params) -> Value {
    let call = Call::<Value>::dynamic(Arc::clone(client), Request::new(method, params));
    in_time(call.into_future()).await.unwrap()
}

/// The same as browsers get it, by the name of the host that clients have.
async fn got(base: &str, path: &str, headers: &str) -> Value {
    let host = base.split_once("://").unwrap().1;
    let request = raw::get(path, headers).replace("shop.test", host);
    let response = ask(base, &request).await;
    assert_eq!(response.status, 200, "{base}{path}");
    response.json()
}

fn names(document: &Value) -> Vec<&str> {
    let methods = document["methods"].as_array().unwrap().iter();
    methods
        .map(|method| method["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn each_document_is_the_same_by_every_way_and_says_where() {
    let server = shops();
    let listening = in_time(server.listen("http://127.0.0.1:0")).await.unwrap();
    let listener = in_time(tokio::net::TcpListener::bind("127.0.0.1:0")).await;
    let listener = listener.unwrap();
    let nested = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().nest_service("/api/v1", server.http_service());
    let serving = tokio::spawn(async move { axum::serve(listener, routes).await });
    for (base, prefix) in [(listening.url(), ""), (&nested, "/api/v1")] {
        for (path, title, method) in [
            ("", "Pets", "get_pet"),
            ("/things", "Keeper of things", "things.keep"),
            ("/both", "Both", "pets.get_pet"),
        ] {
            let path = format!("{prefix}{path}");
            let document = got(base, &format!("{path}/openrpc.json"), "").await;
            assert_eq!(document["info"]["title"], title, "{path}");
            assert!(names(&document).contains(&method), "{path}: {document}");
            let at = format!("{base}{path}");
            let shown = document["servers"][0]["url"].as_str().unwrap();
            assert_eq!(shown.trim_end_matches('/'), at);
            assert_eq!(discovered(&at).await, document, "{at}");

            // A WebSocket's differs in nothing but the scheme.
            let socket = discovered(&at.replacen("http", "ws", 1)).await;
            let shown = socket["servers"][0]["url"].as_str().unwrap();
            assert_eq!(shown.trim_end_matches('/'), at.replacen("http", "ws", 1));
            assert_eq!(socket["methods"], document["methods"], "{at}");

            // A proxy in front of it says who asked for what.
            let proxy =
                "forwarded: proto=https;host=shop.example:8443\r\nx-forwarded-prefix: /front\r\n";
            let document = got(base, &format!("{path}/openrpc.json"), proxy).await;
            let shown = document["servers"][0]["url"].as_str().unwrap();
            let expected = format!("https://shop.example:8443/front{path}");
            assert_eq!(shown.trim_end_matches('/'), expected);
        }
    }
    serving.abort();
}

#[tokio::test]
async fn both_are_called_under_their_prefixes() {
    let server = shops();
    let listening = in_time(server.listen("http://127.0.0.1:0")).await.unwrap();
    for base in [
        listening.url().to_owned(),
        listening.url().replace("http", "ws"),
    ] {
        let both = in_time(connect(&format!("{base}/both"))).await.unwrap();
        let one = Params::by_name().with("id", &1).unwrap();
        let pet = called(&both, "pets.get_pet", one.clone()).await;
        assert_eq!(pet["name"], "Bobik");
        let thing = Params::by_name().with("thing", &7).unwrap();
        assert!(called(&both, "things.keep", thing).await.is_u64());
        let root = in_time(connect(&base)).await.unwrap();
        assert_eq!(called(&root, "get_pet", one).await["name"], "Bobik");
    }
}

#[tokio::test]
async fn documents_follow_while_clients_are_there() {
    let handlers = Handlers::from(Pets::new());
    let server = Server::bind("http://127.0.0.1:0", handlers.clone());
    let server = in_time(server).await.unwrap();
    let base = server.url().unwrap();
    let socket = in_time(connect(&base.replace("http", "ws"))).await.unwrap();
    let was = got(&base, "/openrpc.json", "").await;

    // A method is added, and one is replaced.
    handlers.on_described("sum", async |numbers: Vec<i64>| {
        Ok(numbers.iter().sum::<i64>())
    });
    handlers.on_described("get_pet", async |(name,): (String,)| Ok(name));
    let now = got(&base, "/openrpc.json", "").await;
    assert_eq!(names(&now).len(), names(&was).len() + 1);
    let discovered = called(&socket, "rpc.discover", Params::by_position()).await;
    assert_eq!(discovered["methods"], now["methods"]);
    let name = Params::by_position().with("name", "Rex").unwrap();
    assert_eq!(called(&socket, "get_pet", name).await, json!("Rex"));

    // Both are removed, what the service had in the place of one as well.
    assert!(handlers.remove("sum") && handlers.remove("get_pet"));
    let now = got(&base, "/openrpc.json", "").await;
    assert!(!names(&now).contains(&"get_pet") && !names(&now).contains(&"sum"));
    for method in ["sum", "get_pet"] {
        let request = Request::new(method, Params::by_position());
        let call = Call::<Value>::dynamic(Arc::clone(&socket), request);
        let error = in_time(call.into_future()).await.unwrap_err();
        assert_eq!(error.server().map(|error| error.code()), Some(-32601));
    }
}
