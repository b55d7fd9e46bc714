//! The petshop of the README: what it is, what its document is, and what it does.

use callwright::{Error, Page};
use callwright_codegen::{Options, Source, generate};
use callwright_tests::cases::petshop::types::Pet;
use callwright_tests::cases::petshop::{Petshop, errors};
use callwright_tests::deadline::within;
use serde_json::{Value, json};

use super::{documents, serve, url};

#[expect(unreachable_pub, reason = "it stands in the README as it is")]
#[path = "../../../runtime/examples/petshop/shop.rs"]
#[rustfmt::skip]
pub(super) mod shop;

const README: &str = include_str!("../../../README.md");
const CODE: &str = include_str!("../../../runtime/examples/petshop/shop.rs");
const FIXTURE: &str = include_str!("../../../fixtures/cases/petshop/openrpc.json");

#[test]
fn it_stands_in_the_readme_in_under_60_lines() {
    let (_, code) = CODE.split_once('\n').unwrap();
    assert!(code.lines().count() < 60);
    assert!(
        README.contains(code.trim_end()),
        "the README has another petshop"
    );
}

#[test]
fn its_document_passes_the_meta_schema() {
    let document = documents::of(&shop::Petshop::default());
    assert_eq!(documents::faults(&document), "");
    assert!(document["openrpc"].as_str().unwrap().starts_with("1.4."));
}

/// What of the fixture's document code can't say, and what stands in its place.
fn as_code_says_it(fixture: &mut Value, ours: &Value) {
    // Where it is served is known when it is; the document that is served has it.
    fixture.as_object_mut().unwrap().remove("servers");
    let methods = fixture["methods"].as_array_mut().unwrap();
    for method in methods.iter_mut() {
        // Every method takes its params by name, and is documented so.
        method["paramStructure"] = json!("by-name");
    }
    // What an error's data is, it has a schema for, where the fixture has an example.
    methods[0]["x-error-data"] = ours["methods"][0]["x-error-data"].clone();
    let create = methods[0].as_object_mut().unwrap();
    // Code has no examples, and its results no texts beside their types'.
    create.remove("examples");
    create["result"].as_object_mut().unwrap().remove("summary");
    let (data, of_ours) = ("RefusedNameTaken", &ours["components"]["schemas"]);
    fixture["components"]["schemas"][data] = of_ours[data].clone();
}

/// What is generated for a document of the shop.
fn client(name: &str, document: &Value) -> String {
    let source = Source::Path(documents::written(name, document));
    let generated = generate(&source, &Options::default()).unwrap();
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
    generated.tokens.to_string()
}

#[test]
fn its_document_gives_the_client_of_the_fixture() {
    let document = documents::of(&shop::Petshop::default());
    let ours = client("petshop", &document);
    let mut fixture: Value = serde_json::from_str(FIXTURE).unwrap();
    as_code_says_it(&mut fixture, &document);
    let theirs = client("fixture", &fixture);
    assert!(
        ours == theirs,
        "the clients differ:\n{}",
        documents::different(&theirs, &ours)
    );
}

/// What the original's example and the README of its client do, with the client of the fixture.
#[tokio::test]
async fn it_does_what_the_originals_example_does() {
    let server = serve(shop::Petshop::default()).await;
    let client = Petshop::connect(&url(&server)).await.unwrap();
    within("the visit", visit(&client)).await.unwrap();
}

async fn visit(shop: &Petshop) {
    let none: Page<Pet> = shop.list_pets().await.unwrap();
    assert!(none.items.is_empty() && none.next.is_none());
    // Numbers begin with one.
    for (number, name) in (1..=12).zip('a'..) {
        let name = name.to_string();
        let pet = shop.create_pet(&name, "the dog").await.unwrap();
        assert_eq!(
            (pet.id, pet.name, pet.tag),
            (number, name, "the dog".to_owned())
        );
    }
    // A page has ten unless it is told otherwise, and the next one comes by a closure that can be called again.
    let first = shop.list_pets().await.unwrap();
    let numbers = |page: &Page<Pet>| page.items.iter().map(|pet| pet.id).collect::<Vec<_>>();
    assert_eq!(numbers(&first), (1..=10).collect::<Vec<_>>());
    let next = first.next.unwrap();
    for _ in 0..2 {
        let second = next().await.unwrap();
        assert_eq!(numbers(&second), [11, 12]);
        assert!(second.next.is_none());
    }
    let all = shop
        .list_pets()
        .limit(5)
        .items()
        .try_collect::<Vec<_>>()
        .await
        .unwrap();
    assert_eq!(all.len(), 12);
    assert_eq!(shop.get_pet(7).await.unwrap().name, "g");
    match shop.get_pet(99).await {
        Err(Error::Server(errors::GetPet::PetNotFound(error))) => {
            assert_eq!(error.message(), "Pet not found")
        }
        other => panic!("{other:?}"),
    }
}
