//! What is no call: paths, methods, types and lengths that are refused, each with its status.
use std::time::Duration;

use callwright::{ConnectOptions, ServeOptions};
use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{
    http, in_time,
    raw::{self, ask, connect, get, post, post_to},
    served, server,
};

const TOLD: &str = r#"{"jsonrpc":"2.0","id":1,"method":"told"}"#;
const JSON: &str = "content-type: application/json\r\n";

#[tokio::test]
async fn only_what_is_a_call_is_one() {
    let (_server, url) = server().await;
    let options = "OPTIONS / HTTP/1.1\r\nhost: x\r\n\r\n".to_owned();
    let delete = "DELETE / HTTP/1.1\r\nhost: x\r\n\r\n".to_owned();
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let packed = format!("{JSON}content-encoding: gzip\r\n");
    for (request, status) in [
        (get("/", ""), 200),
        (options, 204),
        (delete, 405),
        (post_to("/", "", TOLD), 415),
        (post_to("/", form, TOLD), 415),
        (post_to("/", &packed, TOLD), 415),
        (
            post_to(
                "/",
                "content-type: Application/JSON-RPC; charset=utf-8\r\n",
                TOLD,
            ),
            200,
        ),
        (post_to("/elsewhere", JSON, TOLD), 404),
        (get("/elsewhere", ""), 404),
        (get("/openrpc.json", ""), 404),
        (post_to("/openrpc.json", JSON, TOLD), 405),
    ] {
        let response = ask(&url, &request).await;
        assert_eq!(response.status, status, "{request}");
        let is_allowed_told = response.header("allow").is_some();
        assert_eq!(
            is_allowed_told,
            request.starts_with("OPTIONS") || status == 405
        );
        if request.starts_with("POST") && status != 200 {
            let answered = response.json();
            assert_eq!(answered["error"]["code"], -32600, "{request}");
            assert!(answered["id"].is_null());
        }
    }
}

#[tokio::test]
async fn long_bodies_are_refused_and_others_served() {
    let connection = ConnectOptions::new().with_max_reply_bytes(1000);
    let (_server, url) = served(ServeOptions::new().with_connection(connection)).await;
    let long = "x".repeat(200_000);
    let refused = ask(&url, &post(&long)).await;
    assert_eq!(
        (refused.status, refused.header("connection")),
        (413, Some("close"))
    );
    assert_eq!(refused.json()["error"]["code"], -32600);
    let chunked = format!(
        "POST / HTTP/1.1\r\nhost: x\r\n{JSON}transfer-encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        long.len()
    );
    assert_eq!(ask(&url, &chunked).await.status, 413);
    assert_eq!(ask(&url, &post(TOLD)).await.status, 200);
    // One that only says so is not waited for.
    let mut stream = connect(&url).await;
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\n{JSON}content-length: 99999999999\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut stream)).await.status, 413);
}

#[tokio::test]
async fn long_heads_are_refused() {
    let (_server, url) = served(http(|http| http.with_max_head_bytes(8 << 10))).await;
    let long = format!("x-long: {}\r\n", "x".repeat(20_000));
    assert_eq!(ask(&url, &get("/", &long)).await.status, 431);
    let many = "x: y\r\n".repeat(500);
    assert_eq!(ask(&url, &get("/", &many)).await.status, 431);
}

#[tokio::test]
async fn slow_senders_are_not_waited_for() {
    let short = Duration::from_secs(2);
    let options = http(|http| http.with_head_timeout(short).with_body_timeout(short));
    let (_server, url) = served(options).await;
    let body = format!("POST / HTTP/1.1\r\nhost: x\r\n{JSON}content-length: 100\r\n\r\n{{");
    let mut late = connect(&url).await;
    late.write_all(body.as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut late)).await.status, 408);
    let begun = ["", "P", "PRI * HT", "POST / HTTP/1.1\r\nhost:"].map(async |begun| {
        let mut stream = connect(&url).await;
        stream.write_all(begun.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        // It ends, with a status or without.
        drop(in_time(stream.read_to_end(&mut rest)).await);
        let rest = String::from_utf8_lossy(&rest);
        assert!(rest.is_empty() || rest.contains(" 408 "), "{begun}: {rest}");
    });
    join_all(begun).await;
    // A connection that was of use ends, too, when nothing is asked any more.
    let mut idle = connect(&url).await;
    idle.write_all(post(TOLD).as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut idle)).await.status, 200);
    assert_eq!(in_time(idle.read_to_end(&mut Vec::new())).await.unwrap(), 0);
}

#[tokio::test]
async fn half_sent_bodies_take_so_much_memory_and_no_more() {
    let (_server, url) = served(http(|http| http.with_max_bodies_bytes(1 << 20))).await;
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\n{JSON}content-length: 9000000\r\n\r\n");
    let half = "x".repeat(900_000);
    let begin = async || {
        let mut stream = connect(&url).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        stream
    };
    let (mut first, mut second) = (begin().await, begin().await);
    let refused = in_time(async {
        tokio::select! {
            refused = raw::response(&mut first) => refused,
            refused = raw::response(&mut second) => refused,
        }
    });
    let refused = refused.await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.json()["error"]["code"], -32000);
    // Short ones are answered all the same, and long ones again once these have gone.
    assert_eq!(ask(&url, &post(TOLD)).await.status, 200);
    drop((first, second));
    let long = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"echo","params":["{half}"]}}"#);
    let answered = async {
        while ask(&url, &post(&long)).await.status != 200 {
            tokio::task::yield_now().await;
        }
    };
    in_time(answered).await;
}
