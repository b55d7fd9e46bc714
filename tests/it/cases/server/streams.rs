//! Subscriptions as the rules of a document have them, there and back.

use callwright::{Call, Error, Params, Request, Subscription};
use callwright_tests::cases::server::{Library, errors, notifications};
use callwright_tests::deadline::{until, within};
use callwright_tests::fault::Fault;
use serde_json::Value;

/// The next item.
async fn next<T>(stream: &mut Subscription<T>) -> Result<Option<T>, Fault> {
    let item = within("an item", stream.next()).await?;
    Ok(item.transpose().unwrap())
}

/// Those with an id, of several kinds, and without.
pub(super) async fn drive(client: &Library) -> Result<(), Fault> {
    let mut books = client.follow().shelf("all").await.unwrap();
    for number in 1..4 {
        let book = next(&mut books).await?.unwrap();
        assert_eq!(book.title, format!("Volume {number}"));
    }
    assert!(next(&mut books).await?.is_none());

    let refused = client.follow().shelf("none").await.err();
    assert!(
        matches!(refused, Some(Error::Server(errors::Follow::NoSuchShelf(_)))),
        "{refused:?}"
    );

    let mut loans = client.watch_loans().shelf("low").await.unwrap();
    let Some(notifications::WatchLoans::Watched(loan)) = next(&mut loans).await? else {
        panic!("a loan comes first");
    };
    assert_eq!(loan.note.as_deref(), Some("low"));
    let last = next(&mut loans).await?;
    assert!(matches!(last, Some(notifications::WatchLoans::Closed(why)) if why == "at night"));
    let missing = client.watch_visits().await.unwrap_err();
    assert_eq!(missing.server().unwrap().code(), -32601);
    let odd = call::<Value>(
        client,
        "watch",
        Params::by_position().with("kind", "odd").unwrap(),
    );
    let odd = odd.await.unwrap_err();
    assert_eq!(odd.server().unwrap().code(), -32602);
    left(client).await
}

/// What is left sends nothing more.
async fn left(client: &Library) -> Result<(), Fault> {
    let id: String = call(client, "follow", Params::by_position()).await.unwrap();
    assert!(id.starts_with("0x"), "{id}");
    let with = |id| Params::by_name().with("id", id).unwrap();
    assert!(call::<bool>(client, "unfollow", with(&id)).await.unwrap());
    assert!(!call::<bool>(client, "unfollow", with(&id)).await.unwrap());

    let mut looked = client.look("high").await.unwrap();
    let first = next(&mut looked).await?.unwrap();
    assert_eq!((first.shelf.as_str(), first.book.is_some()), ("high", true));
    looked.unsubscribe().await.unwrap();
    let params = Params::by_position().with("shelf", "high").unwrap();
    until("the end", async || {
        let was_there: bool = call(client, "unlook", params.clone()).await.unwrap();
        (!was_there).then_some(())
    })
    .await
}

pub(super) async fn call<T>(
    client: &Library,
    method: &'static str,
    params: Params,
) -> Result<T, Error>
where
    T: serde::de::DeserializeOwned + Send + 'static,
{
    let connection = client.connection().clone();
    Call::<T>::dynamic(connection, Request::new(method, params)).await
}
