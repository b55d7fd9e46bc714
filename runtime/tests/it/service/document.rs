//! What a service says of itself.
use std::sync::Mutex;

use callwright::{Handlers, Service};
use serde_json::{Value, json};

use super::definitions::{Keeper, Pets};

fn method<'a>(document: &'a Value, name: &str) -> &'a Value {
    let mut methods = document["methods"].as_array().unwrap().iter();
    methods.find(|method| method["name"] == name).unwrap()
}

#[test]
fn methods_are_described_as_they_are_written() {
    let document = Pets::new().document().unwrap().to_value();
    let info = json!({ "title": "Pets", "version": "1.0.0", "description": "A small shop." });
    assert_eq!(document["info"], info);
    let pet = json!({ "$ref": "#/components/schemas/Pet" });
    let expected = json!({
        "name": "get_pet", "summary": "Looks a pet up.", "description": "By its number.",
        "deprecated": true, "paramStructure": "by-name",
        "params": [{ "name": "id", "required": true, "schema": { "type": "integer", "format": "int64" } }],
        "result": { "name": "get_pet_result", "schema": pet },
    });
    assert_eq!(*method(&document, "get_pet"), expected);
    let find = method(&document, "find");
    assert_eq!(
        (&find["params"][0]["name"], &find["result"]["schema"]),
        (&json!("petId"), &pet)
    );
    assert!(method(&document, "log").get("result").is_none());
    assert_eq!(
        method(&document, "shop.rename")["params"][0]["name"],
        "type"
    );
    assert!(!document.to_string().contains("found"));
}

#[test]
fn params_say_when_they_may_be_left_out() {
    let document = Pets::new().document().unwrap().to_value();
    let tag = &method(&document, "absent")["params"][1];
    assert_eq!(tag["schema"]["type"], json!(["string", "null"]));
    let params = &method(&document, "defaults")["params"];
    let limit = json!({
        "name": "limit", "summary": "How many.",
        "schema": { "type": "integer", "format": "uint32", "minimum": 0, "default": 10 },
    });
    assert_eq!(params[0], limit);
    assert_eq!(params[1]["schema"]["default"], json!([]));
    assert_eq!(params[2]["schema"]["default"], json!(1));
    let lent = method(&document, "lent")["params"].as_array().unwrap();
    let names: Vec<_> = lent
        .iter()
        .map(|param| param["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["text", "numbers", "pet", "tag", "other"]);
}

#[test]
fn a_generic_service_is_described_for_its_types() {
    let keeper = Keeper::<u8>(Mutex::default());
    let document = keeper.document().unwrap().to_value();
    assert_eq!(document["info"]["title"], "Keeper of things");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let all = &method(&document, "things.all")["result"]["schema"]["items"];
    assert_eq!(all["format"], "uint8");
    assert!(Handlers::from(keeper).has("things.keep"));
}
