//! The shop's server: JSON-RPC over HTTP on a free loopback port, with its own document.

use std::sync::{Arc, Mutex};

use jsonrpsee_server::middleware::http::ProxyGetRequestLayer;
use jsonrpsee_server::types::ErrorObjectOwned;
use jsonrpsee_server::{RpcModule, Server, ServerHandle};
use serde::Deserialize;
use serde_json::{Value, json};

use super::petshop::types::{Kind, Owner, Pet};

const DOCUMENT: &str = include_str!("../../../fixtures/cases/petshop/openrpc.json");
const NAME_TAKEN: i32 = 40;
const PET_NOT_FOUND: i32 = 42;

/// A running shop.
pub(crate) struct Shop {
    pub(crate) url: String,
    handle: ServerHandle,
}

impl Shop {
    /// Stops serving and waits until it has stopped.
    pub(crate) async fn close(self) {
        if self.handle.stop().is_ok() {
            self.handle.stopped().await;
        }
    }
}

/// Opens an empty shop.
pub(crate) async fn open() -> Result<Shop, Box<dyn std::error::Error>> {
    let document_by_get = ProxyGetRequestLayer::new([("/openrpc.json", "rpc.discover")])?;
    let server = Server::builder()
        .set_http_middleware(tower::ServiceBuilder::new().layer(document_by_get))
        .build("127.0.0.1:0")
        .await?;
    let url = format!("http://{}", server.local_addr()?);
    let handle = server.start(methods()?);
    Ok(Shop { url, handle })
}

type Pets = Arc<Mutex<Vec<Pet>>>;

#[derive(Deserialize)]
struct NewPet {
    name: String,
    tag: String,
    kind: Option<Kind>,
    owner: Option<Owner>,
}

#[derive(Deserialize)]
struct PetNumber {
    id: i64,
}

#[derive(Deserialize)]
struct PageOf {
    page_key: Option<usize>,
    limit: Option<usize>,
}

fn methods() -> Result<RpcModule<Pets>, Box<dyn std::error::Error>> {
    let mut module = RpcModule::new(Pets::default());
    module.register_method("rpc.discover", |_, _, _| {
        serde_json::from_str::<Value>(DOCUMENT)
            .map_err(|error| fault(-32603, &error.to_string(), None))
    })?;
    module.register_method("create_pet", |params, pets, _| {
        let new: NewPet = params.parse()?;
        let mut pets = pets
            .lock()
            .map_err(|_| fault(-32603, "the shop is in disorder", None))?;
        if let Some(pet) = pets.iter().find(|pet| pet.name == new.name) {
            return Err(fault(
                NAME_TAKEN,
                "Name taken",
                Some(json!({ "id": pet.id })),
            ));
        }
        let pet = Pet {
            id: i64::try_from(pets.len()).unwrap_or(i64::MAX),
            name: new.name,
            tag: new.tag,
            kind: new.kind.unwrap_or(Kind::Other),
            owner: new.owner,
            extra: Default::default(),
        };
        pets.push(pet.clone());
        Ok(pet)
    })?;
    module.register_method("get_pet", |params, pets, _| {
        let PetNumber { id } = params.parse()?;
        let pets = pets
            .lock()
            .map_err(|_| fault(-32603, "the shop is in disorder", None))?;
        let found = pets.iter().find(|pet| pet.id == id).cloned();
        found.ok_or_else(|| fault(PET_NOT_FOUND, "Pet not found", None))
    })?;
    module.register_method("list_pets", |params, pets, _| {
        let PageOf { page_key, limit } = params.parse()?;
        let pets = pets
            .lock()
            .map_err(|_| fault(-32603, "the shop is in disorder", None))?;
        let start = page_key.unwrap_or(0).min(pets.len());
        let end = start
            .saturating_add(limit.unwrap_or(10).max(1))
            .min(pets.len());
        let mut page = json!({ "items": pets[start..end], "total": pets.len() });
        if end < pets.len() {
            page["next_page_key"] = json!(end);
        }
        Ok::<_, ErrorObjectOwned>(page)
    })?;
    Ok(module)
}

fn fault(code: i32, message: &str, data: Option<Value>) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(code, message, data)
}
