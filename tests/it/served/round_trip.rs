//! The documents of the services here through the generator and back: each passes the meta-schema, and the client's methods,
//! with their params, types and errors, are those of the document.

use std::path::Path;

use callwright::Service;
use callwright_tests::desk::Desk;
use callwright_tests::understood::differences;

use super::documents;

fn goes_back(service: &impl Service) {
    let document = service.document().expect("a typed service has one");
    assert_eq!(documents::faults(&document.to_value()), "");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let none: &[String] = &[];
    assert_eq!(differences(&document, folder), none);
}

#[test]
fn of_the_desk() {
    goes_back(&Desk::default());
}

#[test]
fn of_the_petshop() {
    goes_back(&super::petshop::shop::Petshop::default());
}

#[cfg(corpus)]
#[test]
fn of_the_originals_shop() {
    goes_back(&super::original::shop::Shop::default());
}

/// The client that visits it everywhere is made of this file; `desk document` writes it.
#[test]
fn the_desk_is_as_its_client_knows_it() {
    let known = include_str!("../../desk/openrpc.json");
    let known: serde_json::Value = serde_json::from_str(known).unwrap();
    assert_eq!(documents::of(&Desk::default()), known);
}
