//! The shop, as the README shows it.
use callwright::{Keyset, Paginated, RpcError, ServerError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

/// Who a pet belongs to.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
struct Owner { email: String, phone: Option<String> }

#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind { Cat, Dog, Other }

/// One pet of the shop.
#[derive(Clone, Serialize, JsonSchema)]
struct Pet { /** Its number. */ id: i64, name: String, tag: String, kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")] owner: Option<Owner> }

#[derive(RpcError)] enum Refused { #[rpc(code = 40)] NameTaken { id: i64 }, #[rpc(code = 41)] ShopFull }
#[derive(RpcError)] enum Missing { #[rpc(code = 42)] PetNotFound }

#[derive(Default)]
pub struct Petshop(Mutex<Vec<Pet>>);

/// Sells pets. Every result with many of them comes in pages.
#[callwright::service(title = "Petshop", version = "1.0.0")]
impl Petshop {
    /// Takes a new pet in.
    async fn create_pet(&self, /** What the pet is called. */ name: String, /** What it is known for. */ tag: String,
        kind: Option<Kind>, /** Null says that it has none. */ owner: Option<Option<Owner>>) -> Result<Pet, Refused> {
        let mut pets = self.0.lock().await;
        if let Some(pet) = pets.iter().find(|pet| pet.name == name) { return Err(Refused::NameTaken { id: pet.id }); }
        if pets.len() == 1000 { return Err(Refused::ShopFull); }
        let (id, kind, owner) = (1 + pets.len() as i64, kind.unwrap_or(Kind::Other), owner.flatten());
        pets.push(Pet { id, name, tag, kind, owner });
        Ok(pets[pets.len() - 1].clone())
    }
    /// Looks a pet up.
    async fn get_pet(&self, id: i64) -> Result<Pet, Missing> {
        self.0.lock().await.iter().find(|pet| pet.id == id).cloned().ok_or(Missing::PetNotFound)
    }
    /// Lists the pets in the order of their numbers.
    ///
    /// Each page says where the next one starts.
    async fn list_pets(&self, /** The number of the first pet. */ page_key: Option<i64>,
        /** Pets on a page at the most. */ limit: Option<u64>) -> Result<Paginated<Pet, i64>, ServerError> {
        let pets = self.0.lock().await;
        let query = async |from, most| Ok(pets.iter().filter(|pet| Some(pet.id) >= from).take(most).cloned().collect());
        Keyset::from(|pet: &Pet| pet.id).with_default_limit(10).page(limit, page_key, query).await
    }
    /// Every tag once.
    async fn all_tags(&self) -> std::collections::BTreeSet<String> {
        self.0.lock().await.iter().map(|pet| pet.tag.clone()).collect()
    }
    /// Tells the shop who came; it does not answer.
    #[notification] async fn log_visit(&self, visitor: String) { println!("{visitor} came") }
    /// The number of pets.
    #[deprecated] async fn count_pets(&self) -> i64 { self.0.lock().await.len() as i64 }
}
