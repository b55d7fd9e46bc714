//! A server's own document as a typed value, described by what callwright knows without asking.

use std::fs;
use std::path::Path;

use callwright_tests::cases::discover::Discover;
use callwright_tests::cases::discover::types::{JsonSchema, OpenRpc, OpenRpcMethodOrReference};
use serde_json::Value;

use super::Scripted;

fn document(case: &str) -> Value {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/cases");
    let text = fs::read_to_string(cases.join(case).join("openrpc.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_server_tells_what_it_can_do() {
    let document = document("discover");
    let server = Scripted::new([document.clone(), document["methods"][1].clone()]);
    let client = Discover::with_connection(server);
    let told: OpenRpc = client.rpc_discover().await.unwrap();
    assert_eq!(told.info.title, "Discover");
    let names = told.methods.iter().map(|method| match method {
        OpenRpcMethodOrReference::OpenRpcMethod(method) => method.name.as_str(),
        OpenRpcMethodOrReference::OpenRpcReference(reference) => reference.ref_.as_str(),
    });
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["rpc.discover", "describe", "check"]
    );
    assert_eq!(serde_json::to_value(&told).unwrap(), document);
    let method = client.describe("describe").await.unwrap();
    assert_eq!(method.params.len(), 1);
}

#[test]
fn documents_come_back_as_they_went() {
    for case in ["petshop", "servers", "paging", "by-position", "references"] {
        let document = document(case);
        let typed: OpenRpc = serde_json::from_value(document.clone()).unwrap();
        assert_eq!(serde_json::to_value(&typed).unwrap(), document, "{case}");
    }
}

#[tokio::test]
async fn a_schema_is_an_object_or_a_boolean() {
    let server = Scripted::new([true.into()]);
    let client = Discover::with_connection(server.clone());
    assert!(
        client
            .check(JsonSchema::Boolean(true), 1.into())
            .await
            .unwrap()
    );
    assert_eq!(server.asked(), ["check [true,1]"]);
}
