//! Clients and modules built of jsonrpsee's own parts.
use std::{sync::atomic::Ordering, time::Duration};

use callwright::{Error, InProcess};

use crate::{petshop::Petshop, server};

#[tokio::test]
async fn the_petshop_in_process() {
    let (module, logged) = server::module();
    let connection = InProcess::new(module);
    assert!(format!("{connection:?}").contains("create_pet"));
    let shop = Petshop::with_connection(connection);
    server::visit(&shop).await;
    assert_eq!(logged.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_call_in_process_may_be_too_long() {
    let mut module = jsonrpsee_core::server::RpcModule::new(());
    module
        .register_async_method("create_pet", |_, _, _| std::future::pending::<u8>())
        .unwrap();
    let shop = Petshop::with_connection(InProcess::new(module));
    let call = shop
        .create_pet("a", "b")
        .with_timeout(Duration::from_millis(10));
    assert!(matches!(call.await.unwrap_err(), Error::Timeout(_)));
}

#[cfg(any(feature = "http", feature = "ws"))]
#[tokio::test]
async fn the_petshop_by_clients_of_jsonrpsee() {
    use callwright::Jsonrpsee;
    use jsonrpsee_client_transport::ws::{Url, WsTransportClientBuilder};
    use jsonrpsee_core::client::ClientBuilder;

    let (address, handle) = server::start().await;
    let http = jsonrpsee_http_client::HttpClient::builder().build(format!("http://{address}"));
    server::visit(&Petshop::with_connection(Jsonrpsee(http.unwrap()))).await;
    let url = Url::parse(&format!("ws://{address}")).unwrap();
    let (sender, receiver) = WsTransportClientBuilder::default()
        .build(url)
        .await
        .unwrap();
    let client = ClientBuilder::default().build_with_tokio(sender, receiver);
    let shop = Petshop::with_connection(Jsonrpsee(client));
    server::visit(&shop).await;
    handle.stop().unwrap();
    handle.stopped().await;
    let error = shop.ping().await.unwrap_err();
    assert!(
        matches!(error, Error::Closed(_)) && error.method() == Some("ping"),
        "{error:?}"
    );
}
