//! The document of every service of these tests, as the generator understands it.
use std::path::Path;
use std::sync::Mutex;

use callwright::describe::Info;
use callwright::{Params, Request, Server, Service, Services, Streaming, Subscribe, connect};
use futures_util::StreamExt;
use serde_json::json;

use super::Echo;
use crate::serve::{documents::Parrot, in_time};
use crate::serve_http::documents::typed;
use crate::service::{definitions::*, generated::shop::Shop, subscriptions::service::Clock};

#[path = "../../../../tests/src/understood.rs"]
mod understood;

#[allow(dead_code)]
#[path = "../../bad_input/service.rs"]
mod bad_input;

/// The services of these tests, and the document of each.
const SERVICES: [understood::Named; 8] = [
    ("bad_input/service.rs: Desk", || bad_input::Desk.document()),
    ("it/round_trip.rs: Echo", || Echo.document()),
    ("it/serve/documents.rs: PARROT", || Parrot.document()),
    ("it/serve_http/documents.rs: Pets", || {
        typed::Pets.document()
    }),
    ("it/service/definitions.rs: Keeper", || {
        Keeper::<u8>(Mutex::default()).document()
    }),
    ("it/service/definitions.rs: Pets", || Pets::new().document()),
    ("it/service/generated/shop.rs: Shop", || {
        Shop::new(1).document()
    }),
    ("it/service/subscriptions/service.rs: Clock", || {
        Clock::default().document()
    }),
];

#[test]
fn every_service_is_understood_as_it_is() {
    for (name, document) in SERVICES {
        let document = document().unwrap();
        let told = understood::differences(&document, Path::new(env!("CARGO_TARGET_TMPDIR")));
        assert_eq!(told, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn no_service_is_left_out() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/tests");
    let defined = understood::defined(&[Path::new(sources)]);
    assert!(
        defined.iter().eq(SERVICES.map(|(name, _)| name).iter()),
        "{defined:#?}"
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

    // Errors whose data has another type than the document says, and a type with another member.
    let document = Shop::new(1).document().unwrap().to_value();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (_, code) = understood::understood(&document, folder).unwrap();
    for (path, other) in [
        ("/methods/1/x-error-data/42", json!({ "type": "string" })),
        (
            "/components/schemas/Pet/properties/name",
            json!({ "type": "boolean" }),
        ),
        ("/components/schemas/Pet/required", json!(["id"])),
    ] {
        let mut changed = document.clone();
        *changed.pointer_mut(path).unwrap() = other;
        let told = understood::code::differences(&changed, &code);
        assert_eq!(told.len(), 1, "{path}: {told:?}");
    }
}

#[tokio::test]
async fn services_under_prefixes_are_understood_and_subscribed_to() {
    let all = Services::new(Info::new("All", "1"))
        .with("pets.", Pets::new())
        .with("time.", Clock::default())
        .with("other.time.", Clock::default());
    let document = all.document().unwrap();
    let told = understood::differences(&document, Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert_eq!(told, Vec::<String>::new());
    let rule = &document.method("time.blobs").unwrap().extra["x-subscription"];
    assert_eq!(rule["notification"][0], "time.blob");

    const TICKS: Streaming = Streaming::by(&["other.time.ticks"])
        .id(&["subscription"])
        .item(&["result"])
        .unsubscribe("other.time.unsubscribe_ticks");
    let server = Server::bind("tcp://127.0.0.1:0", all).await.unwrap();
    let client = connect(&server.url().unwrap()).await.unwrap();
    let params = Params::by_name().with("kind", "wait").unwrap();
    let params = params.with("count", &2_u64).unwrap();
    let request = Request::new("other.time.ticks", params);
    let ticks = Subscribe::<u64>::dynamic(client, request, TICKS);
    let ticks = in_time(ticks.into_future()).await.unwrap();
    let ticks: Vec<_> = in_time(ticks.take(2).collect()).await;
    let ticks = ticks.into_iter().map(Result::unwrap);
    assert!(ticks.eq([0, 1]));
}
