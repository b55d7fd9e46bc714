//! Documents of tables: what becomes of types in both directions, of names, of defaults.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::Param;

/// A pet.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Pet {
    id: u64,
    /// What it is called.
    name: String,
    tag: Option<String>,
    #[serde(default)]
    friends: Vec<Pet>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Account {
    name: String,
    #[serde(skip_serializing)]
    #[allow(dead_code)]
    password: String,
}

mod wild {
    #[derive(serde::Serialize, schemars::JsonSchema)]
    pub(super) struct Pet {
        danger: u8,
    }
}

const fn method(name: &'static str, params: &'static [Param]) -> crate::Method {
    crate::Method::new(name, name).by_name().params(params)
}

const PET: &[Param] = &[Param::required("pet", "Pet")];

fn schemas(document: &Document) -> Vec<&str> {
    let names = document.components.schemas.keys();
    names.map(String::as_str).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn what_is_only_written_always_has_what_is_always_there() {
    const LIST: crate::Method = method("list", &[]);
    const PETS: ServiceDescription = ServiceDescription::new("Pets", "1")
        .methods(&[MethodDescription::of(&LIST).result(schema_of::<Vec<Pet>>())]);
    let document = PETS.document();
    let pet = &document.components.schemas["Pet"];
    let all = json!(["id", "name", "tag", "friends"]);
    assert_eq!(pet["required"], all);
    assert_eq!(pet["description"], "A pet.");
    assert_eq!(pet["properties"]["friends"]["items"], reference("Pet"));
    let result = document.methods[0].result.as_ref().unwrap();
    assert_eq!(result.schema.as_ref().unwrap()["items"], reference("Pet"));
}

#[test]
fn a_type_of_both_directions_is_one_that_asks_for_no_more_than_either() {
    const ADD: crate::Method = method("add", PET);
    const PETS: ServiceDescription =
        ServiceDescription::new("Pets", "1").methods(&[MethodDescription::of(&ADD)
            .params(&[schema_of::<Pet>()])
            .result(schema_of::<Pet>())]);
    let document = PETS.document();
    assert_eq!(schemas(&document), ["Pet"]);
    let pet = &document.components.schemas["Pet"];
    assert_eq!(pet["required"], json!(["id", "name"]));
}

#[test]
fn a_type_that_is_another_when_it_is_read_has_two_names() {
    const ADD: crate::Method = method("add", PET);
    const ACCOUNTS: ServiceDescription =
        ServiceDescription::new("Accounts", "1").methods(&[MethodDescription::of(&ADD)
            .params(&[schema_of::<Option<Account>>()])
            .result(schema_of::<Vec<Account>>())]);
    let document = ACCOUNTS.document();
    assert_eq!(schemas(&document), ["Account", "AccountInput"]);
    let input = &document.components.schemas["AccountInput"];
    assert_eq!(input["required"], json!(["name", "password"]));
    let params = document.methods[0].params.as_ref().unwrap();
    let given = params[0].schema.as_ref().unwrap();
    assert_eq!(given["anyOf"][0], reference("AccountInput"));
}

#[test]
fn two_types_of_one_name_are_told_apart() {
    const TAME: crate::Method = method("tame", PET);
    const PETS: ServiceDescription =
        ServiceDescription::new("Pets", "1").methods(&[MethodDescription::of(&TAME)
            .params(&[schema_of::<Pet>()])
            .result(schema_of::<wild::Pet>())]);
    let document = PETS.document();
    assert_eq!(schemas(&document), ["Pet", "Pet2"]);
    let result = document.methods[0].result.as_ref().unwrap();
    assert_eq!(result.schema, Some(reference("Pet2")));
}

#[test]
fn a_default_stands_beside_its_schema_and_not_beside_a_reference() {
    const PARAMS: &[Param] = &[
        Param::optional("limit", "u32").doc("How many."),
        Param::optional("account", "Account"),
    ];
    const LIST: crate::Method = method("list", PARAMS).notification().idempotent();
    const ACCOUNTS: ServiceDescription = ServiceDescription::new("Accounts", "1")
        .description("Counts.")
        .methods(&[MethodDescription::of(&LIST)
            .params(&[schema_of::<u32>(), schema_of::<Account>()])
            .defaults(&[(0, || default_of(&20)), (1, || default_of("nobody"))])]);
    let document = ACCOUNTS.document().to_value();
    let method = json!({
        "name": "list", "paramStructure": "by-name", "x-idempotent": true,
        "params": [
            { "name": "limit", "summary": "How many.",
              "schema": { "type": "integer", "format": "uint32", "minimum": 0, "default": 20 } },
            { "name": "account", "schema": { "allOf": [reference("Account")], "default": "nobody" } },
        ],
    });
    assert_eq!(document["methods"], json!([method]));
    assert_eq!(document["info"]["description"], "Counts.");
}

#[test]
fn nothing_of_a_document_that_was_read_is_lost() {
    let document = json!({
        "openrpc": "1.3.2", "$schema": "https://meta.open-rpc.org/", "x-own": [1],
        "info": { "title": "T", "version": "1", "x-own": null },
        "methods": [
            { "name": "a", "params": {}, "result": 7, "x-own": {} },
            { "name": "b", "params": [{ "$ref": "#/components/contentDescriptors/C" }],
              "examples": [{ "name": "e", "params": [], "result": { "name": "r", "value": null } }] },
            { "$ref": "#/x" },
        ],
        "components": { "schemas": { "S": true }, "contentDescriptors": { "C": {} } },
    });
    let read = Document::from_json(&document.to_string()).unwrap();
    assert_eq!(read.to_value(), document);
    assert_eq!(read.method("b").unwrap().examples.len(), 1);
    assert!(Document::from_json("[]").is_err());
}
