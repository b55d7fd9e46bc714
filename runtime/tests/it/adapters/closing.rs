//! The end of connections that are jsonrpsee's.
use std::{sync::Arc, time::Duration};

use callwright::{Connection, Error, InProcess, Jsonrpsee, Params, Request};
use jsonrpsee_core::server::RpcModule;

/// jsonrpsee's client over a WebSocket.
pub async fn websocket(url: &str) -> jsonrpsee_core::client::Client {
    use jsonrpsee_client_transport::ws::{Url, WsTransportClientBuilder};
    let (sender, receiver) = WsTransportClientBuilder::default()
        .build(Url::parse(url).unwrap())
        .await
        .unwrap();
    jsonrpsee_core::client::ClientBuilder::default().build_with_tokio(sender, receiver)
}

fn request(method: &'static str) -> Request {
    Request::new(method, Params::by_position())
}

/// A module with a method that takes a while, and one that never answers.
fn slow() -> RpcModule<()> {
    let mut module = RpcModule::new(());
    module
        .register_async_method("slow", |_, _, _| async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            7
        })
        .unwrap();
    module
        .register_async_method("never", |_, _, _| std::future::pending::<u8>())
        .unwrap();
    module
}

/// Closes while calls run: one ends by itself, another at the deadline.
async fn close_under_calls(connection: Arc<dyn Connection>) {
    let call = |method| {
        let connection = Arc::clone(&connection);
        tokio::spawn(async move { connection.call(request(method)).await })
    };
    let (slow, never) = (call("slow"), call("never"));
    let waiting = Arc::clone(&connection);
    let ended = tokio::spawn(async move { waiting.ended().await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    connection.close(Duration::from_secs(5)).await;
    assert_eq!(slow.await.unwrap().unwrap().decode::<u8>().unwrap(), 7);
    let never = never.await.unwrap().unwrap_err();
    assert!(never.may_have_been_received());
    let late = connection.call(request("slow")).await.unwrap_err();
    assert!(!late.may_have_been_received());
    let late_notification = connection.notify(request("slow")).await.unwrap_err();
    for error in [never, late, late_notification, ended.await.unwrap()] {
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
        assert_eq!(error.to_string(), "the client closed the connection");
    }
}

#[tokio::test]
async fn a_module_is_closed() {
    close_under_calls(Arc::new(InProcess::new(slow()))).await;
}

#[tokio::test]
async fn a_client_is_closed() {
    let server = jsonrpsee_server::Server::builder()
        .build("127.0.0.1:0")
        .await
        .unwrap();
    let url = format!("ws://{}", server.local_addr().unwrap());
    let handle = server.start(slow());
    let client = Jsonrpsee::new(websocket(&url).await);
    close_under_calls(Arc::new(client)).await;
    // The client's socket is gone, or the server would wait for it.
    handle.stop().unwrap();
    tokio::time::timeout(Duration::from_secs(60), handle.stopped())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_client_tells_that_its_server_has_gone() {
    let (address, handle) = crate::server::start().await;
    let client = websocket(&format!("ws://{address}")).await;
    let connection =
        Jsonrpsee::new(client).with_disconnect(|client| Box::pin(client.on_disconnect()));
    handle.stop().unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(60), connection.ended());
    assert!(matches!(ended.await.unwrap(), Error::Closed(_)));
}
