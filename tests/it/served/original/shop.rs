//! The eighteen methods that the original was recorded with.

use std::sync::atomic::{AtomicI64, Ordering};

use callwright::{Paginated, RpcError};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

/// The number that the latest new pet has got.
#[derive(Default)]
pub(crate) struct Shop(AtomicI64);

#[derive(Clone, Default, JsonSchema, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    #[default]
    Cat,
    #[expect(dead_code, reason = "none was recorded")]
    Dog,
}

#[derive(Clone, JsonSchema, Serialize)]
struct Owner {
    email: String,
    phone: Option<String>,
}

#[derive(Clone, Default, JsonSchema, Serialize)]
struct Pet {
    /// Left out where it is unknown, as the tag is.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    full_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    good_boy: bool,
    kind: Kind,
    weight: f64,
    owner: Option<Owner>,
    #[serde(rename = "isError")]
    is_error: bool,
    extra: Value,
    born: Option<String>,
}

#[derive(JsonSchema, Serialize)]
struct Total {
    total: u64,
}

#[derive(RpcError)]
enum Failure {
    #[rpc(code = 42, message = "Pet not found")]
    NotFound,
}

#[derive(RpcError)]
enum Unnamed {
    #[rpc(code = -1, message = "Pet not found")]
    NotFound,
}

impl Pet {
    fn new(id: i64, name: impl Into<String>, tag: impl Into<String>) -> Self {
        Self {
            id: Some(id),
            tag: Some(tag.into()),
            full_name: name.into(),
            weight: 1.0 / 3.0,
            ..Self::default()
        }
    }
}

#[callwright::service(title = "Shop", version = "1.0.0")]
impl Shop {
    /// List pets.
    ///
    /// Keyset paginated.
    async fn list_pets(
        &self,
        page_key: Option<i64>,
        /// Page size
        #[param(default = 2)]
        limit: usize,
    ) -> Paginated<Pet, i64> {
        let first = page_key.map_or(0, |last| last + 1);
        let mut rest = (first..3).map(|id| Pet::new(id, format!("Cat {id}"), "t"));
        let items: Vec<_> = rest.by_ref().take(limit).collect();
        let last = items.last().and_then(|pet| pet.id);
        Paginated::new(items, last.filter(|_| rest.next().is_some()))
    }

    async fn list_with_total(&self, page_key: Option<String>) -> Paginated<i64, String, Total> {
        let _ = page_key;
        Paginated::new(vec![1, 2], Some("abc".to_owned())).with_extra(Total { total: 8 })
    }

    async fn empty_page(&self, page_key: Option<i64>) -> Paginated<i64, i64> {
        let _ = page_key;
        Paginated::new(Vec::new(), None)
    }

    async fn zero_key(&self, page_key: Option<i64>) -> Paginated<i64, i64> {
        let _ = page_key;
        Paginated::new(vec![1], Some(0))
    }

    async fn create_pet(
        &self,
        /// Pet's name
        name: String,
        /// Old
        tag: String,
        note: Option<String>,
        owner_email: Option<String>,
    ) -> Pet {
        let _ = note;
        let owner = owner_email.map(|email| Owner { email, phone: None });
        let id = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        Pet {
            owner,
            ..Pet::new(id, name, tag)
        }
    }

    async fn partial_pet(&self) -> Pet {
        Pet {
            id: None,
            tag: None,
            ..Pet::new(0, "Bobik", "")
        }
    }

    async fn all_tags(&self) -> Vec<String> {
        Vec::new()
    }

    async fn is_open(&self) -> bool {
        false
    }

    async fn is_open_t(&self) -> bool {
        true
    }

    async fn maybe_pet(&self) -> Option<Pet> {
        None
    }

    async fn stats(&self) -> Value {
        json!({ "a": 1 })
    }

    async fn frac(&self) -> f64 {
        1.0 / 3.0
    }

    async fn born_pet(&self) -> Pet {
        let born = Some("2023-02-01T12:00:00.000000Z".to_owned());
        Pet {
            born,
            ..Pet::new(9, "T", "t")
        }
    }

    async fn keyword_result(&self) -> Kind {
        Kind::Cat
    }

    async fn fail(&self) -> Result<Pet, Failure> {
        Err(Failure::NotFound)
    }

    async fn fail_default(&self) -> Result<Pet, Unnamed> {
        Err(Unnamed::NotFound)
    }

    /// It breaks down.
    async fn crash(&self) -> Pet {
        panic!("the shop has burnt down")
    }

    #[method(name = "someMethod")]
    async fn some_method(&self, #[param(name = "camelArg")] camel_arg: bool) -> bool {
        camel_arg
    }
}
