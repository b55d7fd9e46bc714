//! How a server ends over HTTP: what runs is finished by the deadline, and nothing new begins.
use std::{sync::Arc, time::Duration};

use callwright::{Handlers, Server, ServerError};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::{Notify, mpsc},
};

use super::{
    in_time,
    raw::{self, connect, post},
};

const WAIT: &str = r#"{"jsonrpc":"2.0","id":1,"method":"wait"}"#;

/// A server whose `wait` says that it began and waits until it is let go.
async fn waiting() -> (Server, String, mpsc::UnboundedReceiver<()>, Arc<Notify>) {
    let (begin, begun) = mpsc::unbounded_channel();
    let go = Arc::new(Notify::new());
    let gone = Arc::clone(&go);
    let handlers = Handlers::new();
    handlers.on("wait", move |(): ()| {
        let (begin, gone) = (begin.clone(), Arc::clone(&gone));
        async move {
            begin.send(()).unwrap();
            gone.notified().await;
            Ok::<_, ServerError>("Murka")
        }
    });
    let server = in_time(Server::bind("http://127.0.0.1:0", handlers)).await;
    let server = server.unwrap();
    let url = server.url().unwrap();
    (server, url, begun, go)
}

/// Waits until nobody can connect any more.
async fn refused(url: &str) {
    let place = url.split_once("://").unwrap().1;
    while tokio::net::TcpStream::connect(place).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_runs_is_answered_and_kept_connections_end() {
    let (server, url, mut begun, go) = waiting().await;
    let mut idle = connect(&url).await;
    let other = r#"{"jsonrpc":"2.0","id":1,"method":"other"}"#;
    idle.write_all(post(other).as_bytes()).await.unwrap();
    assert_eq!(in_time(raw::response(&mut idle)).await.status, 200);
    let mut busy = connect(&url).await;
    busy.write_all(post(WAIT).as_bytes()).await.unwrap();
    in_time(begun.recv()).await.unwrap();
    let closing = tokio::spawn(async move { server.close(Duration::from_secs(50)).await });
    in_time(refused(&url)).await;
    assert_eq!(in_time(idle.read_to_end(&mut Vec::new())).await.unwrap(), 0);
    go.notify_one();
    let answered = in_time(raw::response(&mut busy)).await;
    assert_eq!(answered.json()["result"], "Murka");
    assert_eq!(in_time(busy.read_to_end(&mut Vec::new())).await.unwrap(), 0);
    in_time(closing).await.unwrap();
}

#[tokio::test]
async fn what_runs_longer_than_the_deadline_is_told_so() {
    let (server, url, mut begun, _go) = waiting().await;
    let mut busy = connect(&url).await;
    busy.write_all(post(WAIT).as_bytes()).await.unwrap();
    in_time(begun.recv()).await.unwrap();
    let closing = tokio::spawn(async move { server.close(Duration::from_millis(50)).await });
    let answered = in_time(raw::response(&mut busy)).await;
    assert_eq!(answered.status, 503);
    assert_eq!(answered.json()["error"]["code"], -32000);
    in_time(closing).await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_dropped_ends_what_runs() {
    let (server, url, mut begun, _go) = waiting().await;
    let mut busy = connect(&url).await;
    busy.write_all(post(WAIT).as_bytes()).await.unwrap();
    in_time(begun.recv()).await.unwrap();
    drop(server);
    assert_eq!(in_time(raw::response(&mut busy)).await.status, 503);
    in_time(refused(&url)).await;
}

#[tokio::test]
async fn a_client_that_goes_takes_its_call_along() {
    let (server, url, mut begun, go) = waiting().await;
    let mut busy = connect(&url).await;
    busy.write_all(post(WAIT).as_bytes()).await.unwrap();
    in_time(begun.recv()).await.unwrap();
    drop(busy);
    // Nothing is left that would have to be waited for, and only the handler itself holds it.
    in_time(server.close(Duration::from_secs(50))).await;
    assert_eq!(Arc::strong_count(&go), 2);
}
