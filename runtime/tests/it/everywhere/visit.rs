//! What a visitor does in the shop, and what comes of it on any wire.
use std::fmt::{Debug, Write};

use callwright::{Call, Params, Request, batch};
use serde_json::{Value, json};

use super::petshop::{
    Petshop, errors,
    types::{Kind, Owner},
};

/// A line for each outcome.
pub const EXPECTED: &str = include_str!("expected.txt");

/// Goes through the shop, and writes down all that it is told.
pub async fn outcomes(shop: &Petshop) -> String {
    let mut seen = String::new();
    calls(shop, &mut seen).await;
    pages(shop, &mut seen).await;
    together(shop, &mut seen).await;
    seen
}

fn note(seen: &mut String, what: &str, outcome: impl Debug) {
    writeln!(seen, "{what}: {outcome:?}").unwrap();
}

async fn calls(shop: &Petshop, seen: &mut String) {
    note(
        seen,
        "bobik",
        shop.create_pet("Bobik", "the dog").kind(Kind::Dog).await,
    );
    let owner = Owner {
        email: "ada@petshop.test".into(),
        phone: None,
    };
    note(
        seen,
        "owned",
        shop.create_pet("Murka \"ä\"", "").owner(owner).await,
    );
    note(
        seen,
        "unowned",
        shop.create_pet("Nobody", "x").owner(None).await,
    );
    match shop.create_pet("Bobik", "again").await.unwrap_err() {
        callwright::Error::Server(errors::CreatePet::NameTaken(error)) => {
            let data = error.data::<Value>();
            note(
                seen,
                "taken",
                (error.code(), error.message(), error.method(), data),
            );
        }
        other => panic!("{other:?}"),
    }
    note(seen, "found", shop.get_pet(1).await);
    let missing = shop.get_pet(77).await.unwrap_err();
    note(
        seen,
        "missing",
        (missing.server().unwrap().code(), missing.to_string()),
    );
    match shop.get_pet(-1).await.unwrap_err() {
        // Only JSON has lines and columns.
        callwright::Error::Decode(fault) => note(seen, "odd", (fault.path(), fault.snippet())),
        other => panic!("{other:?}"),
    }
    note(seen, "null", shop.all_tags().await);
    #[expect(deprecated)]
    let counted = shop.count_pets();
    note(seen, "count", counted.await);
    shop.log_visit("Ada").await.unwrap();
    free(shop, seen).await;
}

/// Methods that the document does not tell of.
async fn free(shop: &Petshop, seen: &mut String) {
    let dynamic = |method, params| Request::new(method, params);
    let given = Params::by_position()
        .with("a", &json!({"deep": [1, -2.5, null, "é", u64::MAX]}))
        .and_then(|params| params.with("b", &true))
        .unwrap();
    let mirror = dynamic("mirror", given);
    let call: Call<Value> = Call::dynamic(shop.connection().clone(), mirror.clone());
    note(seen, "mirror", call.await);
    let call: Call<Value> = Call::dynamic(shop.connection().clone(), mirror);
    note(seen, "mirror", call.both_wires().await);
    let unknown = dynamic("unknown", Params::by_position());
    let call: Call<Value> = Call::dynamic(shop.connection().clone(), unknown);
    let error = call.await.unwrap_err();
    note(
        seen,
        "unknown",
        error.server().map(callwright::ServerError::code),
    );
}

async fn pages(shop: &Petshop, seen: &mut String) {
    for number in 3..7 {
        shop.create_pet(format!("pet {number}"), "t").await.unwrap();
    }
    let first = shop.list_pets().limit(3).await.unwrap();
    note(
        seen,
        "first",
        (first.items.len(), first.key(), &first.extra),
    );
    let second = first.next.clone().unwrap()().await.unwrap();
    note(
        seen,
        "second",
        (second.items.len(), second.key(), &second.extra),
    );
    let key = serde_json::to_string(second.key().unwrap()).unwrap();
    let key: Value = serde_json::from_str(&key).unwrap();
    let resumed = shop.list_pets().limit(3).from_key(key).await.unwrap();
    note(seen, "resumed", (&resumed.items, resumed.next.is_none()));
    let last = shop.list_pets().limit(3).from_key(second.key().unwrap());
    note(seen, "last", last.await.unwrap().items.len());
    let names = shop.list_pets().limit(2).items().try_collect::<Vec<_>>();
    let names: Vec<_> = names
        .await
        .unwrap()
        .into_iter()
        .map(|pet| pet.name)
        .collect();
    note(seen, "names", names);
}

async fn together(shop: &Petshop, seen: &mut String) {
    let calls = (shop.get_pet(0), shop.get_pet(99), shop.list_pets().limit(1));
    let (found, missing, page) = batch(calls).await;
    let missing = missing.unwrap_err().to_string();
    note(
        seen,
        "batch",
        (found.unwrap().name, missing, page.unwrap().key()),
    );
}
