//! A petshop with one set of handlers behind all transports.
use std::sync::{Arc, Mutex};

use callwright::{Context, Handlers, Incoming, Server, ServerError};
use jsonrpsee_core::server::RpcModule;
use jsonrpsee_server::{ServerHandle, types::ErrorObjectOwned};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::petshop::types::{Kind, Owner, Pet};
use crate::serve::Place;

/// All that can be asked, by JSON-RPC over HTTP too.
const METHODS: [&str; 7] = [
    "create_pet",
    "get_pet",
    "list_pets",
    "all_tags",
    "log_visit",
    "count_pets",
    "mirror",
];

pub struct Shop {
    server: Server,
    visitors: Arc<Mutex<Vec<String>>>,
    place: Place,
    address: std::net::SocketAddr,
    _http: ServerHandle,
}

#[derive(Deserialize)]
struct NewPet {
    name: String,
    tag: String,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    owner: Option<Owner>,
}

#[derive(Deserialize)]
struct PageOf {
    #[serde(default)]
    page_key: Option<usize>,
    #[serde(default)]
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct PetNumber {
    id: i64,
}

impl Shop {
    /// An empty shop, which listens for HTTP and WebSockets.
    pub async fn open() -> Self {
        let visitors = Arc::default();
        let handlers = handlers(&visitors);
        let http = jsonrpsee_server::Server::builder()
            .build("127.0.0.1:0")
            .await
            .unwrap();
        Self {
            server: Server::new(handlers.clone()),
            visitors,
            place: Place::new(),
            address: http.local_addr().unwrap(),
            _http: http.start(module(&handlers)),
        }
    }

    pub fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn websocket(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Listens there too; gives the address with its port.
    pub async fn listens(&self, url: &str) -> String {
        self.server.listen(url).await.unwrap();
        self.server.url().unwrap()
    }

    /// Listens at a Unix socket.
    pub async fn listens_at_socket(&self, wire: &str) -> String {
        self.listens(&format!("{wire}{}", self.place.url())).await
    }

    /// Waits until this one came.
    pub async fn has_seen(&self, visitor: &str) {
        while !self
            .visitors
            .lock()
            .unwrap()
            .iter()
            .any(|name| name == visitor)
        {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }
}

fn handlers(visitors: &Arc<Mutex<Vec<String>>>) -> Handlers {
    let handlers = Handlers::new();
    let pets = Arc::new(Mutex::new(Vec::new()));
    let shop = Arc::clone(&pets);
    handlers.on_both("create_pet", move |new: NewPet| {
        let added = add(&mut shop.lock().unwrap(), new);
        async { added }
    });
    let shop = Arc::clone(&pets);
    handlers.on_both("get_pet", move |PetNumber { id }: PetNumber| {
        let found = get(&shop.lock().unwrap(), id);
        async { found }
    });
    let shop = Arc::clone(&pets);
    handlers.on_both("list_pets", move |page: PageOf| {
        let page = list(&shop.lock().unwrap(), &page);
        async { Ok(page) }
    });
    handlers.on_both("all_tags", async |(): ()| Ok(()));
    handlers.on_both("count_pets", move |(): ()| {
        let count = pets.lock().unwrap().len();
        async move { Ok(count) }
    });
    let visitors = Arc::clone(visitors);
    handlers.on_both("log_visit", move |(visitor,): (String,)| {
        visitors.lock().unwrap().push(visitor);
        async { Ok(()) }
    });
    handlers.on_both("mirror", async |params: Value| Ok(params));
    handlers
}

fn add(pets: &mut Vec<Pet>, new: NewPet) -> Result<Pet, ServerError> {
    if let Some(pet) = pets.iter().find(|pet| pet.name == new.name) {
        let taken = ServerError::new(40, "Name taken");
        return Err(taken.with_data(&json!({ "id": pet.id })));
    }
    let pet = Pet {
        id: i64::try_from(pets.len()).unwrap(),
        name: new.name,
        tag: new.tag,
        kind: new.kind.unwrap_or(Kind::Other),
        owner: new.owner,
        extra: [("price".to_owned(), 9.5.into())].into(),
    };
    pets.push(pet.clone());
    Ok(pet)
}

/// One that the shop has; of a number below zero something that is no pet.
fn get(pets: &[Pet], id: i64) -> Result<Value, ServerError> {
    if id < 0 {
        return Ok(json!({ "id": id, "name": ["?"] }));
    }
    let found = pets.iter().find(|pet| pet.id == id);
    let found = found.ok_or_else(|| ServerError::new(42, "Pet not found"))?;
    Ok(serde_json::to_value(found).unwrap())
}

fn list(pets: &[Pet], page: &PageOf) -> Value {
    let start = page.page_key.unwrap_or(0).min(pets.len());
    let end = start + page.limit.unwrap_or(10).min(pets.len() - start);
    let mut answer = json!({ "items": pets[start..end], "total": pets.len() });
    if end < pets.len() {
        answer["next_page_key"] = json!(end);
    }
    answer
}

/// The handlers as methods of a server for HTTP and WebSockets.
fn module(handlers: &Handlers) -> RpcModule<Handlers> {
    let mut module = RpcModule::new(handlers.clone());
    for method in METHODS {
        let answer = async move |params: Option<String>, handlers: Arc<Handlers>| {
            let params = params.unwrap_or_default();
            let context = Context::new("a visitor");
            let asked = Incoming::new(method, params.as_bytes(), &context);
            match handlers.answer(asked).unwrap().await {
                Ok(reply) => Ok(serde_json::from_slice::<Box<RawValue>>(&reply.result).unwrap()),
                Err(error) => {
                    let data = error.raw_data().map(std::borrow::Cow::into_owned);
                    let code = i32::try_from(error.code()).unwrap();
                    Err(ErrorObjectOwned::owned(code, error.message(), data))
                }
            }
        };
        module
            .register_async_method(method, move |params, handlers, _| {
                answer(params.as_str().map(str::to_owned), handlers)
            })
            .unwrap();
    }
    module
}
