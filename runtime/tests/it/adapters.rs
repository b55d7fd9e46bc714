//! Clients and modules built of jsonrpsee's own parts.
mod closing;
mod streams;

use std::{sync::atomic::Ordering, time::Duration};

use callwright::{Error, InProcess, batch};

use crate::{
    petshop::{Petshop, errors::CreatePet},
    server,
};

#[tokio::test]
async fn the_petshop_in_process() {
    let (module, logged) = server::module();
    let connection = InProcess::new(module);
    assert!(format!("{connection:?}").contains("create_pet"));
    let shop = Petshop::with_connection(connection);
    server::visit(&shop).await;
    assert_eq!(logged.load(Ordering::SeqCst), 1);
    visit_in_batches(&shop).await;
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

#[tokio::test]
async fn the_petshop_by_clients_of_jsonrpsee() {
    use callwright::Jsonrpsee;

    let (address, handle) = server::start().await;
    let http = jsonrpsee_http_client::HttpClient::builder().build(format!("http://{address}"));
    let shop = Petshop::with_connection(Jsonrpsee::new(http.unwrap()));
    server::visit(&shop).await;
    visit_in_batches(&shop).await;
    let client = closing::websocket(&format!("ws://{address}")).await;
    let shop = Petshop::with_connection(Jsonrpsee::new(client));
    server::visit(&shop).await;
    visit_in_batches(&shop).await;
    handle.stop().unwrap();
    handle.stopped().await;
    let error = shop.ping().await.unwrap_err();
    assert!(
        matches!(error, Error::Closed(_)) && error.method() == Some("ping"),
        "{error:?}"
    );
}

/// Calls of several types, a declared error and a notification together.
async fn visit_in_batches(shop: &Petshop) {
    let calls = (
        shop.ping(),
        shop.create_pet("Bobik", "dog"),
        shop.log("hello"),
        shop.create_pet("Murka", "cat"),
        shop.names(),
    );
    let (ping, pet, logged, refused, unknown) = batch(calls).await;
    assert_eq!((ping.unwrap(), pet.unwrap().name.as_str()), (7, "Bobik"));
    logged.unwrap();
    let refused = refused.unwrap_err();
    assert!(
        matches!(&refused, Error::Server(CreatePet::PetExists(error)) if error.raw_data().is_some()),
        "{refused:?}"
    );
    assert_eq!(unknown.unwrap_err().server().unwrap().code(), -32601);
    let sums = batch((0..100).map(|number| shop.sum(number).c(1))).await;
    for (number, sum) in (0..100).zip(sums) {
        assert_eq!(sum.unwrap(), number + 1);
    }
}
