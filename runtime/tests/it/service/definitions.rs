//! The services of these tests.
use std::sync::Mutex;

use callwright::schemars::{self, JsonSchema};
use callwright::{Context, ServerError};
use serde::{Deserialize, Serialize};

/// A pet of the shop.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub(crate) struct Pet {
    pub(super) id: i64,
    pub(super) name: String,
}

pub(crate) struct Pets {
    pets: Vec<Pet>,
    log: Mutex<Vec<String>>,
}

type Found<T> = Result<T, ServerError>;

/// A small shop.
#[callwright::service(title = "Pets", version = "1.0.0")]
impl Pets {
    pub(crate) fn new() -> Self {
        let name = "Bobik".to_owned();
        Self {
            pets: vec![Pet { id: 1, name }],
            log: Mutex::default(),
        }
    }

    /// Looks a pet up.
    ///
    /// By its number.
    #[deprecated]
    async fn get_pet(&self, id: i64) -> Result<Pet, ServerError> {
        self.found(id)
    }

    /// The same, behind an alias.
    fn find(&self, #[param(name = "petId")] id: i64) -> Found<Pet> {
        self.found(id)
    }

    #[skip]
    fn found(&self, id: i64) -> Found<Pet> {
        let mut pets = self.pets.iter();
        let pet = pets.find(|pet| pet.id == id);
        pet.cloned()
            .ok_or_else(|| ServerError::new(42, "Pet not found"))
    }

    async fn absent(&self, limit: Option<u32>, tag: Option<Option<String>>) -> String {
        format!("{limit:?} {tag:?}")
    }

    fn defaults(
        &self,
        /// How many.
        #[param(default = 10)]
        limit: u32,
        #[param(default)] tags: Vec<String>,
        #[param(default = Some(1))] null: Option<u8>,
    ) -> (u32, Vec<String>, Option<u8>) {
        (limit, tags, null)
    }

    async fn lent(
        &self,
        text: &str,
        numbers: &[i64],
        pet: &Pet,
        context: &Context,
        tag: Option<&str>,
        other: Option<&Pet>,
    ) -> String {
        let sum: i64 = numbers.iter().sum();
        let origin = context.origin();
        let other = other.map(|other| other.id);
        format!("{text} {sum} {} {origin} {tag:?} {other:?}", pet.name)
    }

    #[method(name = "shop.rename")]
    async fn rename(&self, r#type: String, context: Context) -> String {
        context.extensions().insert(r#type.len());
        r#type
    }

    #[notification]
    async fn log(&self, line: String) {
        self.log.lock().unwrap().push(line);
    }

    async fn logged(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

pub(crate) struct Keeper<T>(pub(crate) Mutex<Vec<T>>);

#[callwright::service(
    title = concat!("Keeper of ", "things"),
    prefix = "things.",
    wire = ["json", "msgpack"],
    unknown_params = "reject"
)]
impl<T> Keeper<T>
where
    T: Clone + JsonSchema + Serialize + for<'de> Deserialize<'de> + Send + Sync + 'static,
{
    async fn keep(&self, thing: T, times: Option<usize>) -> usize {
        let mut things = self.0.lock().unwrap();
        things.extend(std::iter::repeat_n(thing, times.unwrap_or(1)));
        things.len()
    }

    async fn all(&self) -> Vec<T> {
        self.0.lock().unwrap().clone()
    }
}
