//! The service that all visitors call, whatever they are written in and come by.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use callwright::{
    Call, Connection, Context, Error, Paginated, Params, Request, RpcError, ServerError,
};
use futures_util::{Stream, StreamExt, stream};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far it counts.
const MOST: u64 = 5;

/// Remembers who was there.
#[derive(Debug, Default)]
pub struct Desk {
    notes: Mutex<Vec<Value>>,
    pets: Mutex<Vec<Pet>>,
}

/// What a pet is.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Purrs.
    Cat,
    /// Barks.
    Dog,
}

/// Who comes with whom.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Pet {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it lives, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Its young, and theirs.
    #[serde(default)]
    pub young: Vec<Pet>,
}

/// What a page says beside its items.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Total {
    /// How many there are on all pages.
    pub total: u64,
}

/// What is refused.
#[derive(Debug, RpcError)]
pub enum Refusal {
    /// Nobody has this number.
    #[rpc(code = 42, message = "No such pet")]
    NoSuchPet {
        /// The number.
        id: i64,
    },
    /// Another has the name.
    #[rpc(code = 43, message = "Name taken")]
    NameTaken(Pet),
    /// Nobody comes in any more.
    #[rpc(code = 44)]
    DeskClosed,
}

/// Who asks, as the desk sees it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Guest {
    /// Where the desk was reached.
    pub url: Option<String>,
    /// From which machine.
    pub address: Option<String>,
    /// By which program, where it says so in the head of a request.
    pub agent: Option<String>,
    /// For which time over this connection.
    pub times: u64,
}

/// Kept beside a connection.
struct Times(u64);

/// Answers whoever comes.
#[callwright::service(title = "Desk", version = "1.0.0", wire = ["json", "msgpack"])]
impl Desk {
    async fn add(&self, a: i64, b: i64) -> i64 {
        a.saturating_add(b)
    }

    /// Gives back what it is given.
    async fn echo(&self, value: callwright::Value) -> callwright::Value {
        value
    }

    async fn nothing(&self) {}

    /// Answers with an error of this text.
    async fn fail(&self, text: String) -> Result<(), ServerError> {
        Err(ServerError::new(1, text))
    }

    async fn refuse(&self, id: i64) -> Result<(), Refusal> {
        Err(Refusal::NoSuchPet { id })
    }

    /// Lets a pet in.
    ///
    /// A name is there once.
    async fn register(
        &self,
        /// Who comes.
        pet: Pet,
        /// Where it lives from now on; null says nowhere.
        home: Option<Option<String>>,
        /// How often it is let in.
        #[param(default = 1)]
        times: u32,
    ) -> Result<Vec<Pet>, Refusal> {
        let mut pets = lock(&self.pets);
        if let Some(taken) = pets.iter().find(|other| other.name == pet.name) {
            return Err(Refusal::NameTaken(taken.clone()));
        }
        let home = home.unwrap_or_else(|| pet.home.clone());
        let pet = Pet { home, ..pet };
        pets.extend((0..times).map(|_| pet.clone()));
        Ok(pets.clone())
    }

    /// Tells the desk something.
    #[notification]
    async fn note(&self, line: Value) {
        lock(&self.notes).push(line);
    }

    /// What was noted so far.
    async fn noted(&self) -> Vec<Value> {
        lock(&self.notes).clone()
    }

    /// Takes its time.
    async fn slow(&self, milliseconds: u64, value: Value) -> Value {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        value
    }

    /// Counts from 0 on, page by page.
    async fn count(&self, limit: Option<u64>, page_key: Option<u64>) -> Paginated<u64, u64, Total> {
        let start = page_key.unwrap_or(0).min(MOST);
        let end = start.saturating_add(limit.unwrap_or(10)).min(MOST);
        let next = (end < MOST).then_some(end);
        Paginated::new((start..end).collect(), next).with_extra(Total { total: MOST })
    }

    /// Counts from 0 on, as time goes by.
    #[subscription]
    async fn ticks(&self, to: u64) -> impl Stream<Item = u64> {
        stream::iter(0..to).then(async |number| {
            tokio::time::sleep(Duration::from_millis(1)).await;
            number
        })
    }

    /// Asks the client back, and answers with what it said.
    async fn call_back(
        &self,
        context: &Context,
        method: String,
        params: Vec<Value>,
    ) -> Result<Value, ServerError> {
        ask(context, method, &params).await
    }

    /// Client and server ask each other until the bottom is reached.
    async fn descend(&self, context: &Context, depth: u64) -> Result<u64, ServerError> {
        match depth.checked_sub(1) {
            None => Ok(0),
            Some(below) => Ok(1 + ask::<u64>(context, "descend".into(), &[below]).await?),
        }
    }

    /// Tells the client so many numbers.
    async fn tick(&self, context: &Context, count: u64) -> Result<u64, ServerError> {
        for number in 0..count {
            let told = context
                .peer()
                .notify(request("tick".into(), &[number]))
                .await;
            told.map_err(refused)?;
        }
        Ok(count)
    }

    /// What is known of who asks.
    async fn who(&self, context: &Context) -> Guest {
        let extensions = context.extensions();
        let times = extensions.get::<Times>().map_or(1, |times| times.0 + 1);
        extensions.insert(Times(times));
        let agent = context.headers().get("user-agent");
        Guest {
            url: context.url().map(str::to_owned),
            address: context.address().map(|address| address.ip().to_string()),
            agent: agent.and_then(|agent| Some(agent.to_str().ok()?.to_owned())),
            times,
        }
    }

    /// The client's address, where it has one.
    #[deprecated]
    async fn whence(&self, context: &Context) -> Option<String> {
        context.address().map(|address| address.ip().to_string())
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn request(method: String, params: &[impl Serialize]) -> Request {
    let params = params.iter().fold(Params::by_position(), |filled, param| {
        filled
            .with("", param)
            .expect("numbers and JSON can be written")
    });
    Request::new(method, params)
}

/// What the client says.
async fn ask<R: DeserializeOwned + Send + 'static>(
    context: &Context,
    method: String,
    params: &[impl Serialize],
) -> Result<R, ServerError> {
    let call = Call::dynamic(context.peer().into(), request(method, params));
    call.await.map_err(refused)
}

/// What a call back gave, as the answer to the call.
fn refused(error: Error) -> ServerError {
    match error {
        Error::Server(error) => ServerError::new(error.code().max(1), error.message()),
        error => ServerError::new(2, error.to_string()),
    }
}
