//! A shop of so many pets, as a user writes it.
use callwright::{Keyset, Paginated, RpcError, ServerError, schemars::JsonSchema};
use futures_util::{Stream, StreamExt, stream};
use serde::Serialize;

pub(crate) struct Shop {
    pets: Vec<Pet>,
}

/// One pet of the shop.
#[derive(Clone, JsonSchema, Serialize)]
pub(super) struct Pet {
    id: i64,
    name: String,
}

/// What a page has beside its pets.
#[derive(JsonSchema, Serialize)]
struct Totals {
    total: u64,
}

#[derive(RpcError)]
enum ShopError {
    /// What was looked for.
    #[rpc(code = 42)]
    PetNotFound { id: i64, near: Vec<i64> },
    #[rpc(code = 43)]
    Closed,
    #[rpc(transparent, from)]
    Other(ServerError),
}

impl Shop {
    pub(crate) fn new(pets: i64) -> Self {
        let pets = (0..pets).map(|id| Pet {
            id,
            name: format!("pet {id}"),
        });
        Self {
            pets: pets.collect(),
        }
    }
}

#[callwright::service(title = "Shop", version = "1.0.0", wire = ["json", "msgpack"])]
impl Shop {
    /// Lists the pets in the order of their numbers.
    async fn list_pets(
        &self,
        limit: Option<i64>,
        page_key: Option<i64>,
    ) -> Result<Paginated<Pet, i64, Totals>, ShopError> {
        let query = async |from: Option<i64>, count: usize| {
            let found = self.pets.iter().filter(|pet| pet.id >= from.unwrap_or(0));
            Ok::<_, ShopError>(found.take(count).cloned().collect())
        };
        let page = Keyset::from(|pet: &Pet| pet.id).with_max_limit(20);
        let page = page.page(limit, page_key, query).await?;
        let total = self.pets.len() as u64;
        Ok(page.with_extra(Totals { total }))
    }

    /// Looks a pet up.
    async fn get_pet(&self, id: i64) -> Result<Pet, ShopError> {
        if id < 0 {
            return Err(ShopError::Closed);
        }
        let found = self.pets.iter().find(|pet| pet.id == id);
        found.cloned().ok_or_else(|| ShopError::PetNotFound {
            id,
            near: self.pets.last().map(|pet| pet.id).into_iter().collect(),
        })
    }

    /// Tells of so many new pets; of none for ever.
    #[subscription]
    async fn arrivals(&self, count: i64) -> Result<impl Stream<Item = Pet>, ShopError> {
        if count < 0 {
            return Err(ShopError::Closed);
        }
        let pets = self.pets.clone();
        let arrivals = stream::iter(pets).take(count as usize);
        Ok(match count {
            0 => stream::pending().boxed(),
            _ => arrivals.boxed(),
        })
    }
}
