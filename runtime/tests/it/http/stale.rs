//! Servers that hang up kept connections, in the worst moment.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{ConnectOptions, Connection, Error, Http, Params, Request};
use serde_json::Value;
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::rude_http::{request, response};

/// A server that answers one call on each connection and hangs up when the next has come. Gives the
/// URL, and how many calls came.
async fn hanging_up() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                let text = request(&mut socket).await?;
                counted.fetch_add(1, Ordering::Relaxed);
                let body = text.split_once("\r\n\r\n")?.1;
                let id = &serde_json::from_str::<Value>(body).ok()?["id"];
                let answer = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":7}}"#);
                let answer = response("200 OK", "application/json", &answer)?;
                socket.write_all(answer.as_bytes()).await.ok()?;
                request(&mut socket).await?;
                counted.fetch_add(1, Ordering::Relaxed);
                Some(())
            });
        }
    });
    (url, calls)
}

fn ask(is_idempotent: bool) -> Request {
    let mut request = Request::new("get", Params::by_position());
    request.options_mut().idempotent = Some(is_idempotent);
    request
}

#[tokio::test]
async fn a_call_that_may_come_twice_is_sent_again() {
    let (url, calls) = hanging_up().await;
    let http = Http::new(&url, ConnectOptions::new()).unwrap();
    for _ in 0..5 {
        http.call(ask(true)).await.unwrap();
    }
    let batched = http.batch(vec![ask(true), ask(true)]).await;
    assert!(
        matches!(batched[0], Err(Error::Transport(_))),
        "no array is answered"
    );
    // The first had no kept connection; each other came on that of the one before it, and again.
    assert_eq!(calls.load(Ordering::Relaxed), 1 + 2 * 5);
}

#[tokio::test]
async fn no_other_call_is() {
    let (url, calls) = hanging_up().await;
    let http = Http::new(&url, ConnectOptions::new()).unwrap();
    http.call(ask(false)).await.unwrap();
    let error = http.call(ask(false)).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.may_have_been_received() && error.is_retryable());
    assert_eq!(calls.load(Ordering::Relaxed), 2);
    http.call(ask(false)).await.unwrap();
}
