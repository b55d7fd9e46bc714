//! The server as a service in applications of others: axum, nested and not.
use std::{net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use callwright::{Context, Server, connect};

use super::{
    handlers, in_time,
    raw::{self, ask},
};

/// An application with the server below `/rpc`, and its address.
async fn application(server: &Server) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let told = server.http_service().with_prefix("/told");
    let routes = Router::new()
        .route("/", get(async || "home"))
        .nest_service("/rpc", server.http_service())
        .route_service("/told", told.clone())
        .route_service("/told/{*rest}", told);
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    url
}

fn server() -> Server {
    let handlers = handlers();
    handlers.on_with_context("address", async |(): (), context: Context| {
        Ok(context.address().is_some())
    });
    let server = Server::new(handlers.clone());
    server.mount("/pets", handlers);
    server
}

#[tokio::test]
async fn axum_nests_a_server() {
    let server = server();
    let url = application(&server).await;
    assert_eq!(ask(&url, &raw::get("/", "")).await.body, "home");
    assert_eq!(ask(&url, &raw::get("/rpc/nowhere", "")).await.status, 404);
    for path in ["/rpc", "/rpc/pets", "/told", "/told/pets"] {
        for base in [url.clone(), url.replace("http:", "ws:")] {
            let at = format!("{base}{path}");
            let shop = in_time(connect(&at)).await.unwrap();
            let sum = crate::serve::ask::<_, i64>(&shop, "sum", &[20, 22]).await;
            assert_eq!(sum.unwrap(), 42, "{at}");
            let seen = crate::serve::ask::<(), String>(&shop, "url", &[]).await;
            assert_eq!(seen.unwrap(), at);
            let known = crate::serve::ask::<(), bool>(&shop, "address", &[]).await;
            assert!(known.unwrap(), "{at}");
        }
    }
}

#[tokio::test]
async fn a_nested_server_closes_by_itself() {
    let server = server();
    let url = application(&server).await;
    let at = format!("{}/rpc", url.replace("http:", "ws:"));
    let shop = in_time(connect(&at)).await.unwrap();
    in_time(server.close(Duration::from_secs(5))).await;
    assert!(in_time(shop.ended()).await.to_string().contains("1001"));
    let asked = raw::post_to("/rpc", "content-type: application/json\r\n", "{}");
    let refused = ask(&url, &asked).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.json()["error"]["code"], -32000);
    assert_eq!(ask(&url, &raw::get("/", "")).await.body, "home");
}

#[tokio::test]
async fn a_nested_server_stays_as_long_as_its_service() {
    let url = application(&server()).await;
    let shop = in_time(connect(&format!("{url}/rpc"))).await.unwrap();
    let sum = crate::serve::ask::<_, i64>(&shop, "sum", &[1]).await;
    assert_eq!(sum.unwrap(), 1);
}
