//! The documents of the services here through the generator and back: each passes the meta-schema, and the client's methods,
//! with their params, types and errors, are those of the document.

use std::path::{Path, PathBuf};

use callwright::Service;
use callwright_tests::desk::Desk;
use callwright_tests::understood::{Named, defined, differences};

use super::documents;
use super::original::shop::Shop;
use super::petshop::shop::Petshop;

#[expect(unreachable_pub, reason = "it is another crate's")]
#[path = "../../fuzz/src/desk.rs"]
mod fuzzed;

/// The services of these tests and of the examples, and the document of each.
const SERVICES: [Named; 4] = [
    ("desk.rs: Desk", || Desk::default().document()),
    ("petshop/shop.rs: Petshop", || Petshop::default().document()),
    ("served/original/shop.rs: Shop", || {
        Shop::default().document()
    }),
    ("src/desk.rs: Desk", || fuzzed::Desk.document()),
];

#[test]
fn every_service_is_understood_as_it_is() {
    for (name, document) in SERVICES {
        let document = document().expect("a typed service has one");
        assert_eq!(documents::faults(&document.to_value()), "", "{name}");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let none: &[String] = &[];
        assert_eq!(differences(&document, folder), none, "{name}");
    }
}

#[test]
fn no_service_is_left_out() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src", "it", "fuzz", "../runtime/examples"].map(|folder| tests.join(folder));
    let defined = defined(&folders.each_ref().map(PathBuf::as_path));
    let names = SERVICES.map(|(name, _)| name);
    assert!(defined.iter().eq(names.iter()), "{defined:#?}");
}

/// The client that visits it everywhere is made of this file; `desk document` writes it.
#[test]
fn the_desk_is_as_its_client_knows_it() {
    let known = include_str!("../../desk/openrpc.json");
    let known: serde_json::Value = serde_json::from_str(known).unwrap();
    assert_eq!(documents::of(&Desk::default()), known);
}
