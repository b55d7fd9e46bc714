//! Addresses and files: what a server finds there, and what it leaves.
use std::{io::ErrorKind, os::unix::fs::PermissionsExt};

use callwright::{Handlers, ServeOptions, Server};

use super::{Place, ask, sums, visitor};

async fn bind(url: &str) -> std::io::Result<Server> {
    let handlers = Handlers::new();
    handlers.on("sum", async |(a, b): (i64, i64)| Ok(a + b));
    Server::bind(url, handlers).await
}

#[tokio::test]
async fn a_file_that_the_dead_left_is_replaced() {
    let place = Place::new();
    // It is closed and its file stays.
    drop(std::os::unix::net::UnixListener::bind(&place.0).unwrap());
    assert!(place.0.exists());
    let server = bind(&place.url()).await.unwrap();
    let client = visitor(&place.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    server.close(std::time::Duration::ZERO).await;
    assert!(!place.0.exists());
}

#[tokio::test]
async fn one_in_use_is_left_alone() {
    let place = Place::new();
    let first = bind(&place.url()).await.unwrap();
    let error = bind(&place.url()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
    assert!(error.to_string().contains(&place.url()), "{error}");
    let client = visitor(&place.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    drop(first);
    let tcp = bind("tcp://127.0.0.1:0").await.unwrap();
    let error = bind(&tcp.url().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_file_that_is_no_socket_is_left_alone() {
    let place = Place::new();
    std::fs::write(&place.0, "precious").unwrap();
    let error = bind(&place.url()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AddrInUse);
    assert_eq!(std::fs::read_to_string(&place.0).unwrap(), "precious");
}

#[tokio::test]
async fn the_file_of_another_is_not_removed() {
    let place = Place::new();
    let first = bind(&place.url()).await.unwrap();
    std::fs::remove_file(&place.0).unwrap();
    let second = bind(&place.url()).await.unwrap();
    first.close(std::time::Duration::ZERO).await;
    let client = visitor(&place.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
    drop(second);
}

#[tokio::test]
async fn permissions_are_as_asked_for() {
    let place = Place::new();
    let options = ServeOptions::new().with_unix_mode(0o600);
    let server = Server::with_options(Handlers::new(), options);
    server.listen(&place.url()).await.unwrap();
    let mode = std::fs::metadata(&place.0).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_port_of_0_is_one_that_is_free() {
    let (server, first) = sums().await;
    let second = server.listen("tcp://[::1]:0?framing=lines").await.unwrap();
    assert_ne!(first, second.url());
    assert!(second.url().starts_with("tcp://[::1]:"), "{second:?}");
    assert!(second.url().ends_with("?framing=lines"), "{second:?}");
    let client = visitor(second.url()).await;
    assert_eq!(ask::<_, i64>(&client, "sum", &[1, 2]).await.unwrap(), 3);
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    for url in [
        "",
        "tcp://127.0.0.1",
        "http://me@127.0.0.1:0",
        "stdio:program",
        "tls://127.0.0.1:0",
    ] {
        let error = bind(url).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{url}: {error}");
    }
}
