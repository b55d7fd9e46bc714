//! The document of every service of these tests, as the generator understands it.
use std::path::Path;
use std::sync::Mutex;

use callwright::describe::Info;
use callwright::{Params, Request, Server, Service, Services, Streaming, Subscribe, connect};
use futures_util::StreamExt;

use super::Echo;
use crate::serve::in_time;
use crate::service::{self, definitions::Pets, subscriptions::service::Clock};

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
    assert_eq!(differences(Pets::new()), none);
    assert_eq!(
        differences(service::definitions::Keeper::<u8>(Mutex::default())),
        none
    );
    assert_eq!(differences(Clock::default()), none);
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
