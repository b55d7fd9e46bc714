//! Types of the user's: by format and in the place of schemas, and what is derived for them.

use std::collections::HashSet;

use callwright_tests::cases::convert::OwnTypes;
use callwright_tests::cases::convert::types::{Booking, Pet, PetKind};
use callwright_tests::own::{Address, Cents};
use chrono::{DateTime, NaiveDate};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Scripted;

fn booking() -> Value {
    json!({
        "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "made": "2026-01-02T03:04:05Z",
        "day": "2026-01-03",
        "hosts": ["127.0.0.1"],
        "address": { "street": "Main Street 1" },
        "price": { "cents": 250 },
        "guest": { "name": "Bobik", "kind": "dog" },
        "either": "67e55044-10b1-426f-9247-bb680e5fe0c8",
    })
}

#[tokio::test]
async fn values_are_of_the_users_types_both_ways() {
    let script = Scripted::new([booking()]);
    let client = OwnTypes::with_connection(script.clone());
    let id: Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
    let call = client.book(id).at(DateTime::UNIX_EPOCH);
    let booked = call.address(Address("Here 2".to_owned())).await.unwrap();
    assert_eq!(
        script.asked(),
        [format!(
            r#"book ["{id}","1970-01-01T00:00:00Z",{{"street":"Here 2"}}]"#
        )]
    );
    assert_eq!((booked.id, booked.price), (id, Some(Cents { cents: 250 })));
    assert_eq!(booked.day, Some(NaiveDate::from_ymd_opt(2026, 1, 3)));
    assert_eq!(booked.address, Address("Main Street 1".to_owned()));
    assert_eq!(serde_json::to_value(&booked).unwrap(), booking());
}

#[test]
fn what_is_no_value_of_the_type_is_refused() {
    let mut wrong = booking();
    wrong["id"] = json!("no uuid");
    assert!(serde_json::from_value::<Booking>(wrong).is_err());
}

#[test]
fn derives_are_there() {
    let read = |value| serde_json::from_value::<Booking>(value).unwrap();
    assert_eq!(read(booking()), read(booking()));
    let pet = Pet {
        name: "Bobik".to_owned(),
        kind: PetKind::Dog,
        friends: None,
        extra: serde_json::Map::new(),
    };
    assert_eq!(HashSet::from([pet.clone(), pet]).len(), 1);
}
