//! The typed service that is asked whatever comes.
// What the macro writes is public, and is of no use to anybody here.
#![allow(missing_docs)]

use callwright::{Paginated, RpcError, Value};
use futures_util::{Stream, stream};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Answers whoever asks.
#[derive(Debug)]
pub struct Desk;

#[derive(Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Cat,
    Dog,
}

#[derive(Deserialize, JsonSchema, Serialize)]
struct Pet {
    name: String,
    kind: Option<Kind>,
    #[serde(default)]
    young: Vec<Pet>,
}

#[derive(Debug, RpcError)]
enum Refusal {
    #[rpc(code = 42, message = "No such pet")]
    NoSuchPet { id: i64 },
}

#[callwright::service(title = "Desk", version = "1.0.0", wire = ["json", "msgpack"], unknown_params = "reject")]
impl Desk {
    async fn add(&self, a: i64, b: i64) -> i64 {
        a.wrapping_add(b)
    }

    async fn echo(&self, value: Value) -> Value {
        value
    }

    async fn tame(&self, pet: Pet, home: Option<Option<String>>) -> Option<Pet> {
        home.is_some().then_some(pet)
    }

    async fn find(&self, id: i64) -> Result<Pet, Refusal> {
        Err(Refusal::NoSuchPet { id })
    }

    async fn pages(&self, limit: Option<u8>, page_key: Option<u64>) -> Paginated<u64, u64> {
        let first = page_key.unwrap_or(0).min(1000);
        let items: Vec<_> = (first..first + u64::from(limit.unwrap_or(3))).collect();
        Paginated::new(items, Some(first + 1))
    }

    #[notification]
    async fn note(&self, line: String) {
        drop(line);
    }

    #[subscription]
    async fn ticks(&self, count: u64) -> impl Stream<Item = u64> {
        stream::iter(0..count.min(100))
    }
}
