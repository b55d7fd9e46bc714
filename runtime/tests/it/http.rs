//! HTTP against jsonrpsee's server and against a rude one.
pub mod stale;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use callwright::{ConnectOptions, Error, Http};

use crate::{
    petshop::{Petshop, errors::CreatePet},
    rude_http::{response, serve, serve_once},
    server,
};

#[tokio::test]
async fn the_petshop_by_http() {
    let (address, _handle) = server::start().await;
    let shop = Petshop::connect(&format!("http://{address}"))
        .await
        .unwrap();
    server::visit(&shop).await;
}

/// The error of a call to a server that always answers this.
async fn failure(status: &'static str, kind: &'static str, body: &'static str) -> Error<CreatePet> {
    let url = serve(move |_| response(status, kind, body)).await;
    Petshop::connect(&url)
        .await
        .unwrap()
        .rude()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn errors_count_under_any_status() {
    const ERROR: &str =
        r#"{"jsonrpc":"2.0","id":0,"error":{"code":42,"message":"no","stack":["x"]}}"#;
    for (status, number) in [
        ("400 Bad Request", 400),
        ("404 Not Found", 404),
        ("500 Oops", 500),
        ("200 OK", 200),
        ("503", 503),
    ] {
        for kind in [
            "application/json",
            "application/json-rpc",
            "text/html",
            ";;;",
        ] {
            let error = failure(status, kind, ERROR).await;
            assert!(
                matches!(&error, Error::Server(CreatePet::PetExists(_))),
                "{error:?}"
            );
            assert_eq!(error.status(), Some(number));
            assert_eq!(error.is_retryable(), number == 503);
            assert_eq!(error.server().unwrap().extra()["stack"][0], "x");
        }
    }
}

#[tokio::test]
async fn bare_errors_count() {
    let error = failure(
        "500 Oops",
        "application/json",
        r#"{"code":-32700,"message":"bad"}"#,
    )
    .await;
    assert_eq!(error.server().unwrap().code(), -32700);
    assert_eq!(error.status(), Some(500));
    let error = failure(
        "500 Oops",
        "text/plain",
        r#"{"error":{"code":"7","data":"x"}}"#,
    )
    .await;
    assert_eq!(
        (
            error.server().unwrap().code(),
            error.server().unwrap().message()
        ),
        (7, "")
    );
}

#[tokio::test]
async fn what_is_no_answer_is_shown() {
    let error = failure(
        "502 Bad Gateway",
        "text/html",
        "<html>\n<h1>Bad Gateway</h1>",
    )
    .await;
    assert!(matches!(error, Error::Transport(_)));
    let text = "`rude`: the server refused (HTTP 502): <html> <h1>Bad Gateway</h1>";
    assert_eq!(
        (error.to_string().as_str(), error.status()),
        (text, Some(502))
    );
    assert!(error.is_retryable() && error.may_have_been_received());
    let error = failure("200 OK", "application/json", "").await;
    assert!(
        error.to_string().ends_with("(HTTP 200): the body is empty"),
        "{error}"
    );
    assert!(!error.is_retryable());
    let error = failure("200 OK", "application/json", r#"{"jsonrpc":"2.0","id":0}"#).await;
    assert!(
        error.to_string().contains("neither a result nor an error"),
        "{error}"
    );
    let error = failure("401 No", "application/json", r#"{"error":"unauthorized"}"#).await;
    assert!(matches!(error, Error::Transport(_)) && error.to_string().contains("unauthorized"));
    let error = failure("301 Moved", "text/html", "").await;
    assert_eq!(error.status(), Some(301));
}

#[tokio::test]
async fn a_wrong_result_has_its_status_and_place() {
    let body = r#"{"jsonrpc":"2.0","id":0,"result":{"name":["x"]}}"#;
    let error = failure("200 OK", "application/json", body).await;
    let Error::Decode(fault) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (fault.path(), error.status(), error.method()),
        ("$.name", Some(200), Some("rude"))
    );
    assert!(fault.snippet().contains(r#"{"name":["x"]}"#));
}

#[tokio::test]
async fn a_long_reply_is_refused() {
    let body = format!(r#"{{"id":0,"result":"{}"}}"#, "x".repeat(5000));
    let sized = body.clone();
    let url = serve(move |_| response("200 OK", "application/json", &sized)).await;
    let chunked = serve(move |_| {
        let (a, b) = body.split_at(2500);
        Some(format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n",
            a.len(),
            b.len()
        ))
    })
    .await;
    for url in [url, chunked] {
        let limited = |limit| {
            let options = ConnectOptions::new().with_max_reply_bytes(limit);
            Petshop::with_connection(Http::new(&url, options).unwrap())
        };
        let error = limited(4000).rude().await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("longer than 4000 bytes (HTTP 200)"),
            "{error}"
        );
        let error = limited(6000).rude().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_keeps_silent_or_hangs_up() {
    let url = serve(|_| None).await;
    let options = ConnectOptions::new().with_timeout(Duration::from_secs(1));
    let shop = Petshop::with_connection(Http::new(&url, options).unwrap());
    let error = shop.ping().await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.may_have_been_received());
    let error = shop
        .list_pets()
        .with_timeout(Duration::from_millis(20))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("20ms"), "{error}");
    let url = serve(|_| Some(String::new())).await;
    let error = Petshop::connect(&url)
        .await
        .unwrap()
        .ping()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && error.may_have_been_received(),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    let shop = Petshop::connect("http://user:secret@127.0.0.1:1/key")
        .await
        .unwrap();
    let error = shop.ping().await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(error.is_retryable() && !error.may_have_been_received());
    assert!(
        error.to_string().contains("http://127.0.0.1:1: "),
        "{error}"
    );
    let printed = format!("{shop:?} {error} {error:?}");
    assert!(
        !printed.contains("secret") && !printed.contains("user"),
        "{printed}"
    );
}

#[tokio::test]
async fn headers_and_bodies_go_out() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let url = serve(move |request| {
        sink.lock().unwrap().push(request.to_owned());
        match request.contains("\"id\"") {
            true => response("200 OK", "application/json", r#"{"result":{"name":"x"}}"#),
            false => response("204 No Content", "text/plain", ""),
        }
    })
    .await
    .replace("http://", "http://user:pw@");
    let options = ConnectOptions::new()
        .with_header("x-app", "a")
        .with_header("x-both", "static");
    let shop = Petshop::with_connection(Http::new(&url, options).unwrap());
    shop.create_pet("x", "y")
        .with_header("x-both", "own")
        .await
        .unwrap();
    shop.log("line").await.unwrap();
    let error = shop.rude().with_header("bad\n", "x").await.unwrap_err();
    assert!(matches!(error, Error::Encode(_)));
    let seen = seen.lock().unwrap();
    for part in [
        "POST / HTTP/1.1",
        "content-type: application/json",
        "authorization: Basic dXNlcjpwdw==",
        "x-app: a",
        "x-both: own",
        r#"{"jsonrpc":"2.0","id":0,"method":"create_pet","params":{"name":"x","tag":"y"}}"#,
    ] {
        assert!(seen[0].contains(part), "{part} in {}", seen[0]);
    }
    assert!(!seen[0].contains("static"));
    assert!(seen[1].ends_with(r#"{"jsonrpc":"2.0","method":"log","params":["line"]}"#));
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn a_refused_notification_is_an_error() {
    let url = serve(|_| response("500 Oops", "text/plain", "oops")).await;
    let error = Petshop::connect(&url)
        .await
        .unwrap()
        .log("x")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.status() == Some(500));
    let body = r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"no"}}"#;
    let url = serve(move |_| response("200 OK", "application/json", body)).await;
    let error = Petshop::connect(&url)
        .await
        .unwrap()
        .log("x")
        .await
        .unwrap_err();
    assert_eq!(error.server().unwrap().code(), -32601);
}

#[tokio::test]
async fn a_reply_that_breaks_off() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"result";
    let url = serve_once(cut).await;
    let error = Petshop::connect(&url)
        .await
        .unwrap()
        .ping()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && error.status() == Some(200),
        "{error:?}"
    );
    assert!(error.is_retryable() && error.may_have_been_received());
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_server_without_tls() {
    use tokio::io::AsyncWriteExt;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        socket
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        std::future::pending::<()>().await;
    });
    let error = Petshop::connect(&url)
        .await
        .unwrap()
        .ping()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error:?}");
}
