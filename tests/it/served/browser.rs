//! A page in Chromium that comes from another origin: it calls through CORS and over a WebSocket.

use callwright::{HttpOptions, ServeOptions, Server};
use callwright_tests::desk::Desk;
use callwright_tests::peer::Site;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{BY_HTTP, BY_SESSION, expected, url, websocket};

/// A server that lets pages of this origin read its answers.
async fn serve_to(origin: &str) -> Server {
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::exact(origin.parse().unwrap()))
        .allow_methods(tower_http::cors::Any)
        .allow_headers(tower_http::cors::Any);
    // WebSockets know no CORS: whom they are opened to is said by itself.
    let http = HttpOptions::new().with_origins([origin]);
    let options = ServeOptions::new().with_http(http).with_http_layer(cors);
    let server = Server::with_options(Desk::default(), options);
    server.listen("http://127.0.0.1:0").await.unwrap();
    server
}

#[tokio::test]
async fn a_page_calls_through_cors_and_over_a_websocket() {
    let site = Site::open().await.unwrap();
    let server = serve_to(&site.origin()).await;
    let report = site
        .visit(&url(&server), &websocket(&server))
        .await
        .unwrap();
    assert_eq!(report["http"], expected(BY_HTTP));
    assert_eq!(report["ws"], expected(BY_SESSION));
    let fetched = [
        r#"fetch 200 {"jsonrpc":"2.0","id":1,"result":9}"#,
        "document Desk",
    ];
    assert_eq!(report["fetch"], fetched);
}

/// The browser keeps its answers from a page that the server does not know.
#[tokio::test]
async fn a_page_of_another_origin_reads_nothing() {
    let site = Site::open().await.unwrap();
    let server = serve_to("http://elsewhere.test").await;
    let report = site
        .visit(&url(&server), &websocket(&server))
        .await
        .unwrap();
    assert_eq!(report.len(), 3);
    for (_, lines) in report {
        assert!(
            matches!(&*lines, [line] if line.starts_with("failed: ")),
            "{lines:?}"
        );
    }
}
