//! Every recorded result that is what the document says.

use callwright::{Call, Params, Request};
use callwright_tests::clients::shop::types::{Pet, PetKind};
use serde_json::json;

use super::Session;

/// What all recorded pets have in common.
fn assert_common(pet: &Pet) {
    assert_eq!((pet.good_boy, pet.is_error), (Some(false), Some(false)));
    assert_eq!(pet.kind, Some(PetKind::Cat));
    assert_eq!(pet.weight, Some(1.0 / 3.0));
    assert!(pet.owner.is_none() && pet.extra.as_ref().is_none_or(|extra| extra.is_null()));
}

#[tokio::test]
async fn pets_come_with_all_their_slots() {
    let session = Session::open().await;
    let pet = session.shop.born_pet().await.unwrap();
    assert_eq!((pet.id, &*pet.full_name, &*pet.tag), (9, "T", "t"));
    assert_eq!(pet.born.as_deref(), Some("2023-02-01T12:00:00.000000Z"));
    assert_common(&pet);

    let page = session.shop.list_pets().await.unwrap();
    for (index, pet) in page.items.iter().enumerate() {
        assert_eq!(
            (pet.id, &pet.full_name),
            (index as i64, &format!("Cat {index}"))
        );
        assert_eq!(pet.born, None);
        assert_common(pet);
    }
}

#[tokio::test]
async fn numbers_maps_and_true_are_read() {
    let session = Session::open().await;
    assert_eq!(session.shop.frac().await.unwrap(), 1.0 / 3.0);
    assert_eq!(
        json!(session.shop.stats().await.unwrap()),
        json!({ "a": 1 })
    );
    assert!(session.shop.is_open_t().await.unwrap());
}

/// The server takes what the document does not allow; calls without the document's types reach it all the same.
#[tokio::test]
async fn dynamic_calls_have_the_document_s_types_if_wanted() {
    let session = Session::open().await;
    let create = |params| {
        let connection = session.shop.connection().clone();
        Call::<Pet>::dynamic(connection, Request::new("create_pet", params))
    };
    let params = Params::by_position()
        .with("name", "B")
        .unwrap()
        .with("tag", "dog")
        .unwrap();
    let pet = create(params).await.unwrap();
    assert_eq!((pet.id, &*pet.full_name, &*pet.tag), (1, "B", "dog"));
    assert_common(&pet);

    let params = Params::by_name()
        .with("name", "B")
        .unwrap()
        .with("tag", "t")
        .unwrap();
    let pet = create(params.with("unknown", &1).unwrap()).await.unwrap();
    assert_eq!((pet.id, &*pet.tag), (2, "t"));
}
