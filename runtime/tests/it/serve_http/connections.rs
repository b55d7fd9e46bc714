//! Connections: HTTP/2, so many at once, and clients that read nothing.
use std::time::Duration;

use callwright::{ConnectOptions, ServeOptions, connect};
use futures_util::future::join_all;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{
    http, in_time,
    raw::{self, post},
    served, server,
};

const SUM: &str = r#"{"jsonrpc":"2.0","id":1,"method":"sum","params":[20,22]}"#;

#[tokio::test]
async fn http2_is_spoken_without_a_word_before() {
    let (server, url) = server().await;
    let stream = TokioIo::new(raw::connect(&url).await);
    let shaken = hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await;
    let (sender, connection) = shaken.unwrap();
    tokio::spawn(connection);
    let calls = (0..100).map(|_| {
        let mut sender = sender.clone();
        let request = http::Request::post(format!("{url}/"))
            .header("content-type", "application/json")
            .body(Full::new(bytes::Bytes::from(SUM)))
            .unwrap();
        async move {
            let response = sender.send_request(request).await.unwrap();
            assert_eq!(response.status(), 200);
            let body = response.into_body().collect().await.unwrap().to_bytes();
            assert!(body.ends_with(b"\"result\":42}"), "{body:?}");
        }
    });
    in_time(join_all(calls)).await;
    in_time(server.close(Duration::from_secs(5))).await;
    in_time(async {
        while !sender.is_closed() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn one_client_more_waits() {
    let (_server, url) = served(ServeOptions::new().with_max_connections(2)).await;
    let socket = in_time(connect(&url.replace("http:", "ws:")))
        .await
        .unwrap();
    let mut second = raw::connect(&url).await;
    second.write_all(post(SUM).as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut second)).await.status, 200);
    let mut third = raw::connect(&url).await;
    third.write_all(post(SUM).as_bytes()).await.unwrap();
    let waits = tokio::time::timeout(Duration::from_millis(200), third.readable()).await;
    assert!(waits.is_err(), "it is not accepted yet");
    in_time(socket.close(Duration::ZERO)).await;
    assert_eq!(in_time(raw::response(&mut third)).await.status, 200);
}

#[tokio::test]
async fn who_reads_nothing_is_not_written_to_for_ever() {
    let short = Duration::from_millis(300);
    let options = http(|http| http.with_write_timeout(short));
    let connection = ConnectOptions::new().with_keep_alive(None);
    let (server, url) = served(options.with_connection(connection)).await;
    let long = "x".repeat(16 << 20);
    let echo = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"echo","params":["{long}"]}}"#);
    let mut deaf = raw::connect(&url).await;
    deaf.write_all(post(&echo).as_bytes()).await.unwrap();
    // Others are served meanwhile, and the deaf one is cut off.
    assert_eq!(raw::ask(&url, &post(SUM)).await.status, 200);
    // What it says fails then.
    in_time(async {
        while deaf.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let mut came = Vec::new();
    drop(in_time(deaf.read_to_end(&mut came)).await);
    assert!(came.len() < long.len(), "{}", came.len());
    in_time(server.close(Duration::from_secs(30))).await;
}
