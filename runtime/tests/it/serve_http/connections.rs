//! Connections: HTTP/2, so many at once, and clients that read nothing.
use std::time::{Duration, Instant};

use callwright::{ConnectOptions, ServeOptions, connect};
use futures_util::future::join_all;
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, client::conn::http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    task::JoinHandle,
    time::sleep,
};

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
    let shaken = http2::handshake(TokioExecutor::new(), stream).await;
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

/// It answers pings and takes the beginning of what it is answered.
#[tokio::test]
async fn one_that_takes_nothing_over_http2_is_cut_off() {
    let short = Duration::from_millis(300);
    let (server, url) = served(http(|http| {
        http.with_write_timeout(short).with_head_timeout(short)
    }))
    .await;
    let (mut client, connection) = narrow(&url).await;
    let untaken = long(&mut client, &url).await;
    drop(in_time(connection).await.unwrap());
    drop(untaken);
    in_time(server.close(Duration::ZERO)).await;
}

#[tokio::test]
async fn one_that_takes_slowly_over_http2_has_all_of_it() {
    let short = Duration::from_secs(2);
    let (_server, url) = served(http(|http| http.with_write_timeout(short))).await;
    let (mut client, connection) = narrow(&url).await;
    // And so has one that asks again after a while.
    for pause in [Duration::from_millis(200), Duration::ZERO] {
        let mut taken = long(&mut client, &url).await;
        let (begun, mut length) = (Instant::now(), 0);
        while let Some(frame) = in_time(taken.frame()).await {
            length += frame.unwrap().into_data().unwrap().len();
            sleep(pause).await;
        }
        assert!(length > 200_000);
        assert!(pause.is_zero() || begun.elapsed() > short);
        sleep(short + short / 4).await;
    }
    assert!(!connection.is_finished());
}

type Client = http2::SendRequest<Full<bytes::Bytes>>;

/// A client of HTTP/2 that is sent 16 KiB of an answer at once.
async fn narrow(url: &str) -> (Client, JoinHandle<hyper::Result<()>>) {
    let stream = TokioIo::new(raw::connect(url).await);
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(16 << 10);
    let (client, connection) = builder.handshake(stream).await.unwrap();
    (client, tokio::spawn(connection))
}

/// Asks for 200 KB.
async fn long(client: &mut Client, url: &str) -> Incoming {
    let long = r#"{"jsonrpc":"2.0","id":1,"method":"long","params":[200000]}"#;
    let request = ::http::Request::post(format!("{url}/"))
        .header("content-type", "application/json")
        .body(Full::from(long))
        .unwrap();
    in_time(client.send_request(request))
        .await
        .unwrap()
        .into_body()
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
