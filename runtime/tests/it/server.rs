//! A well-behaved petshop on jsonrpsee's server.
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jsonrpsee_core::server::RpcModule;
use jsonrpsee_server::types::ErrorObjectOwned;
use serde_json::{Value, json};

/// The petshop's methods, and how many lines were logged.
pub fn module() -> (RpcModule<()>, Arc<AtomicUsize>) {
    let mut module = RpcModule::new(());
    let logged = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&logged);
    module
        .register_method("log", move |_, _, _| {
            count.fetch_add(1, Ordering::SeqCst);
        })
        .unwrap();
    module.register_method("ping", |_, _, _| 7).unwrap();
    module
        .register_method("sum", |params, _, _| {
            let numbers: Vec<Option<i64>> = params.parse().unwrap();
            numbers.iter().flatten().sum::<i64>()
        })
        .unwrap();
    module
        .register_method("create_pet", |params, _, _| {
            let params: Value = params.parse().unwrap();
            match params["name"].as_str() {
                Some("Murka") => Err(ErrorObjectOwned::owned(
                    42,
                    "Pet exists",
                    Some(json!({"id": 3})),
                )),
                _ => Ok(json!({"name": params["name"], "tags": [params["tag"]]})),
            }
        })
        .unwrap();
    module
        .register_method("list_pets", |params, _, _| {
            let params: Value = params.parse().unwrap();
            let start = params["page_key"].as_u64().unwrap_or(0);
            let end = start + params["limit"].as_u64().unwrap_or(2);
            let items: Vec<_> = (start..end.min(5))
                .map(|id| json!({"name": id.to_string()}))
                .collect();
            match end {
                ..5 => json!({"items": items, "next_page_key": end, "total": 5}),
                _ => json!({"items": items, "total": 5}),
            }
        })
        .unwrap();
    (module, logged)
}

/// Serves the petshop by HTTP and WebSocket; gives its host and port. This server takes
/// notifications without running a method for them.
pub async fn start() -> (std::net::SocketAddr, jsonrpsee_server::ServerHandle) {
    start_at("127.0.0.1:0".parse().unwrap()).await
}

/// Serves the petshop at this host and port.
pub async fn start_at(
    address: std::net::SocketAddr,
) -> (std::net::SocketAddr, jsonrpsee_server::ServerHandle) {
    let server = jsonrpsee_server::Server::builder()
        .build(address)
        .await
        .unwrap();
    let address = server.local_addr().unwrap();
    (address, server.start(module().0))
}

/// What every connection to the petshop must do.
pub async fn visit(shop: &crate::petshop::Petshop) {
    use crate::petshop::errors::CreatePet;
    use callwright::Error;

    assert_eq!(shop.ping().await.unwrap(), 7);
    assert_eq!(shop.sum(1).c(5).await.unwrap(), 6);
    let pet = shop.create_pet("Bobik \"ä\"", "dog").await.unwrap();
    assert_eq!(
        (pet.name.as_str(), &pet.tags[..]),
        ("Bobik \"ä\"", &["dog".to_owned()][..])
    );
    match shop.create_pet("Murka", "cat").await.unwrap_err() {
        Error::Server(CreatePet::PetExists(error)) => {
            assert_eq!(error.message(), "Pet exists");
            assert_eq!(error.data::<Value>().unwrap().unwrap()["id"], 3);
        }
        other => panic!("{other:?}"),
    }
    let error = shop.names().await.unwrap_err();
    assert_eq!(error.server().unwrap().code(), -32601);
    let pets: Vec<crate::petshop::types::Pet> = shop
        .list_pets()
        .limit(2)
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(
        pets.iter().map(|pet| pet.name.as_str()).collect::<String>(),
        "01234"
    );
    shop.log("hello").await.unwrap();
}
