//! Batches: what goes out, and what becomes of each call.
#[cfg(feature = "http")]
mod http;
#[cfg(all(feature = "streams", feature = "jsonrpsee", unix))]
mod stream;
#[cfg(feature = "ws")]
mod websocket;

use std::time::Duration;

use callwright::{
    Batch, BatchFuture, BoxFuture, Call, Connection, Error, Fault, Params, Reply, Request,
    ServerError, batch,
};
use serde_json::json;

use crate::{
    petshop::{Petshop, errors::CreatePet, types::Pet},
    script::Script,
};

/// What every connection to the petshop must do with a batch.
#[cfg(any(feature = "http", feature = "ws", feature = "jsonrpsee"))]
pub(crate) async fn visit(shop: &Petshop) {
    let (seven, sum, bobik, murka, page, logged, unknown) = batch((
        shop.ping(),
        shop.sum(1).c(5),
        shop.create_pet("Bobik", "dog"),
        shop.create_pet("Murka", "cat"),
        shop.list_pets().limit(2),
        shop.log("hello"),
        shop.names(),
    ))
    .await;
    assert_eq!((seven.unwrap(), sum.unwrap()), (7, 6));
    assert_eq!(bobik.unwrap().name, "Bobik");
    let Err(Error::Server(CreatePet::PetExists(murka))) = murka else {
        panic!("{murka:?}");
    };
    assert_eq!(murka.method(), Some("create_pet"));
    let page = page.unwrap();
    assert_eq!((page.items.len(), &page.extra["total"]), (2, &json!(5)));
    assert_eq!(page.next.unwrap()().await.unwrap().items[0].name, "2");
    logged.unwrap();
    assert_eq!(unknown.unwrap_err().server().unwrap().code(), -32601);

    let sums = batch((0..200).map(|number| shop.sum(number))).await;
    let sums: Vec<i64> = sums.into_iter().map(Result::unwrap).collect();
    assert_eq!(sums, (0..200).collect::<Vec<_>>());
}

#[cfg(feature = "jsonrpsee")]
#[tokio::test]
async fn by_a_connection_without_batches() {
    let module = crate::server::module().0;
    let in_process = callwright::InProcess::new(module);
    visit(&Petshop::with_connection(in_process)).await;
}

#[tokio::test]
async fn each_call_has_its_own_result() {
    let script = Script::new([json!(null), json!({"name": 5})]);
    script.push(Err(Error::Server(ServerError::new(42, "Pet exists"))));
    script.push(Err(Error::Timeout(Fault::new("late"))));
    let shop = Petshop::with_connection(script.clone());
    let (names, pet, exists, late, odd) = batch((
        shop.names(),
        shop.rude(),
        shop.create_pet("Murka", "cat"),
        shop.ping(),
        shop.sum(1).odd(),
    ))
    .await;
    assert_eq!(names.unwrap(), Vec::<String>::new());
    assert!(matches!(pet, Err(Error::Decode(fault)) if fault.path() == "$.name"));
    let exists = exists.unwrap_err();
    assert!(matches!(exists, Error::Server(CreatePet::PetExists(_))));
    assert_eq!(late.unwrap_err().to_string(), "`ping`: late");
    assert!(matches!(odd, Err(Error::Encode(_))));
    assert_eq!(
        script.requests().len(),
        4,
        "what cannot be written is not sent"
    );
}

