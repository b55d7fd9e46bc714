//! What HTTP says beside the body: another place, another time, another coding.
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use callwright::{Auth, ConnectOptions, Connection, Error, Http, Params, Reply, Request};

use crate::rude_http::{response, serve};

const ANSWER: &str = r#"{"jsonrpc":"2.0","id":0,"result":7}"#;

fn request() -> Request {
    Request::new("ping", Params::by_position())
}

async fn ping(url: &str) -> Result<Reply, Error> {
    let options = ConnectOptions::new().with_auth(Auth::bearer("t"));
    Http::new(url, options)?.call(request()).await
}

/// A response with this header and no body.
fn with_header(status: &str, header: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status}\r\n{header}\r\ncontent-length: 0\r\n\r\n"
    ))
}

#[tokio::test]
async fn a_call_goes_where_its_server_sends_it() {
    for status in ["307 There", "308 There"] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&seen);
        let url = serve(move |request| {
            sink.lock().unwrap().push(request.to_owned());
            match request.starts_with("POST /new?key=1 ") {
                true => response("200 OK", "application/json", ANSWER),
                false => with_header(status, "location: ../new?key=1"),
            }
        })
        .await;
        assert_eq!(
            ping(&format!("{url}/old/path"))
                .await
                .unwrap()
                .decode::<u8>()
                .unwrap(),
            7
        );
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 2);
        for request in &*seen {
            assert!(request.contains("authorization: Bearer t\r\n"), "{request}");
            assert!(
                request.ends_with(r#""method":"ping","params":[]}"#),
                "{request}"
            );
        }
    }
}

#[tokio::test]
async fn a_circle_comes_to_an_end() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let url = serve(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        with_header("308 Round", "location: /round")
    })
    .await;
    let error = ping(&url).await.unwrap_err();
    assert!(
        error.to_string().contains("redirects more than 5 times"),
        "{error}"
    );
    assert_eq!(count.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn nothing_is_sent_to_another_origin() {
    let strangers = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&strangers);
    let other = serve(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        response("200 OK", "application/json", ANSWER)
    })
    .await;
    for status in ["301 M", "302 M", "303 M", "307 M", "308 M"] {
        let location = format!("location: {other}/path?key=secret");
        let url = serve(move |_| with_header(status, &location)).await;
        let error = ping(&url).await.unwrap_err();
        assert!(
            matches!(error, Error::Transport(_)) && !error.is_retryable(),
            "{error:?}"
        );
        assert!(error.to_string().contains(&other), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert_eq!(error.status(), status[..3].parse().ok());
    }
    assert_eq!(strangers.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_get_is_not_made_of_a_call() {
    let methods = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&methods);
    let url = serve(move |request| {
        *seen.lock().unwrap() += request.split(' ').next().unwrap();
        with_header("302 Found", "location: /other")
    })
    .await;
    let error = ping(&url).await.unwrap_err();
    assert!(error.to_string().contains("another path"), "{error}");
    assert_eq!(*methods.lock().unwrap(), "POST");
}

#[tokio::test]
async fn when_to_come_again_is_told() {
    let wait = |body: &'static str| async move {
        let url = serve(move |_| response("429 Later", "text/plain\r\nretry-after: 7", body)).await;
        let http = Http::new(&url, ConnectOptions::new()).unwrap();
        let mut errors = vec![http.call(request()).await.unwrap_err()];
        let batch = http.batch(vec![request(), request()]).await;
        errors.extend(batch.into_iter().map(Result::unwrap_err));
        for error in &errors {
            assert_eq!(
                error.retry_after(),
                Some(Duration::from_secs(7)),
                "{error:?}"
            );
            assert!(error.is_retryable(), "{error:?}");
        }
        errors
    };
    let server = wait(r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"slow"}}"#);
    assert!(
        server
            .await
            .iter()
            .all(|error| matches!(error, Error::Server(_)))
    );
    let gateway = wait("<html>");
    assert!(
        gateway
            .await
            .iter()
            .all(|error| matches!(error, Error::Transport(_)))
    );
    assert_eq!(
        ping("http://127.0.0.1:1").await.unwrap_err().retry_after(),
        None
    );
}

#[tokio::test]
async fn a_packed_reply_says_so() {
    let packed = |coding: &'static str| async move {
        let kind = format!("application/json\r\ncontent-encoding: {coding}");
        let url = serve(move |_| response("200 OK", &kind, ANSWER)).await;
        ping(&url).await
    };
    let error = packed("gzip").await.unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && !error.is_retryable(),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("packed the reply by `gzip`"),
        "{error}"
    );
    packed("identity").await.unwrap();
}
