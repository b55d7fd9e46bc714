//! What users choose about a client: names of their own, clients of tags, changes to the document.

use callwright::Error;
use callwright_tests::cases::{overlay, rename, split};
use serde_json::json;

use super::Scripted;

#[tokio::test]
async fn clients_of_tags_share_the_connection_and_the_table() {
    let script = Scripted::new([
        json!({ "items": [{ "id": 1 }], "next": "k" }),
        json!({ "items": [{ "id": 2 }] }),
        json!("1.2"),
    ]);
    let client = split::Split::with_connection(script.clone());
    let page = client.pets().list_pets().limit(1).await.unwrap();
    let next = page.next.expect("there is a second page");
    assert_eq!(next().await.unwrap().items[0].id, 2);
    assert_eq!(client.version().await.unwrap(), "1.2");
    assert_eq!(
        script.asked(),
        ["listPets [1]", r#"listPets [1,"k"]"#, "version []"]
    );
    assert_eq!(split::Split::METHODS.len(), 7);
    assert!(
        client
            .to_string()
            .contains("pets().get_pet(id: i64) -> types::Pet")
    );
}

#[tokio::test]
async fn errors_of_methods_with_tags_are_theirs() {
    let pets: split::tags::Pets = split::Split::with_connection(Scripted::new([])).pets();
    let answer = pets.get_pet(1).await;
    assert!(matches!(
        answer,
        Err(Error::<split::errors::GetPet>::Closed(_))
    ));
}

#[tokio::test]
async fn chosen_names_are_rusts_and_the_wire_has_its_own() {
    let script = Scripted::new([json!({ "its": [{ "nm": "x", "name": "y" }], "state": "I" })]);
    let client = rename::Rename::with_connection(script.clone());
    let filter = rename::types::ListFilter { n: Some(1) };
    let page: rename::types::PetPage = client.list(filter).limit(5).await.unwrap();
    let pet: &rename::types::Animal = &page.pets[0];
    assert_eq!(
        (pet.name.as_deref(), pet.name_2.as_deref()),
        (Some("x"), Some("y"))
    );
    assert!(matches!(
        page.state,
        Some(rename::types::ListResultState::Idle)
    ));
    assert_eq!(script.asked(), [r#"srv_ListAllPets [{"n":1},5]"#]);
}

#[tokio::test]
async fn the_client_is_that_of_the_changed_document() {
    let script = Scripted::new([json!({ "id": 7, "owner": { "since": { "year": 2000 } } })]);
    let client = overlay::Overlay::with_connection(script.clone());
    let thing: overlay::types::Thing = client.get_thing(7).await.unwrap();
    let since = thing.owner.and_then(|owner| owner.since);
    assert_eq!(since.and_then(|date| date.year), Some(2000));
    assert_eq!(overlay::Overlay::METHODS.len(), 2);
}
