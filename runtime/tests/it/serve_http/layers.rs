//! Layers of tower-http around our own server, as users put them there.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{Context, Handlers, ServeOptions, Server};
use http::{HeaderValue, Request, Response, StatusCode, header::AUTHORIZATION};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceBuilder;
use tower_http::{
    compression::CompressionLayer,
    cors::CorsLayer,
    decompression::RequestDecompressionLayer,
    limit::RequestBodyLimitLayer,
    trace::TraceLayer,
    validate_request::{ValidateRequest, ValidateRequestHeaderLayer},
};

use super::{
    handlers, in_time,
    raw::{ask, connect, post, post_to},
    served,
};

const SUM: &str = r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":[20,22]}"#;
const JSON: &str = "content-type: application/json\r\n";

/// [`SUM`], packed by hand: one block of gzip that is stored.
const PACKED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x38\x00\xc7\xff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sum\",\"params\":[20,22]}\xcaY\x95\x1c\x38\x00\x00\x00";

#[tokio::test]
async fn cors_lets_pages_of_other_hosts_call() {
    let page = "https://app.example".parse::<HeaderValue>().unwrap();
    let cors = CorsLayer::new()
        .allow_origin(page)
        .allow_headers([http::header::CONTENT_TYPE])
        .allow_methods([http::Method::POST]);
    let (_server, url) = served(ServeOptions::new().with_http_layer(cors)).await;
    let asked = "OPTIONS / HTTP/1.1\r\nhost: x\r\norigin: https://app.example\r\n\
                 access-control-request-method: POST\r\n\
                 access-control-request-headers: content-type\r\n\r\n";
    let allowed = ask(&url, asked).await;
    assert_eq!(allowed.status, 200);
    let origin = Some("https://app.example");
    assert_eq!(allowed.header("access-control-allow-origin"), origin);
    assert_eq!(allowed.header("access-control-allow-methods"), Some("POST"));
    let headers = format!("{JSON}origin: https://app.example\r\n");
    let answered = ask(&url, &post_to("/", &headers, SUM)).await;
    assert_eq!(answered.header("access-control-allow-origin"), origin);
    assert_eq!(answered.json()["result"], 42);
}

#[tokio::test]
async fn bodies_are_packed_both_ways() {
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(RequestDecompressionLayer::new());
    let (_server, url) = served(ServeOptions::new().with_http_layer(layers)).await;
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\n{JSON}content-encoding: gzip\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        PACKED.len()
    );
    let mut stream = connect(&url).await;
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(PACKED).await.unwrap();
    let mut answered = String::new();
    in_time(stream.read_to_string(&mut answered)).await.unwrap();
    assert!(answered.ends_with(r#""result":42}"#), "{answered}");
    let long = "x".repeat(100_000);
    let echo = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"echo","params":["{long}"]}}"#);
    let headers = format!("{JSON}accept-encoding: gzip\r\nconnection: close\r\n");
    let mut stream = connect(&url).await;
    stream
        .write_all(post_to("/", &headers, &echo).as_bytes())
        .await
        .unwrap();
    let mut answered = Vec::new();
    in_time(stream.read_to_end(&mut answered)).await.unwrap();
    let text = String::from_utf8_lossy(&answered);
    assert!(text.contains("content-encoding: gzip"), "{text}");
    assert!(answered.len() < 10_000, "{}", answered.len());
}

/// Who has shown the right token, as handlers find it.
#[derive(Clone)]
struct User(&'static str);

#[derive(Clone)]
struct Tokens;

impl<B> ValidateRequest<B> for Tokens {
    type ResponseBody = callwright::HttpBody;

    fn validate(&mut self, request: &mut Request<B>) -> Result<(), Response<Self::ResponseBody>> {
        if request.headers().get(AUTHORIZATION) == Some(&HeaderValue::from_static("Bearer t-1")) {
            request.extensions_mut().insert(User("ada"));
            return Ok(());
        }
        let mut refused = Response::new(callwright::HttpBody::default());
        *refused.status_mut() = StatusCode::UNAUTHORIZED;
        Err(refused)
    }
}

#[tokio::test]
async fn who_shows_no_token_comes_in_nowhere() {
    let handlers = Handlers::new();
    handlers.on_with_context("whoami", async |(): (), context: Context| {
        let user = context
            .request()
            .and_then(|request| request.extensions.get::<User>());
        Ok(user.map(|user| user.0))
    });
    let layer = ValidateRequestHeaderLayer::custom(Tokens);
    let server = Server::with_options(handlers, ServeOptions::new().with_http_layer(layer));
    let listening = in_time(server.listen("http://127.0.0.1:0")).await.unwrap();
    let asked = r#"{"jsonrpc":"2.0","id":1,"method":"whoami"}"#;
    assert_eq!(ask(listening.url(), &post(asked)).await.status, 401);
    let headers = format!("{JSON}authorization: Bearer t-1\r\n");
    let answered = ask(listening.url(), &post_to("/", &headers, asked)).await;
    assert_eq!(answered.json()["result"], "ada");
    // A WebSocket has to show it, too, and keeps what was found for it.
    let url = listening.url().replace("http:", "ws:");
    let refused = in_time(callwright::connect(&url)).await.unwrap_err();
    assert_eq!(refused.status(), Some(401), "{refused}");
    let options = callwright::ConnectOptions::new().with_header("authorization", "Bearer t-1");
    let shop = in_time(callwright::connect_with(&url, options))
        .await
        .unwrap();
    let user = crate::serve::ask::<(), String>(&shop, "whoami", &[]).await;
    assert_eq!(user.unwrap(), "ada");
}

#[tokio::test]
async fn limits_and_traces_are_the_users() {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let trace = TraceLayer::new_for_http().on_request(move |_: &Request<_>, _: &tracing::Span| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let layers = ServiceBuilder::new()
        .layer(trace)
        .layer(RequestBodyLimitLayer::new(100));
    let server = Server::with_options(handlers(), ServeOptions::new().with_http_layer(layers));
    let listening = in_time(server.listen("http://127.0.0.1:0")).await.unwrap();
    assert_eq!(ask(listening.url(), &post(SUM)).await.json()["result"], 42);
    let long = "x".repeat(200);
    assert_eq!(ask(listening.url(), &post(&long)).await.status, 413);
    assert_eq!(seen.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_layer_that_fails_is_answered() {
    let layers = ServiceBuilder::new()
        .layer(tower::load_shed::LoadShedLayer::new())
        .layer(tower::limit::GlobalConcurrencyLimitLayer::new(0));
    let (_server, url) = served(ServeOptions::new().with_http_layer(layers)).await;
    let refused = ask(&url, &post(SUM)).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.json()["error"]["code"], -32000);
}
