//! `GET /openrpc.json`, and several services on one port.
use callwright::{Context, Handlers, ServerError};
use serde_json::json;

use super::{
    http,
    raw::{ask, get, post_to},
    served, server,
};

/// Handlers that have a document with their URL.
fn described(title: &'static str) -> Handlers {
    let handlers = Handlers::new();
    handlers.on_with_context("rpc.discover", move |(): (), context: Context| async move {
        Ok::<_, ServerError>(json!({
            "openrpc": "1.4.0",
            "info": {"title": title, "version": "1"},
            "methods": [],
            "servers": [{"url": context.url()}],
        }))
    });
    handlers
}

#[tokio::test]
async fn each_service_has_its_document_and_its_url() {
    let (server, url) = server().await;
    server.mount("pets/", described("Pets"));
    server.mount("/pets/wild", described("Wild"));
    let title = async |path: &str| {
        let response = ask(&url, &get(path, "")).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header("content-type"), Some("application/json"));
        let document = response.json();
        let url = document["servers"][0]["url"].as_str().unwrap().to_owned();
        (document["info"]["title"].as_str().unwrap().to_owned(), url)
    };
    let pets = ("Pets".to_owned(), "http://shop.test/pets".to_owned());
    assert_eq!(title("/pets/openrpc.json").await, pets);
    assert_eq!(title("/pets/OpenRPC.json").await, pets);
    let wild = ("Wild".to_owned(), "http://shop.test/pets/wild".to_owned());
    assert_eq!(title("/pets/wild/openrpc.json").await, wild);
    let asked = r#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#;
    let json = "content-type: application/json\r\n";
    let answered = ask(&url, &post_to("/pets", json, asked)).await.json();
    let document = ask(&url, &get("/pets/openrpc.json", "")).await.json();
    assert_eq!(answered["result"], document);
    // The root has its own methods and no document.
    assert_eq!(ask(&url, &get("/openrpc.json", "")).await.status, 404);
    let answered = ask(&url, &post_to("/", json, asked)).await.json();
    assert_eq!(answered["error"]["code"], -32601);
    assert_eq!(
        ask(&url, &post_to("/petshop", json, asked)).await.status,
        404
    );
    server.mount("/pets", described("Dogs"));
    assert_eq!(title("/pets/openrpc.json").await.0, "Dogs");
    assert!(server.unmount("/pets") && !server.unmount("/pets"));
    assert_eq!(ask(&url, &get("/pets/openrpc.json", "")).await.status, 404);
}

#[tokio::test]
async fn proxies_say_where_they_are_unless_they_are_not_trusted() {
    let forwarded =
        "x-forwarded-proto: https\r\nx-forwarded-host: shop.example\r\nx-forwarded-prefix: /v1\r\n";
    for (options, expected) in [
        (http(|http| http), "https://shop.example/v1/pets"),
        (
            http(|http| http.without_forwarded()),
            "http://shop.test/pets",
        ),
    ] {
        let (server, url) = served(options).await;
        server.mount("/pets", described("Pets"));
        let document = ask(&url, &get("/pets/openrpc.json", forwarded))
            .await
            .json();
        assert_eq!(document["servers"][0]["url"], expected);
    }
}

#[cfg(feature = "service")]
pub(crate) mod typed {
    use callwright::Server;

    use super::*;
    use crate::serve_http::in_time;

    pub(crate) struct Pets;

    #[callwright::service(title = "Pets", version = "1.0.0")]
    impl Pets {
        /// How many there are.
        async fn count(&self) -> u64 {
            3
        }
    }

    #[tokio::test]
    async fn a_typed_service_is_described_by_itself() {
        let server = in_time(Server::bind("http://127.0.0.1:0", Pets))
            .await
            .unwrap();
        let url = server.url().unwrap();
        let document = ask(&url, &get("/openrpc.json", "")).await.json();
        assert_eq!(document["info"]["title"], "Pets");
        assert_eq!(document["methods"][0]["name"], "count");
        assert_eq!(document["servers"][0]["url"], "http://shop.test/");
        let asked = r#"{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}"#;
        let json = "content-type: application/json\r\n";
        let answered = ask(&url, &post_to("/", json, asked)).await.json();
        assert_eq!(answered["result"], document);
    }
}