#[tokio::test]
async fn pages_begin_at_their_key() {
    let script = Script::new([
        json!({"items": [], "next_page_key": 9}),
        json!({"items": []}),
    ]);
    let shop = Petshop::with_connection(script.clone());
    let (page,) = batch((shop.list_pets().limit(3).from_key(7),)).await;
    page.unwrap().next.unwrap()().await.unwrap();
    let asked = [r#"{"page_key":7,"limit":3}"#, r#"{"page_key":9,"limit":3}"#];
    assert_eq!(script.params(), asked);
    let (page,) = batch((shop.list_pets().from_key(f64::NAN),)).await;
    assert!(page.is_err());
}

#[tokio::test]
async fn an_empty_batch_sends_nothing() {
    let script = Script::new([]);
    let shop = Petshop::with_connection(script.clone());
    let calls: Vec<Call<i64>> = Vec::new();
    let empty = batch(calls);
    assert!(empty.is_empty());
    assert_eq!(empty.await.len(), 0);
    drop(batch((shop.ping(), shop.ping())).into_future());
    assert_eq!(
        script.requests().len(),
        0,
        "nor does one that is not polled"
    );
}

#[tokio::test]
async fn options_are_for_all_calls() {
    let script = Script::new([json!(1), json!(2)]);
    let shop = Petshop::with_connection(script.clone());
    let calls = [shop.ping(), shop.ping().with_header("b", "2")];
    let pair = batch(calls).with_timeout(Duration::from_secs(5));
    let pair = pair.with_header("a", "1");
    assert_eq!(pair.len(), 2);
    pair.clone().await;
    for (request, headers) in script.requests().iter().zip([1, 2]) {
        assert_eq!(request.options().timeout, Some(Duration::from_secs(5)));
        assert_eq!(request.options().headers.iter().count(), headers);
    }
}

#[tokio::test]
async fn calls_of_several_connections_go_to_each() {
    let (one, other) = (Script::new([json!(1), json!(3)]), Script::new([json!(2)]));
    let first = Petshop::with_connection(one.clone());
    let second = Petshop::with_connection(other.clone());
    let sums = batch([first.sum(1), second.sum(2), first.clone().sum(3)]).await;
    let sums: Vec<_> = sums.into_iter().map(Result::unwrap).collect();
    assert_eq!(sums, [1, 2, 3]);
    assert_eq!(
        (one.params(), other.params().len()),
        (vec!["[1]".to_owned(), "[3]".into()], 1)
    );
}

#[tokio::test]
async fn a_connection_that_forgets_outcomes_loses_no_call() {
    #[derive(Debug)]
    struct Forgetful;
    impl Connection for Forgetful {
        fn call(&self, _: Request) -> BoxFuture<'_, Result<Reply, Error>> {
            Box::pin(async { Reply::of(&1) })
        }
        fn notify(&self, _: Request) -> BoxFuture<'_, Result<(), Error>> {
            Box::pin(async { Ok(()) })
        }
        fn batch(&self, _: Vec<Request>) -> BoxFuture<'_, Vec<Result<Reply, Error>>> {
            Box::pin(async { vec![Reply::of(&1)] })
        }
    }
    let shop = Petshop::with_connection(Forgetful);
    let (first, second) = batch((shop.ping(), shop.ping())).await;
    assert_eq!(first.unwrap(), 1);
    assert!(second.unwrap_err().to_string().contains("did not say"));
}

#[tokio::test]
async fn twelve_calls_of_any_type_fit() {
    let script = Script::new([(); 12].map(|()| json!(1)));
    let connection: std::sync::Arc<dyn Connection> = std::sync::Arc::new(script);
    let one = || Call::<u8>::dynamic(connection.clone(), Request::new("one", Params::by_name()));
    let text = || Call::<Pet>::dynamic(connection.clone(), Request::new("pet", Params::by_name()));
    let all = batch((
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        one(),
        text(),
    ))
    .await;
    assert_eq!((all.0.unwrap(), all.10.unwrap()), (1, 1));
    assert!(all.11.is_err());
}

#[test]
fn batches_move_between_threads() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Batch<Vec<Call<Pet, CreatePet>>>>();
    fn moves<T: Send>() {}
    moves::<BatchFuture<(Call<Pet>, Call<i64>)>>();
}

/// Polls a future once, and gives it back.
#[cfg(feature = "ws")]
async fn begin<F: Future + Unpin>(mut future: F) -> F {
    let begun = futures_util::future::poll_immediate(&mut future).await;
    assert!(begun.is_none());
    future
}
