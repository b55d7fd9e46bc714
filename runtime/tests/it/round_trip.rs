//! Documents of hard types through the generator and back: a client made of what a service says of itself.
mod generated;
mod types;
mod values;

use callwright::{Document, Server, ServerError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use types::*;

// The client of the document that the test below keeps current.
callwright::generate_client! {
    name: EchoClient,
    spec: "tests/it/round_trip/openrpc.json",
    visibility: "pub(super)",
}

const DOCUMENT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/it/round_trip/openrpc.json"
);

/// What one side has, as the type of the other.
fn across<A: Serialize, B: DeserializeOwned>(value: A) -> B {
    let json = serde_json::to_string(&value).unwrap();
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

struct Echo;

type Two = Pair<Vec<u8>, Pair<Colour, Option<Tree>>>;

/// Repeats what it is told.
#[callwright::service(title = "Echo", version = "1.0.0")]
impl Echo {
    async fn tree(&self, tree: Tree) -> Tree {
        tree
    }
    async fn pair(&self, pair: Two) -> Two {
        pair
    }
    async fn external(&self, all: Vec<External>) -> Vec<External> {
        all
    }
    async fn internal(&self, all: Vec<Internal>) -> Vec<Internal> {
        all
    }
    async fn adjacent(&self, all: Vec<Adjacent>) -> Vec<Adjacent> {
        all
    }
    async fn untagged(&self, all: Vec<Untagged>) -> Vec<Untagged> {
        all
    }
    async fn colour(&self, colour: Colour, other: Option<Colour>) -> (Colour, Option<Colour>) {
        (colour, other)
    }
    async fn sheet(&self, sheet: Sheet) -> Sheet {
        sheet
    }
    async fn flat(&self, flat: Flat) -> Flat {
        flat
    }
    async fn flat_enum(&self, all: Vec<FlatEnum>) -> Vec<FlatEnum> {
        all
    }
    async fn maps(&self, maps: Maps) -> Maps {
        maps
    }
    async fn numbers(&self, numbers: Numbers) -> Numbers {
        numbers
    }
    async fn defaults(&self, defaults: Option<Defaults>) -> Option<Defaults> {
        defaults
    }
    async fn formats(&self, formats: Formats) -> Formats {
        formats
    }
    async fn names(&self, names: Names, inner: other::Inner) -> (Names, other::Inner) {
        (names, inner)
    }
    async fn secret(&self, secret: Secret) -> Secret {
        secret
    }
    async fn absent(&self, once: Option<u8>, twice: Option<Option<u8>>) -> Vec<Option<u8>> {
        match twice {
            None => vec![once],
            Some(twice) => vec![once, twice],
        }
    }
    async fn anything(&self, value: Value) -> Result<Value, ServerError> {
        Ok(value)
    }
}

#[test]
fn the_document_is_current() {
    Document::of::<Echo>().check_file(DOCUMENT).unwrap();
}
