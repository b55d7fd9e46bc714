//! The document of every service of these tests, as the generator understands it.
use std::path::Path;
use std::sync::Mutex;

use callwright::Service;

use super::Echo;
use crate::service;

#[path = "../../../../tests/src/understood.rs"]
mod understood;

/// What the generator has otherwise than the document.
fn differences(service: impl Service) -> Vec<String> {
    let document = service.document().unwrap();
    understood::differences(&document, Path::new(env!("CARGO_TARGET_TMPDIR")))
}

#[test]
fn every_service_is_understood_as_it_is() {
    let none = Vec::<String>::new();
    assert_eq!(differences(Echo), none);
    assert_eq!(differences(service::definitions::Pets::new()), none);
    assert_eq!(
        differences(service::definitions::Keeper::<u8>(Mutex::default())),
        none
    );
    assert_eq!(
        differences(service::subscriptions::service::Clock::default()),
        none
    );
}

#[test]
fn what_the_generator_has_otherwise_is_told() {
    let mut document = Echo.document().unwrap();
    document.methods.truncate(1);
    let method = &mut document.methods[0];
    method.extra.insert("x-pagination".to_owned(), true.into());
    let told = understood::differences(&document, Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert!(told[0].contains("paging"), "{told:?}");
}
