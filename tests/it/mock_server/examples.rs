//! OpenRPC's own examples: each method of each document, called through its generated client.

use callwright::{Connection as _, Error, Params, Request};
use callwright_tests::clients::{
    empty, links, metrics, petstore, petstore_by_name, petstore_expanded, simple_math, versions,
};
use callwright_tests::corpus;
use callwright_tests::peer::MockServer;
use serde_json::json;

/// A mock of one of the documents. It answers from the document's examples where the params are those of one, else
/// with random values of the result's schema.
fn mock(document: &str) -> MockServer {
    let path = format!("open-rpc__examples/service-descriptions/{document}-openrpc.json");
    MockServer::start(&corpus::path(&path)).expect("mock-server starts")
}

#[tokio::test]
async fn versions_are_the_examples() {
    let server = mock("api-with-examples");
    let client = versions::Versions::connect(&server.url()).await.unwrap();
    let versions = client.get_versions().await.unwrap();
    assert_eq!(versions["versions"][0]["id"], "v2.0");
    let details = client.get_version_details().await.unwrap();
    let details: serde_json::Value = serde_json::from_str(&details).unwrap();
    assert_eq!(details["versions"][1]["status"], "EXPERIMENTAL");
}

#[tokio::test]
async fn a_service_without_methods_has_a_client() {
    let server = mock("empty");
    let client = empty::Empty::connect(&server.url()).await.unwrap();
    assert!(empty::Empty::METHODS.is_empty());
    assert_eq!(client.to_string(), "");
}

#[tokio::test]
async fn results_lead_to_further_calls() {
    let server = mock("link-example");
    let client = links::Links::connect(&server.url()).await.unwrap();
    let _: links::types::User = client.get_user_by_name("ann").await.unwrap();
    let _: Vec<links::types::Repository> = client.get_repositories_by_owner("ann").await.unwrap();
    let _: links::types::Repository = client.get_repository("ann", "shop").await.unwrap();
    let open = links::types::GetPullRequestsByRepositoryState::Open;
    let all = client.get_pull_requests_by_repository("ann", "shop");
    let _: Vec<links::types::Pullrequest> = all.clone().await.unwrap();
    let _: Vec<links::types::Pullrequest> = all.state(open).await.unwrap();
    let _: links::types::Pullrequest = client
        .get_pull_requests_by_id("ann", "shop", "7")
        .await
        .unwrap();
    let _: serde_json::Value = client.merge_pull_request("ann", "shop", "7").await.unwrap();
}

/// The mock answers even notifications, and breaks where a method has no result to make up: with 6969, but only once
/// it has found the params right.
#[tokio::test]
async fn notifications_arrive() {
    let server = mock("metrics");
    let client = metrics::Metrics::connect(&server.url()).await.unwrap();
    let code = |answer: Result<(), Error>| answer.unwrap_err().server().map(|error| error.code());
    let clicked = client.link_clicked().link_href("https://open-rpc.org");
    let labelled = clicked.clone().link_label("Visit the OpenRPC Homepage");
    assert_eq!(code(labelled.await), Some(6969));
    assert_eq!(code(clicked.await), Some(6969));

    let wrong = Params::by_position().with("link href", &7).unwrap();
    let refused = client
        .connection()
        .notify(Request::new("link_clicked", wrong));
    assert_eq!(code(refused.await), Some(-32602));
}

#[tokio::test]
async fn pets_by_name() {
    let server = mock("params-by-name-petstore");
    let store = petstore_by_name::PetstoreByName::connect(&server.url())
        .await
        .unwrap();
    let pets = store.list_pets().limit(1).await.unwrap();
    assert_eq!(
        json!(pets),
        json!([{ "id": 7, "name": "fluffy", "tag": "poodle" }])
    );
    let () = store.create_pet().await.unwrap();
    let _: petstore_by_name::types::Pets = store.get_pet("7").await.unwrap();
}

#[tokio::test]
async fn pets_by_position() {
    let server = mock("petstore");
    let store = petstore::Petstore::connect(&server.url()).await.unwrap();
    let pets = store.list_pets().limit(1).await.unwrap();
    assert_eq!(
        json!(pets),
        json!([{ "id": 7, "name": "fluffy", "tag": "poodle" }])
    );
    let _: petstore::types::PetId = store
        .create_pet("fluffy")
        .new_pet_tag("poodle")
        .await
        .unwrap();
    let fluffy = store.get_pet(7).await.unwrap();
    assert_eq!((fluffy.id.0, &*fluffy.name), (7, "fluffy"));

    let refused = store.list_pets().limit(0).await.unwrap_err();
    let Error::Server(petstore::errors::ListPets::Other(refused)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refused.code(), -32602, "less than the document's minimum");
}

#[tokio::test]
async fn pets_with_composed_schemas() {
    use petstore_expanded::types::{NewPet, Pet};

    let server = mock("petstore-expanded");
    let store = petstore_expanded::PetstoreExpanded::connect(&server.url())
        .await
        .unwrap();
    let _: Vec<Pet> = store.get_pets().await.unwrap();
    let _: Vec<Pet> = store
        .get_pets()
        .tags(vec!["cat".into()])
        .limit(2)
        .await
        .unwrap();
    let fluffy = NewPet {
        name: "fluffy".into(),
        tag: None,
    };
    let _: Pet = store.create_pet().new_pet(fluffy).await.unwrap();
    let _: Pet = store.get_pet_by_id(7).await.unwrap();
    let _: serde_json::Value = store.delete_pet_by_id(7).await.unwrap();
}

#[tokio::test]
async fn sums_are_the_examples() {
    let server = mock("simple-math");
    let math = simple_math::SimpleMath::connect(&server.url())
        .await
        .unwrap();
    assert_eq!(math.addition().a(2).b(2).await.unwrap(), 4);
    assert_eq!(math.addition().a(4).b(4).await.unwrap(), 8);
    assert_eq!(math.subtraction().a(4).b(2).await.unwrap(), 2);
    assert_eq!(math.subtraction().a(8).b(4).await.unwrap(), 4);
}
