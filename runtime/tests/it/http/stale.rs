//! Servers that hang up kept connections, in the worst moment.
use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use callwright::{ConnectOptions, Connection, Error, Http, Params, Request};
use futures_util::future::join_all;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Barrier,
};

use crate::rude_http::{request, response};

/// A server that answers one call on each connection and hangs up when the next has come.
pub struct HangingUp {
    pub port: u16,
    /// How many calls came.
    calls: Arc<AtomicUsize>,
}

impl HangingUp {
    /// The first calls are answered when so many have come.
    async fn start(most: usize) -> Self {
        Self::over(most, |socket| ready(Some(socket))).await
    }

    /// The same over what becomes of a socket.
    pub async fn over<S, F>(most: usize, open: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send,
        F: Future<Output = Option<S>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let together = Arc::new(Barrier::new(most));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let opening = open(socket);
                let (counted, together) = (Arc::clone(&counted), Arc::clone(&together));
                tokio::spawn(async move {
                    let mut socket = opening.await?;
                    let text = request(&mut socket).await?;
                    if counted.fetch_add(1, Ordering::Relaxed) < most {
                        together.wait().await;
                    }
                    let body = text.split_once("\r\n\r\n")?.1;
                    let id = &serde_json::from_str::<Value>(body).ok()?["id"];
                    let answer = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":7}}"#);
                    let answer = response("200 OK", "application/json", &answer)?;
                    socket.write_all(answer.as_bytes()).await.ok()?;
                    socket.flush().await.ok()?;
                    request(&mut socket).await?;
                    counted.fetch_add(1, Ordering::Relaxed);
                    Some(())
                });
            }
        });
        Self { port, calls }
    }

    fn client(&self) -> Http {
        let url = format!("http://127.0.0.1:{}", self.port);
        Http::new(&url, ConnectOptions::new()).unwrap()
    }

    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }
}

pub fn ask(is_idempotent: bool) -> Request {
    let mut request = Request::new("get", Params::by_position());
    request.options_mut().idempotent = Some(is_idempotent);
    request
}

#[tokio::test]
async fn a_call_that_may_come_twice_is_sent_again() {
    let server = HangingUp::start(1).await;
    let http = server.client();
    for _ in 0..5 {
        http.call(ask(true)).await.unwrap();
    }
    let batched = http.batch(vec![ask(true), ask(true)]).await;
    assert!(
        matches!(batched[0], Err(Error::Transport(_))),
        "no array is answered"
    );
    // The first had no kept connection; each other came on that of the one before it, and again.
    assert_eq!(server.calls(), 1 + 2 * 5);
}

#[tokio::test]
async fn it_is_sent_until_no_kept_connection_is_left() {
    const KEPT: usize = 5;
    let server = HangingUp::start(KEPT).await;
    let http = server.client();
    let calls = (0..KEPT).map(|_| http.call(ask(true)));
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    http.call(ask(true)).await.unwrap();
    assert_eq!(server.calls(), KEPT + KEPT + 1);
}

#[tokio::test]
async fn no_other_call_is() {
    let server = HangingUp::start(1).await;
    let http = server.client();
    http.call(ask(false)).await.unwrap();
    let error = http.call(ask(false)).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert!(error.may_have_been_received() && error.is_retryable());
    assert_eq!(server.calls(), 2);
    http.call(ask(false)).await.unwrap();
}
